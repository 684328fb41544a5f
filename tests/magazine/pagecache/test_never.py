"""What is never kept, and who never gets what is."""

from io import BytesIO
from ipaddress import ip_network

import pytest
from django.contrib.redirects.models import Redirect

from tests.factories import make_comment

from .kept import HIT, MISS, Site

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("cookie", ["sessionid=x", "visitor=x", "csrftoken=x", "messages=x", "theme=dark; anything=x"])
def test_reader_with_a_cookie_neither_fills_nor_uses_it(site, article, cookie):
    assert site.get("/articles/chips/", cookie=cookie).cache == ""
    assert len(site.cache.memory) == 0
    site.get("/articles/chips/")
    assert site.get("/articles/chips/", cookie=cookie).cache == ""


@pytest.mark.parametrize("header", ["authorization", "hx-request"])
def test_unusual_request_neither_fills_nor_uses_it(site, article, header):
    assert site.get("/articles/chips/", **{header: "true"}).cache == ""
    assert len(site.cache.memory) == 0


def test_nobody_sees_what_was_made_for_somebody(site, article, client, bob):
    """Bob reads every page signed in, reacts and gets a message; then a stranger looks everywhere."""
    make_comment(article, bob, body="By Bob")
    client.force_login(bob)
    paths = [
        "/",
        "/articles/chips/",
        "/categories/technologies/",
        "/authors/bob/",
        "/search/?q=chips",
        "/how-we-count/",
    ]
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    for path in paths:
        assert b"Bob Brandt" in site.get(path, cookie=cookies).body
    for path in paths:
        answer = site.get(path)
        page = answer.body.decode()
        assert "csrf" not in page
        assert "account-menu" not in page
        assert "Sign in" in page
        assert "set-cookie" not in answer.headers


def test_personal_pages_and_forms_pass_by(site, article):
    for path in ("/accounts/login/", "/accounts/signup/", "/admin/", "/healthz", "/corrections/chips/?exact=a+chip"):
        assert site.get(path).cache == ""
    assert len(site.cache.memory) == 0


def test_search_and_what_is_not_there_are_not_kept(site, article):
    for path in ("/search/?q=chips", "/articles/none/", "/nowhere/", "/nowhere", "/articles/chips/?reply=1"):
        for accepted in ("", "br"):
            assert site.get(path, **{"accept-encoding": accepted}).cache in ("", MISS)
    assert len(site.cache.memory) == 0


def test_answer_with_a_cookie_is_not_kept(tmp_path):
    headers = [("Content-Type", "text/html"), ("Cache-Control", "public"), ("Surrogate-Key", "site")]

    def application(extra):
        def answer(environ, start_response):
            start_response("200 OK", [*headers, *extra])
            return BytesIO(b"page")

        return answer

    for extra, kept in (([], 1), ([("Set-Cookie", "a=b")], 0), ([("Vary", "Accept-Language")], 0)):
        site = Site(tmp_path / str(len(extra)) / str(kept) / str(extra), application(extra))
        assert site.get("/").body == b"page"
        assert len(site.cache.memory) == kept


def test_every_name_has_its_own_pages(site, article, settings):
    settings.ALLOWED_HOSTS = ["one.example", "two.example", ".three.example"]
    for cached in (MISS, HIT):
        assert site.get("/", host="one.example:8000").cache == cached
        assert site.get("/", host="two.example:8000").cache == cached
    for odd in ("ONE.example:8000", "one.example", "one.example.:8000", "one.example:99", "www.three.example"):
        assert site.get("/", host=odd).cache == ""
    assert site.get("/", host="evil.example").status == 400
    assert len(site.cache.memory) == 2


def test_insecure_request_is_sent_to_https(settings, tmp_path, article):
    settings.HTTPS = settings.SECURE_SSL_REDIRECT = True
    site = Site(tmp_path / "pages")
    for headers in ({}, {"x-forwarded-proto": "https"}):
        answer = site.get("/", **headers)
        assert (answer.status, answer.cache) == (301, "")
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    for cached in (MISS, HIT):
        answer = site.get("/", **{"x-forwarded-proto": "https"})
        assert (answer.status, answer.cache) == (200, cached)
    assert site.get("/").status == 301


@pytest.mark.parametrize("path", ["/?page=2", "/?order=oldest&q=x", "/feeds/rss.xml?page=3&reply=1"])
def test_parameter_without_a_meaning_there_makes_no_page_of_its_own(site, article, path):
    if "reply" not in path:
        site.get(path.partition("?")[0])
        assert site.get(path).cache == HIT
    else:
        assert site.get(path).cache == ""


@pytest.mark.parametrize("query", ["page=%00", "order=%ff", "page=" + "1" * 600, "page=0", "page=999999", "a" * 2000])
def test_odd_query_is_refused_by_the_magazine_and_not_kept(site, article, query):
    assert site.get(f"/articles/chips/?{query}").status in (200, 400, 404)
    assert site.get(f"/articles/chips/?{query}").status in (200, 400, 404)


def test_redirects_see_the_whole_query(site, settings):
    old = {"/old.php": "/pages/about/", "/old.php?id=5": "/pages/contact/", "/gone.php?id=5": "/pages/contact/"}
    for path, target in old.items():
        Redirect.objects.create(site_id=settings.SITE_ID, old_path=path, new_path=target)
    for path, target in [*old.items(), ("/old.php?from=mail", "/pages/about/?from=mail")]:
        for _ in range(2):
            assert site.get(path).headers["location"] == target
    assert site.get("/gone.php?id=6").status == 404
    assert site.get("/old.php").cache == HIT
