"""Errors are pages of the magazine, in debug mode too, say what to do and lose no words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles.models import Stats
from tests.factories import make_article

OURS = 'class="masthead'


@pytest.fixture(params=[False, True], ids=["production", "debug"], autouse=True)
def debug(request, settings):
    settings.DEBUG = request.param


@pytest.fixture
def article(alice):
    return make_article("One", authors=[alice])


@pytest.mark.parametrize(
    "path", ["/nowhere/", "/articles/none/", "/nowhere", "/categories/none/?page=2", "/?page=0&x", "/a//b"]
)
def test_missing_page_looks_like_the_magazine(client, db, path):
    response = client.get(path)
    assert response.status_code == (200 if path.startswith("/?") else 404)
    assert OURS in response.text
    assert "matches the given query" not in response.text  # what Django says of it


def test_address_without_its_slash_still_leads_there(client, article):
    assert client.get("/articles/one").url == "/articles/one/"


@pytest.mark.parametrize(
    "path",
    ["/%00/", "/articles/one%00/", "/search/?q=%00", "/?page=1%00", "/media/x%00.jpg", "/accounts/login/?next=%00"],
)
def test_nul_in_an_address_is_refused(client, db, path):
    response = client.get(path)
    assert response.status_code == 400
    assert OURS in response.text


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "messages", "visitor", "theme"])
def test_nul_in_a_cookie_is_refused(client, db, cookie):
    response = client.get("/", headers={"cookie": f'{cookie}="\\000abcdefghij"'})
    assert response.status_code == 400
    assert OURS in response.text


@pytest.mark.parametrize(
    "path", ["/%ff%fe/", "/search/?q=%ff%fe", "/articles/%ed%a0%80/", "/authors/%ff/", "/media/%ff.jpg"]
)
def test_invalid_utf8_is_no_crash(client, db, path):
    assert client.get(path).status_code in (200, 404)


@pytest.mark.parametrize("host", ["evil.example", "testserver:port", "a b", "", "[::"])
def test_unknown_host_is_refused(client, db, host):
    response = client.get("/", headers={"host": host})
    assert response.status_code == 400
    assert "ALLOWED_HOSTS" not in response.text


def test_wrong_method_is_explained(client, article):
    response = client.get("/articles/one/reactions/")
    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"
    assert OURS in response.text


@pytest.mark.parametrize(
    ("words", "shown"),
    [("Some <b>words</b>", "Some &lt;b&gt;words&lt;/b&gt;"), ("Brilliant!", "Brilliant!"), ("好的。", "好的。")],
)
def test_expired_form_gives_back_what_was_typed(bob, article, words, shown):
    client = Client(enforce_csrf_checks=True)
    client.force_login(bob)
    response = client.post("/articles/one/comments/", {"body": words, "password": "not this one"})
    assert response.status_code == 403
    assert f"readonly>{shown}</textarea>" in response.text
    assert "not this one" not in response.text


@pytest.mark.parametrize("path", ["/articles/none/comments/", "/comments/424242/edit/", "/comments/424242/report/"])
def test_what_is_gone_gives_back_what_was_typed(client, bob, path):
    client.force_login(bob)
    response = client.post(path, {"body": "Half an hour of work", "text": "And a report", "reason": "spam"})
    assert response.status_code == 404
    assert "readonly>Half an hour of work</textarea>" in response.text
    assert "readonly>And a report</textarea>" in response.text


def test_limit_gives_back_what_was_typed(client, bob):
    client.force_login(bob)
    for _ in range(40):
        response = client.post("/accounts/profile/", {"bio": "Me in two words", "website": "x"})
    assert response.status_code == 429
    assert "readonly>Me in two words</textarea>" in response.text


def test_reason_is_given_once(client, article):
    response = client.post("/articles/one/reactions/", {"value": "x"})
    assert response.text.count("A reaction is one of like, dislike and none.") == 1


def test_crash_has_a_page_too(client, article, settings):
    Stats.objects.all().delete()  # nothing in the magazine does that
    client.raise_request_exception = False
    response = client.get("/articles/one/")
    assert response.status_code == 500
    if not settings.DEBUG:
        assert "Something broke on our side" in response.text
        assert OURS in response.text
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]


def test_form_from_another_site_is_refused(client, article):
    response = client.post("/articles/one/reactions/", {"value": "like"}, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 403
    assert OURS in response.text


@pytest.mark.parametrize(
    "posted",
    [{"body": "x" * 3_000_000}, {f"field{number}": "" for number in range(1500)}],
    ids=["too many bytes", "too many fields"],
)
def test_too_much_at_once_is_refused(client, bob, article, posted):
    client.force_login(bob)
    for content in (
        {},
        {"content_type": "application/x-www-form-urlencoded", "data": "&".join(f"{k}={v}" for k, v in posted.items())},
    ):
        response = client.post("/articles/one/comments/", **({"data": posted} | content))
        assert response.status_code == 413
        assert OURS in response.text


def test_enormous_upload_is_refused_unread(client, db):
    picture = SimpleUploadedFile("picture.jpg", b"x" * 21 * 1024 * 1024)
    response = client.post("/articles/one/reactions/", {"value": "like", "picture": picture})
    assert response.status_code == 413
    assert OURS in response.text


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data; boundary=x", b"garbage"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=\xff", b""),
        ("application/x-www-form-urlencoded; charset=utf-16", b"body=x"),
        ("multipart/form-data; boundary=x; charset=unicode_escape", b"--x--"),
    ],
)
def test_unreadable_form_is_refused(client, bob, article, content_type, body):
    client.force_login(bob)
    response = client.post("/articles/one/comments/", body, content_type=content_type)
    assert response.status_code in (400, 422)
    assert OURS in response.text


def test_length_that_is_no_number_is_refused(client, article):
    assert client.post("/articles/one/reactions/", {"value": "like"}, CONTENT_LENGTH="x").status_code == 400


def test_crash_shows_a_page_without_the_database(client, db, broken_database, settings):
    client.raise_request_exception = False
    response = client.get("/")
    if settings.DEBUG:
        assert response.status_code == 500
        return
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert OURS in response.text
