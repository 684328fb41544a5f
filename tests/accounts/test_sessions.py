import pytest
from django.test import Client

from accounts.browsers import browser_name
from tests.factories import PASSWORD

SESSIONS = "/accounts/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
)


def sign_in(user_agent: str) -> Client:
    browser = Client(headers={"User-Agent": user_agent})
    browser.post("/accounts/login/", {"login": "bob", "password": PASSWORD})
    return browser


def test_devices_are_listed_and_the_others_signed_out(bob):
    here, phone = sign_in(FIREFOX), sign_in(IPHONE)
    page = here.get(SESSIONS).text
    assert "Firefox on Linux" in page
    assert "Safari on iPhone" in page
    assert page.count("This device.") == 1

    page = here.post(SESSIONS, follow=True).text

    assert "Safari on iPhone" not in page
    assert "signed in nowhere else" in page
    assert phone.get(SESSIONS).status_code == 302


@pytest.mark.django_db
def test_guest_is_sent_to_sign_in(client):
    assert client.get(SESSIONS).url == f"/accounts/login/?next={SESSIONS}"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [(FIREFOX, "Firefox on Linux"), (IPHONE, "Safari on iPhone"), (EDGE, "Edge on Windows"), ("", "A browser")],
)
def test_browser_is_named_as_a_person_would(user_agent, name):
    assert browser_name(user_agent) == name


def test_odd_user_agent_is_only_text(bob):
    page = sign_in("<script>alert(1)</script>" + "x" * 5000).get(SESSIONS)
    assert "A browser" in page.text
    assert "alert(1)" not in page.text
