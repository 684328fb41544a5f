"""Editors see the next digest before it goes out."""

import pytest
from django.core import mail
from django.utils import timezone

from following.models import Digest
from tests.factories import make_article

from . import mailserver

pytestmark = pytest.mark.django_db
DESK = "/admin/following/digest/"


@pytest.fixture
def as_editor(client, editor):
    client.force_login(editor)
    return client


def test_editor_sees_what_goes_out_and_to_how_many(as_editor, chips, make_follower):
    make_article("New chips", tags=[chips])
    for number in range(2):
        make_follower(f"reader{number}@example.com", chips)
    make_follower("weekly@example.com", chips, rhythm="weekly")
    page = as_editor.get(f"{DESK}?rhythm=weekly").text
    assert "New chips" in page
    assert "Chips (1)" in page
    assert "Technologies (" not in page
    assert "of 1 reader whom" in page
    assert "http://127.0.0.1:8000/articles/new-chips/" in page
    assert ">Digests</a>" in as_editor.get("/admin/").text


def test_editor_has_it_mailed_to_themselves_and_to_nobody_else(as_editor, editor, chips, make_follower):
    make_article("New chips", tags=[chips])
    make_follower("carol@example.com", chips, rhythm="weekly")
    answer = as_editor.post(f"{DESK}?rhythm=weekly", {"_mail": "1"}, follow=True)
    assert "on its way to editor@example.com" in answer.text
    [message] = mail.outbox
    assert message.to == [editor.email]
    assert "/following/" not in message.body


def test_editor_hears_that_the_mail_server_is_away(as_editor, chips, settings):
    make_article("New chips", tags=[chips])
    settings.MAILERS = mailserver.mailers(mailserver.MailServer(port=9))
    answer = as_editor.post(f"{DESK}?rhythm=weekly", {"_mail": "1"}, follow=True)
    assert "The mail server did not take it: " in answer.text
    assert "on its way" not in answer.text


def test_nothing_new_is_said(as_editor):
    assert "nobody would be written to" in as_editor.get(DESK).text
    assert as_editor.post(DESK, {"_mail": "1"}).status_code == 200
    assert mail.outbox == []


def test_what_went_out_is_listed(as_editor):
    Digest.objects.create(rhythm="daily", until=timezone.now(), finished_at=timezone.now(), sent=1234, refused=5)
    page = as_editor.get(f"{DESK}?rhythm=x").text
    assert "1,234" in page


def test_page_costs_the_same_however_much_is_new(as_editor, chips, frame_is_kept, django_assert_max_num_queries):
    for _ in range(15):
        make_article(tags=[chips])
    with django_assert_max_num_queries(25):
        as_editor.get(f"{DESK}?rhythm=weekly")
