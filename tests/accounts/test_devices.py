import pytest
from allauth.usersessions.models import UserSession
from django.core import mail

from tests.accounts.mails import code_in, last_mail
from tests.accounts.test_sessions import FIREFOX, IPHONE, SESSIONS, sign_in
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
COOKIE = "devices"


def told():
    return [message for message in mail.outbox if "new sign-in" in message.subject]


def come_again(browser):
    browser.post("/accounts/logout/")
    browser.post("/accounts/login/", {"login": "bob", "password": PASSWORD})


def test_sign_in_by_an_unknown_browser_is_told(bob, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(FIREFOX)
    [message] = told()
    assert message.to == [bob.email]
    for words in ["Firefox on Linux", "From the internet address: 127.0.0.1", "we cannot tell", "/password/reset/"]:
        assert words in message.body


def test_known_browser_is_not_told_again(bob, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        browser = sign_in(FIREFOX)
        come_again(browser)
        assert len(told()) <= 1
        sign_in(IPHONE)
    assert [("Firefox" in message.body, "iPhone" in message.body) for message in told()] == [
        (True, False),
        (False, True),
    ]


def test_another_account_in_the_same_browser_is_told(bob, mallory, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        browser = sign_in(FIREFOX)
        browser.post("/accounts/logout/")
        browser.post("/accounts/login/", {"login": "mallory", "password": PASSWORD})
    assert [message.to for message in told()] == [[bob.email], [mallory.email]]


@pytest.mark.parametrize("value", ["", "x", "a.b.c", "é" * 200, "1234567890abcdef:1u0000:sig"])
def test_forged_cookie_makes_no_browser_known(bob, client, value, django_capture_on_commit_callbacks):
    client.cookies[COOKIE] = value
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/login/", {"login": "bob", "password": PASSWORD})
    assert len(told()) == 1


def test_newcomer_is_told_of_no_device(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            "/accounts/signup/",
            {"email": "carol@example.com", "username": "carol", "password1": "three unrelated words"},
        )
        client.post("/accounts/confirm-email/", {"code": code_in(last_mail("carol@example.com"))})
        come = client.get("/accounts/profile/")
    assert come.status_code == 200
    assert not told()


def test_cookie_is_for_the_account_pages_only(bob):
    cookie = sign_in(FIREFOX).cookies[COOKIE]
    assert cookie["path"] == "/accounts/"
    assert cookie["httponly"]


def test_one_device_is_signed_out_and_the_others_stay(bob):
    here, phone, other = sign_in(FIREFOX), sign_in(IPHONE), sign_in(FIREFOX)
    session = UserSession.objects.get(user_agent=IPHONE)
    page = here.post(f"{SESSIONS}{session.pk}/end/", follow=True).text
    assert "Safari on iPhone is signed out." in page
    assert phone.get(SESSIONS).status_code == 302
    assert other.get(SESSIONS).status_code == 200


def test_device_of_somebody_else_is_not_found(bob, mallory, client):
    browser = sign_in(FIREFOX)
    client.force_login(mallory)
    session = UserSession.objects.get(user=bob)
    assert client.post(f"{SESSIONS}{session.pk}/end/").status_code == 404
    assert client.get(f"{SESSIONS}{session.pk}/end/").status_code == 405
    assert browser.get(SESSIONS).status_code == 200


def test_guest_ends_no_session(bob, client):
    sign_in(FIREFOX)
    session = UserSession.objects.get(user=bob)
    assert client.post(f"{SESSIONS}{session.pk}/end/").url.startswith("/accounts/login/")
    assert UserSession.objects.filter(pk=session.pk).exists()
