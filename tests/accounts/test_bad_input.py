"""Whatever is sent, the answer is a page of the magazine and never a crash."""

import pytest

NONSENSE = ["\0", "😀" * 50, "x" * 10_000, "\u202eמה", "'\"><script>alert(1)</script>", "%s{{ 7*7 }}", "\ud7ff\uffff"]
FORMS = {
    "/accounts/login/": ["login", "password", "next"],
    "/accounts/signup/": ["email", "username", "password1", "next"],
    "/accounts/password/reset/": ["email", "next"],
    "/accounts/confirm-email/": ["code", "action"],
    "/accounts/signup/again/": ["next"],
    "/accounts/login/code/": ["email", "next"],
    "/accounts/login/code/confirm/": ["code", "action", "next"],
    "/accounts/2fa/authenticate/": ["code", "credential"],
    "/accounts/2fa/webauthn/login/": ["credential", "next"],
    "/accounts/3rdparty/signup/": ["email", "username"],
    "/accounts/oidc/oidc/login/callback/": ["code", "state", "error"],
}
OWN_FORMS = {
    "/accounts/profile/": ["display_name", "bio", "website", "avatar", "avatar-clear"],
    "/accounts/password/change/": ["oldpassword", "password1"],
    "/accounts/email/": ["email", "action_add", "action_send", "action_remove", "action_primary"],
    "/accounts/reauthenticate/": ["password", "next"],
    "/accounts/sessions/": ["x"],
    "/accounts/logout/": ["next"],
    "/accounts/2fa/reauthenticate/": ["code", "next"],
    "/accounts/2fa/totp/activate/": ["code"],
    "/accounts/2fa/webauthn/add/": ["name", "credential", "passwordless"],
    "/accounts/2fa/recovery-codes/generate/": ["x"],
    "/accounts/with/oidc/": ["process", "next"],
    "/accounts/3rdparty/": ["account"],
    "/accounts/data/export/": ["x"],
    "/accounts/leave/": ["x"],
    "/accounts/sessions/1/end/": ["x"],
    "/accounts/ignored/nobody/add/": ["next"],
    "/accounts/ignored/nobody/remove/": ["next"],
}

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("nonsense", NONSENSE)
@pytest.mark.parametrize("url", FORMS)
def test_nonsense_in_a_form_for_guests_is_answered(client, url, nonsense):
    response = client.post(url, dict.fromkeys(FORMS[url], nonsense))
    assert response.status_code < 500
    assert "<script>alert(1)" not in response.text


@pytest.mark.parametrize("nonsense", NONSENSE)
@pytest.mark.parametrize("url", OWN_FORMS)
def test_nonsense_in_a_form_for_people_is_answered(client, bob, url, nonsense):
    client.force_login(bob)
    response = client.post(url, dict.fromkeys(OWN_FORMS[url], nonsense))
    assert response.status_code < 500
    assert "<script>alert(1)" not in response.text


@pytest.mark.parametrize("url", [*FORMS, *OWN_FORMS])
@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"\xff\xfe\x80=\xc3\x28&login=\xff", "application/x-www-form-urlencoded"),
        (b'{"login": ["x"]', "application/json"),
        (b"--x\r\nnonsense", "multipart/form-data; boundary=x"),
        (b"anything", "multipart/form-data"),
        (b"<login/>", "text/xml"),
        (b"login=x", "application/x-www-form-urlencoded; charset=nonsense"),
        (b"a=b&" * 5000, "application/x-www-form-urlencoded"),
        (b"login=" + b"x" * 3_000_000, "application/x-www-form-urlencoded"),
    ],
    ids=["bytes", "json", "torn", "boundless", "xml", "charset", "many", "big"],
)
def test_body_of_the_wrong_kind_is_answered(client, bob, url, body, content_type):
    if url in OWN_FORMS:
        client.force_login(bob)
    response = client.generic("POST", url, body, content_type)
    assert response.status_code < 500


@pytest.mark.parametrize("url", [*FORMS, *OWN_FORMS])
def test_nonsense_in_the_address_is_answered(client, url):
    for query in [
        "next=%00",
        "next=%FF%FE",
        "next=" + "x" * 5000,
        "next[]=1&next=2",
        "code=%F0%9F%98%80",
        "email=%0d%0a",
    ]:
        assert client.get(f"{url}?{query}").status_code < 500


@pytest.mark.parametrize("value", ["", "x", "x" * 5000, "é", "\\0", '"; DROP TABLE', "../../etc/passwd"])
@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "messages", "theme"])
def test_tampered_cookie_is_answered(client, cookie, value):
    client.cookies[cookie] = value
    for url in FORMS:
        assert client.get(url).status_code < 500
    client.handler.enforce_csrf_checks = True
    assert client.post("/accounts/login/", {"login": "bob", "password": "x"}).status_code == 403


@pytest.mark.parametrize("url", ["/accounts/nothing/", "/accounts/password/reset/key/x/", "/accounts/confirm-email/x/"])
def test_unknown_page_is_not_found(client, url):
    assert client.get(url).status_code == 404
