import re

import pytest
from django.urls import reverse

from accounts.models import DEMO_DOMAIN, User
from tests.factories import PASSWORD, make_user

LOGIN = "/accounts/login/"
OUTSIDE = [
    "//evil.example",
    "///evil.example",
    "https://evil.example/",
    "http:evil.example",
    "javascript:alert(1)",
    "JavaScript:alert(1)//",
    "\\\\evil.example",
    "/\\evil.example",
    "\t//evil.example",
    "https://testserver@evil.example/",
    "\0//evil.example",
    "data:text/html,x",
]

pytestmark = pytest.mark.django_db


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("login", ["bob", "BOB", " bob ", "bob@example.com", "BOB@Example.com"])
def test_username_and_address_sign_in_whatever_their_case(client, bob, login):
    response = client.post(LOGIN, {"login": login, "password": PASSWORD, "next": "/tags/chips/"})
    assert response.url == "/tags/chips/"
    assert client.session["_auth_user_id"] == str(bob.pk)


def test_session_is_a_new_one_after_signing_in(client, bob):
    session = client.session
    session["kept"] = "words"
    session.save()
    before = session.session_key

    client.post(LOGIN, {"login": "bob", "password": PASSWORD})

    assert client.session.session_key != before
    assert client.session["kept"] == "words"


def test_wrong_name_wrong_address_and_wrong_password_read_the_same(client, bob):
    errors = set()
    for login in ["bob", "nobody", "bob@example.com", "nobody@example.com"]:
        page = client.post(LOGIN, {"login": login, "password": "not the password"})
        assert f'value="{login}"' in page.text
        errors.add(re.search(r'<ul class="errorlist nonfield".*?</ul>', page.text, re.DOTALL)[0])
    assert len(errors) == 1
    assert "do not belong together" in errors.pop()
    assert not signed_in(client)


@pytest.mark.parametrize("login", ["bob", "nobody", "bob@example.com", "nobody@example.com"])
def test_wrong_name_wrong_address_and_wrong_password_take_as_long(client, bob, login, settings, monkeypatch):
    """One password is hashed, neither none nor two."""
    hashed = []
    monkeypatch.setattr(User, "check_password", lambda self, password: bool(hashed.append(self.username)))
    monkeypatch.setattr(User, "set_password", lambda self, password: hashed.append("nobody"))
    client.post(LOGIN, {"login": login, "password": "not the password"})
    assert len(hashed) == 1


@pytest.mark.parametrize("outside", OUTSIDE)
def test_next_outside_the_site_is_refused(client, bob, outside):
    response = client.post(LOGIN, {"login": "bob", "password": PASSWORD, "next": outside})
    assert response.url == "/"
    assert client.get(LOGIN, {"next": outside.replace("\0", "")}).url == "/"


@pytest.mark.parametrize("outside", OUTSIDE)
def test_next_outside_the_site_is_refused_by_signing_out(client, bob, outside):
    client.force_login(bob)
    assert client.post("/accounts/logout/", {"next": outside}).url == "/"


def test_repeated_failures_are_stopped_even_with_the_right_password(client, bob):
    for _ in range(5):
        client.post(LOGIN, {"login": "bob", "password": "not the password"})
    page = client.post(LOGIN, {"login": "bob", "password": PASSWORD})
    assert "Too many failed attempts." in page.text
    assert not signed_in(client)


def test_flood_gets_a_page_of_the_magazine(client):
    for _ in range(30):
        client.post(LOGIN, {})
    page = client.post(LOGIN, {})
    assert page.status_code == 429
    assert "TechyMag" in page.text


def test_inactive_person_is_told_only_after_the_right_password(client):
    make_user("ivan", is_active=False)
    assert "do not belong together" in client.post(LOGIN, {"login": "ivan", "password": "wrong"}).text
    page = client.post(LOGIN, {"login": "ivan", "password": PASSWORD}, follow=True)
    assert "This account is closed" in page.text
    assert not signed_in(client)


def test_demo_account_signs_in_only_in_debug_mode(client, settings):
    make_user("reader", email=f"reader@{DEMO_DOMAIN}")
    settings.DEBUG = True
    client.post(LOGIN, {"login": "reader", "password": PASSWORD})
    assert client.get("/accounts/profile/").status_code == 200

    settings.DEBUG = False
    assert client.get("/accounts/profile/").url == "/accounts/login/?next=/accounts/profile/"
    client.logout()
    page = client.post(LOGIN, {"login": "reader", "password": PASSWORD}, follow=True)
    assert "This account is closed" in page.text
    assert not signed_in(client)


def test_stranger_is_sent_to_sign_in_and_back(client, bob):
    sent = client.get("/accounts/password/change/").url
    assert sent == "/accounts/login/?next=/accounts/password/change/"
    assert client.post(sent, {"login": "bob", "password": PASSWORD}).url == "/accounts/password/change/"


def test_signing_out_asks_first_and_needs_a_post(client, bob):
    client.force_login(bob)
    assert "Sign out?" in client.get("/accounts/logout/").text
    assert signed_in(client)
    assert client.post("/accounts/logout/").url == "/"
    assert not signed_in(client)
    assert client.get("/accounts/logout/").url == "/"


def test_form_helps_password_managers(client):
    page = client.get(LOGIN).text
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    page = client.get(reverse("account_signup")).text
    assert 'autocomplete="new-password"' in page
    assert 'autocomplete="email"' in page
