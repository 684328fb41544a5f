"""Nothing on the pages of an account stays in English where the magazine speaks another language."""

import re

import pytest
from django.utils import translation
from lxml import html

from tests.factories import PASSWORD

FOR_GUESTS = ["login/", "signup/", "password/reset/", "password/reset/done/", "login/code/", "inactive/"]
FOR_READERS = ["profile/", "email/", "password/change/", "2fa/", "2fa/webauthn/", "2fa/webauthn/add/", "sessions/"]
FOR_READERS += ["ignored/", "data/", "leave/", "logout/", "3rdparty/"]
MESSAGE = re.compile(r"⟦[^⟦⟧]*⟧")


@pytest.fixture
def bracketed(monkeypatch):
    """A language in which every message is as in English, but in brackets."""
    spoken = translation._trans
    for name in ("gettext", "ngettext", "pgettext", "npgettext"):
        said = getattr(spoken, name)
        monkeypatch.setattr(spoken, name, lambda *message, said=said: f"⟦{said(*message)}⟧")


def words_outside_of_messages(page):
    text = html.fromstring(page).xpath("//main")[0].text_content()
    while MESSAGE.search(text):  # one may stand in another
        text = MESSAGE.sub("", text)
    return re.findall(r"[A-Za-z]{2,}", text)


@pytest.mark.parametrize("path", FOR_GUESTS)
def test_page_for_guests_is_translated(client, db, bracketed, path):
    assert words_outside_of_messages(client.get(f"/accounts/{path}").text) == []


@pytest.mark.parametrize("path", [f"/accounts/{path}" for path in FOR_READERS] + ["/comments/mine/", "/notifications/"])
def test_page_for_readers_is_translated(client, bob, bracketed, path):
    client.force_login(bob)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert set(words_outside_of_messages(client.get(path).text)) <= {"bob", "example", "com", "BB"}
