import re
from html import unescape
from http.client import HTTPConnection
from urllib.parse import quote, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from accounts.models import User
from magazine.signing_in import providers
from tests.accounts.mails import last_mail
from tests.accounts.openid import CLIENT, SECRET, Provider
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN, WITH = "/accounts/login/", "/accounts/with/oidc/"


@pytest.fixture
def elsewhere(settings):
    provider = Provider()
    url = provider.url.replace("://", f"://{CLIENT}:{quote(SECRET)}@")
    settings.SOCIALACCOUNT_PROVIDERS = providers("", "", "", f"{url}?name=Example+ID")
    yield provider
    provider.close()


def come_back(client, page):
    """Through the provider, as a browser would, from the page that leads there."""
    address = urlsplit(unescape(re.search(r'content="0; url=([^"]+)"', page.text)[1]))
    connection = HTTPConnection(address.netloc, timeout=5)
    connection.request("GET", f"{address.path}?{address.query}")
    back = urlsplit(connection.getresponse().headers["Location"])
    connection.close()
    return client.get(f"{back.path}?{back.query}")


def sign_in(client, **fields):
    return come_back(client, client.post(WITH, fields))


@pytest.mark.parametrize("page", [LOGIN, "/accounts/signup/"])
def test_buttons_are_there_only_when_the_environment_says_so(client, settings, elsewhere, page):
    assert "Go on with Example ID" in client.get(page).text
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "Go on with" not in client.get(page).text
    assert client.post(WITH).status_code == 404


@pytest.mark.parametrize("provider", ["google", "github", "apple", "openid_connect", "x"])
def test_provider_that_is_not_set_up_is_not_found(client, provider):
    assert client.post(f"/accounts/with/{provider}/").status_code == 404


@pytest.mark.parametrize("address", ["google/login/", "github/login/", "oidc/oidc/login/", "apple/login/callback/"])
def test_other_addresses_of_providers_are_answered(client, elsewhere, address):
    for answer in [client.get(f"/accounts/{address}"), client.post(f"/accounts/{address}")]:
        assert answer.status_code < 500


def test_newcomer_chooses_a_name_and_is_signed_in(client, elsewhere):
    answer = sign_in(client, next="/search/")
    assert answer.url == "/accounts/3rdparty/signup/"
    page = client.get(answer.url).text
    assert 'value="carol"' in page
    assert client.post(answer.url, {"email": "carol@example.com", "username": "admin"}).status_code == 200
    answer = client.post(answer.url, {"email": "carol@example.com", "username": "carol"})
    assert answer.url == "/search/"
    carol = User.objects.get(username="carol")
    assert EmailAddress.objects.get(user=carol).verified
    assert client.get("/accounts/profile/").status_code == 200


def test_address_that_the_provider_has_not_verified_is_verified_here(client, elsewhere):
    elsewhere.person["email_verified"] = False
    client.post(sign_in(client).url, {"email": "carol@example.com", "username": "carol"})
    assert client.get("/accounts/profile/").status_code == 302
    assert "code" in last_mail("carol@example.com").body


def test_verified_address_signs_in_to_its_account_and_connects_it(client, elsewhere, bob):
    elsewhere.person |= {"email": bob.email}
    assert sign_in(client).url == "/"
    assert SocialAccount.objects.get().user == bob
    assert "connected with your account" in last_mail(bob.email).body


def test_unverified_address_does_not_sign_in_to_anything(client, elsewhere, bob):
    elsewhere.person |= {"email": bob.email, "email_verified": False}
    answer = sign_in(client)
    client.post(answer.url, {"email": bob.email, "username": "carol"})
    assert not SocialAccount.objects.exists()
    assert client.get("/accounts/profile/").status_code == 302


def test_second_factor_is_asked_for_after_the_provider_too(client, elsewhere, bob):
    TOTP.activate(bob, "A" * 32)
    elsewhere.person |= {"email": bob.email}
    assert sign_in(client).url == "/accounts/2fa/authenticate/"


def test_closed_account_stays_closed(client, elsewhere, bob):
    User.objects.update(is_active=False)
    elsewhere.person |= {"email": bob.email}
    sign_in(client)
    assert client.get("/accounts/profile/").status_code == 302


def test_account_is_connected_and_disconnected(client, elsewhere, bob):
    client.force_login(bob)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    answer = sign_in(client, process="connect")
    assert answer.url == "/accounts/3rdparty/"
    page = client.get(answer.url).text
    assert "Example ID" in page
    account = SocialAccount.objects.get(user=bob)
    client.post(answer.url, {"account": account.pk})
    assert not SocialAccount.objects.exists()


def test_connecting_asks_for_the_password_first(client, elsewhere, bob):
    client.force_login(bob)
    assert sign_in(client, process="connect").url == "/accounts/reauthenticate/"
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).url == "/accounts/3rdparty/"
    assert SocialAccount.objects.filter(user=bob).exists()


def test_account_of_somebody_else_is_not_disconnected(client, elsewhere, bob, mallory):
    account = SocialAccount.objects.create(user=mallory, provider="gone", uid="1")
    client.force_login(mallory)
    assert "Gone" in client.get("/accounts/3rdparty/").text
    client.force_login(bob)
    assert client.post("/accounts/3rdparty/", {"account": account.pk}).status_code == 200
    assert SocialAccount.objects.filter(pk=account.pk).exists()


def test_whoever_turns_back_is_told_so(client, elsewhere):
    elsewhere.refuses = True
    page = client.get(sign_in(client).url)
    assert "You turned back" in page.text


def test_provider_that_is_broken_or_away_is_said_to_be(client, elsewhere):
    elsewhere.broken = True
    assert "did not answer as expected" in client.post(WITH).text
    elsewhere.close()
    assert "did not answer as expected" in client.post(WITH).text


def test_answer_that_nobody_asked_for_is_refused(client, elsewhere):
    for query in ["", "?code=x&state=y", "?error=x", "?code=%00", "?state=" + "x" * 5000]:
        answer = client.get(f"/accounts/oidc/oidc/login/callback/{query}")
        assert answer.status_code < 500
    assert client.get("/accounts/profile/").status_code == 302


def test_answer_to_another_browser_is_refused(client, elsewhere):
    page = client.post(WITH)
    answer = come_back(Client(), page)
    assert "did not answer as expected" in answer.text
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    "values",
    [("x", "", "", ""), ("", "id:", "", ""), ("", "", "a:b:c:/no/file", ""), ("", "", "", "https://x.example")],
)
def test_half_a_provider_is_refused_at_the_start(values):
    with pytest.raises(ImproperlyConfigured, match="_LOGIN must be"):
        providers(*values)


def test_providers_are_named_as_allauth_wants_them(tmp_path):
    key = tmp_path / "key.p8"
    key.write_text("PRIVATE")
    named = providers("id:s:e", "id:secret", f"client:team:key:{key}", "https://c:s%3A@login.example.com/realms/x")
    assert named["google"]["APPS"] == [{"client_id": "id", "secret": "s:e"}]
    assert named["apple"]["APPS"][0]["settings"] == {"certificate_key": "PRIVATE"}
    assert named["openid_connect"]["APPS"][0]["name"] == "login.example.com"
    assert named["openid_connect"]["APPS"][0]["secret"] == "s:"
    assert named["openid_connect"]["APPS"][0]["settings"]["server_url"] == "https://login.example.com/realms/x"
