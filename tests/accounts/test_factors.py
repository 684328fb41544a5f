import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from tests.accounts.mails import last_mail
from tests.factories import PASSWORD, make_article, make_comment, make_groups, make_user

INDEX = "/accounts/2fa/"
KEYS = ["null", "[]", "{}", '"x"', '{"id": "x"}', '{"id": "x", "rawId": "x"}', "{", "1e999", '{"response": 1}', "😀"]
KEYS.append('{"id":"eA","rawId":"eA","type":"public-key","response":{"userHandle":"enp6enp6enp6enp6enp6enp6eg"}}')
KEYS.append(
    '{"id":"eA","rawId":"eA","type":"public-key","response":{"userHandle":"MQ","clientDataJSON":"e30",'
    '"authenticatorData":"eA","signature":"eA","attestationObject":"oA"}}'
)

# A passkey whose secret half nobody has.
REGISTERED = {
    "id": "eA",
    "rawId": "eA",
    "type": "public-key",
    "response": {
        "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIiwiY2hhbGxlbmdlIjoiZUhoNGVIaDRlSGg0ZUhoNGVIaDRlQSIsIm9yaWdpbiI6Imh0dHA6Ly90ZXN0c2VydmVyIiwiY3Jvc3NPcmlnaW4iOmZhbHNlfQ",
        "attestationObject": "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YViFAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABFAAAAAAAAAAAAAAAAAAAAAAAAAAAAAXilAQIDJiABIVgg4jjC9KSx7KtOriuIWY5D9Z3WDssZHO8TQKMNMq0bioMiWCB1ZrEQ0MWVZ3XqUhwM2sCMe9l3F0lOjdHioCMnqJzFmQ",
    },
}


@pytest.fixture
def confirmed(client, bob):
    """Bob, who has just typed his password."""
    client.force_login(bob)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.fixture
def strict(settings):
    settings.STAFF_SECOND_FACTOR = True


def protect(person):
    TOTP.activate(person, "A" * 32)
    return RecoveryCodes.activate(person)


def test_desk_is_open_without_a_second_factor_by_default(client, editor):
    client.force_login(editor)
    assert client.get("/admin/").status_code == 200


def test_staff_without_a_second_factor_are_led_to_set_one_up(client, editor, strict):
    client.force_login(editor)
    page = client.get("/admin/", follow=True)
    assert page.redirect_chain == [(INDEX, 302)]
    assert "The desk opens when" in page.text


def test_words_sent_to_the_closed_desk_are_given_back(client, editor, strict):
    article = make_article()
    client.force_login(editor)
    page = client.post(f"/admin/articles/article/{article.pk}/change/", {"title": "A scoop", "body": "<p>Much work"})
    assert page.status_code == 403
    assert "A scoop" in page.text
    assert "&lt;p&gt;Much work" in page.text
    assert INDEX in page.text


def test_staff_with_a_second_factor_work_as_ever(client, editor, strict):
    protect(editor)
    client.force_login(editor)
    assert client.get("/admin/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(bob):
    RecoveryCodes.activate(bob)
    assert not bob.has_second_factor


def test_readers_need_no_second_factor(client, bob, strict):
    client.force_login(bob)
    assert "The desk opens when" not in client.get(INDEX).text


def test_password_alone_does_not_sign_in_whoever_has_a_second_factor(client, bob):
    codes = protect(bob).get_unused_codes()
    answer = client.post("/accounts/login/", {"login": "bob", "password": PASSWORD})
    assert answer.url == "/accounts/2fa/authenticate/"
    assert client.get("/accounts/profile/").status_code == 302
    client.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert client.get("/accounts/profile/").status_code == 200


def test_recovery_code_works_once(client, bob):
    code = protect(bob).get_unused_codes()[0]
    for browser, expected in [(Client(), 302), (Client(), 200)]:
        browser.post("/accounts/login/", {"login": "bob", "password": PASSWORD})
        assert browser.post("/accounts/2fa/authenticate/", {"code": code}).status_code == expected


def test_code_by_mail_asks_for_the_second_factor_too(client, bob):
    protect(bob)
    client.post("/accounts/login/code/", {"email": bob.email})
    code = last_mail(bob.email).subject[:6]
    answer = client.post("/accounts/login/code/confirm/", {"code": code})
    assert answer.url == "/accounts/2fa/authenticate/"


def test_guessing_codes_is_stopped(client, bob):
    protect(bob)
    client.post("/accounts/login/", {"login": "bob", "password": PASSWORD})
    pages = [client.post("/accounts/2fa/authenticate/", {"code": f"{number:06}"}).text for number in range(8)]
    assert "Too many failed attempts" in pages[-1]


def test_setting_up_asks_for_the_password_first(client, bob):
    client.force_login(bob)
    for address in ["totp/activate/", "webauthn/add/"]:
        assert client.get(f"{INDEX}{address}").url.startswith("/accounts/reauthenticate/")


def test_picture_of_the_secret_is_in_the_page_itself(confirmed):
    page = confirmed.get(f"{INDEX}totp/activate/")
    assert 'src="data:image/svg+xml;base64,' in page.text
    assert "otpauth://totp/" in page.text


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("address", ["webauthn/add/", "webauthn/login/", "webauthn/reauthenticate/", "authenticate/"])
def test_nonsense_for_a_key_is_answered(confirmed, bob, address, key):
    if address in ("webauthn/reauthenticate/", "authenticate/"):
        Authenticator.objects.create(user=bob, type="webauthn", data={"name": "x", "credential": REGISTERED})
    if address in ("authenticate/", "webauthn/login/"):
        confirmed.logout()
        confirmed.post("/accounts/login/", {"login": "bob", "password": PASSWORD})
    confirmed.get(f"{INDEX}{address}", headers={"Accept": "application/json"})  # which asks for a key
    answer = confirmed.post(f"{INDEX}{address}", {"credential": key, "name": "x" * 500})
    assert answer.status_code < 500
    assert Authenticator.objects.count() <= 1


@pytest.mark.parametrize("address", ["", "webauthn/", "totp/activate/", "recovery-codes/", "webauthn/add/"])
def test_guest_is_sent_to_sign_in(client, db, address):
    assert client.get(f"{INDEX}{address}").url.startswith("/accounts/login/")


def test_key_of_somebody_else_is_not_found(confirmed, mallory):
    key = Authenticator.objects.create(user=mallory, type="webauthn", data={"name": "x", "credential": REGISTERED})
    for verb in ["edit", "remove"]:
        assert confirmed.post(f"{INDEX}webauthn/keys/{key.pk}/{verb}/", {"name": "mine"}).status_code == 404


def test_secret_of_a_factor_is_shown_to_no_administrator(client, db):
    boss = make_user("boss", is_staff=True, is_superuser=True)
    protect(boss)
    client.force_login(boss)
    for factor in Authenticator.objects.all():
        page = client.get(f"/admin/mfa/authenticator/{factor.pk}/change/").text
        assert "AAAA" not in page
        assert "seed" not in page


@pytest.mark.parametrize("chief", [False, True])
def test_rights_rest_on_public_pages_too_until_there_is_a_second_factor(client, db, strict, chief):
    make_groups()
    person = make_user("mona", groups=["Moderators", "Editors"], is_superuser=chief)
    draft, comment = make_article(status="draft"), make_comment()
    client.force_login(person)
    hide = {"reason": "spam", "seen_as": "visible"}
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.post(f"/comments/{comment.pk}/hide/", hide).status_code in (403, 404)
    comment.refresh_from_db()
    assert comment.status == "visible"

    protect(person)
    assert client.get(draft.get_absolute_url()).status_code == 200


def test_readers_are_asked_for_no_second_factor(strict, bob, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert not bob.has_perm("articles.publish_article")
