import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse

from accounts.models import DEMO_DOMAIN, User
from tests.accounts.mails import code_in, last_mail, link_in
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


# Somebody signed up with an address that is not theirs, and waits for its owner


@pytest.fixture
def squatted(client_factory, db):
    """An account that a stranger made with carol's address: they know its password, and have another way in."""
    fields = {"email": "carol@example.com", "username": "carol", "password1": PASSWORD}
    client_factory().post("/accounts/signup/", fields)
    carol = User.objects.get(username="carol")
    SocialAccount.objects.create(user=carol, provider="oidc", uid="the stranger's")
    return carol


def signs_in(client, password: str) -> bool:
    client.post(LOGIN, {"login": "carol", "password": password})
    return signed_in(client)


def by_code(client):
    client.post("/accounts/login/code/", {"email": "carol@example.com"})
    return client.post("/accounts/login/code/confirm/", {"code": code_in(last_mail("carol@example.com"))}, follow=True)


def test_owner_of_the_address_who_signs_in_by_code_locks_out_who_signed_up(client, client_factory, squatted):
    page = by_code(client)
    assert signed_in(client)
    assert "no longer works" in page.text
    assert EmailAddress.objects.get(user=squatted).verified
    assert not signs_in(client_factory(), PASSWORD)
    assert not SocialAccount.objects.filter(user=squatted).exists()


def test_owner_of_the_address_who_chooses_a_password_locks_out_who_signed_up(client, client_factory, squatted, later):
    TOTP.activate(squatted, "A" * 32)
    client.post("/accounts/password/reset/", {"email": "carol@example.com"})
    later(seconds=11)
    client.post(client.get(link_in(last_mail(), "/key/")).url, {"password1": "quite another phrase"})
    client.post("/accounts/confirm-email/", {"code": code_in(last_mail("carol@example.com"))})
    assert signed_in(client)
    assert not SocialAccount.objects.filter(user=squatted).exists()
    assert not Authenticator.objects.filter(user=squatted).exists()
    assert not signs_in(client_factory(), PASSWORD)
    assert signs_in(client_factory(), "quite another phrase")


def test_code_takes_nothing_from_an_account_whose_address_was_proved(client, client_factory, squatted):
    TOTP.activate(squatted, "A" * 32)
    EmailAddress.objects.filter(user=squatted).update(verified=True)
    by_code(client)
    assert SocialAccount.objects.filter(user=squatted).exists()
    assert Authenticator.objects.filter(user=squatted).exists()
    squatted.refresh_from_db()
    assert squatted.check_password(PASSWORD)
