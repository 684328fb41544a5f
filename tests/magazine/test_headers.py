"""Who may keep a page, and what browsers are told about every one of them."""

import pytest
from django.conf import settings
from django.test import Client

from tests.factories import make_article, make_comment, make_tag

CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
FRAMES = (
    "; frame-src https://codepen.io https://fosstodon.org https://hachyderm.io https://infosec.exchange "
    "https://mastodon.online https://mastodon.social https://mstdn.social https://platform.twitter.com "
    "https://player.vimeo.com https://www.youtube-nocookie.com"
)
WITH_BODIES = {"/articles/one/", "/how-we-count/"}
EVERYBODYS = [
    *("/", "/articles/one/", "/categories/technologies/", "/tags/chips/", "/authors/alice/", "/search/?q=one"),
    *("/search/", "/how-we-count/", "/feeds/", "/feeds/rss.xml", "/feeds/comments/atom.xml", "/articles/one.md"),
    *("/llms.txt", "/sitemap.xml", "/robots.txt", "/articles/none/", "/nowhere/"),
]
PERSONAL = ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]
OTHERS = ["/static/css/site.css", "/static/none.css", "/healthz", "/theme/", "/nowhere", "/%00/"]


@pytest.fixture
def article(alice):
    article = make_article("One", authors=[alice], tags=[make_tag()])
    make_comment(article, alice)
    return article


@pytest.mark.parametrize("path", [*EVERYBODYS, *PERSONAL, *OTHERS])
def test_every_answer_has_the_security_headers(client, article, path):
    response = client.get(path)
    assert response.getvalue()  # to the end, so that files are closed
    headers = response.headers
    assert headers["Content-Security-Policy"] == (CSP + FRAMES if path in WITH_BODIES else CSP)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Access-Control-Allow-Origin" not in headers


def test_secure_site_sends_readers_to_https_and_keeps_them_there(client, article, settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31536000
    redirect = Client().get("/articles/one/")
    assert redirect.status_code == 301
    assert redirect.url == "https://testserver/articles/one/"
    assert redirect.headers["Content-Security-Policy"] == CSP
    assert "max-age=31536000" in Client().get("/articles/one/", secure=True).headers["Strict-Transport-Security"]
    assert Client().get("/healthz").status_code == 200


@pytest.mark.parametrize("path", EVERYBODYS)
def test_page_for_strangers_may_be_kept_by_any_cache(client, article, path):
    response = client.get(path)
    cached = set(response.headers["Cache-Control"].split(", "))
    assert {"public", "max-age=0", "s-maxage=30"} <= cached
    others = {"/articles/one/": {"Accept"}, "/search/": {"HX-Request"}}  # as Markdown, and in part while one types
    varies = others.get(path.partition("?")[0], set())
    assert set(response.headers["Vary"].split(", ")) - {"Accept-Encoding", "Cookie"} == varies
    assert not response.cookies
    assert "csrf" not in response.text


@pytest.mark.parametrize("path", EVERYBODYS[:-2])
def test_unchanged_page_is_not_sent_again(client, article, path):
    for encoding in ("", "gzip"):
        first = client.get(path, headers={"accept-encoding": encoding})
        headers = {"if-none-match": first.headers["ETag"], "accept-encoding": encoding}
        again = client.get(path, headers=headers)
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
        assert again.headers["ETag"].removeprefix("W/") == first.headers["ETag"].removeprefix("W/")


@pytest.mark.parametrize("path", EVERYBODYS)
def test_head_answers_like_get(client, article, path):
    got, asked = client.get(path), client.head(path)
    assert asked.status_code == got.status_code
    assert asked.content == b""
    for name in ("Cache-Control", "Content-Type", "Vary", "Content-Security-Policy"):
        assert asked.headers[name] == got.headers[name]


def test_chosen_theme_keeps_a_page_shareable(client, article):
    client.cookies["theme"] = "dark"
    assert "public" in client.get("/").headers["Cache-Control"]


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "visitor", "messages", "tracking"])
def test_unknown_cookie_keeps_a_page_private(client, article, cookie):
    client.cookies[cookie] = "gårbage" * 20
    response = client.get("/articles/one/")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("path", EVERYBODYS)
def test_page_for_somebody_is_kept_by_nobody_else(client, article, bob, path):
    client.force_login(bob)
    assert "public" not in client.get(path).headers["Cache-Control"]


@pytest.mark.parametrize("path", PERSONAL)
def test_page_with_a_token_is_kept_by_nobody(client, db, path):
    response = client.get(path)
    assert settings.CSRF_COOKIE_NAME in response.cookies
    assert "public" not in response.headers["Cache-Control"]


def test_page_with_a_message_is_kept_by_nobody(client, article):
    client.post("/articles/one/reactions/", {"value": "like"})
    response = client.get("/articles/one/")
    assert "Thanks, your opinion accepted." in response.text
    assert response.headers["Cache-Control"] == "private, no-cache"


def test_preview_is_not_even_stored(client, editor):
    client.force_login(editor)
    make_article("Draft", status="draft")
    assert "no-store" in client.get("/articles/draft/").headers["Cache-Control"]
