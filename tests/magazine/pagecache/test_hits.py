"""What is kept, who shares it, and how it is sent."""

import gzip
import threading

import brotli
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext

from magazine.pagecache.page import zstd
from tests.factories import make_comment, make_reaction

from .kept import HIT, MISS, STALE, Site, ask_and_close, ask_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_second_reader_costs_no_query_and_no_view(site, article):
    first = site.get("/articles/chips/")
    with CaptureQueriesContext(connection) as queries:
        second = site.get("/articles/chips/")
    assert (first.cache, second.cache) == (MISS, HIT)
    assert not queries.captured_queries
    assert second.body == first.body
    assert b"<h1" in second.body
    assert second.headers["content-security-policy"] == first.headers["content-security-policy"]
    assert "public" in second.headers["cache-control"]
    assert "x-request-id" not in second.headers


def test_page_names_its_tags(site, article):
    headers = site.get("/articles/chips/").headers
    tags = headers["surrogate-key"].split()
    assert {"site", f"article-{article.pk}"} <= set(tags)
    assert headers["cache-tag"].split(",") == tags
    assert "home" in site.get("/").headers["surrogate-key"].split()
    assert f"category-{article.category_id}" in site.get("/categories/technologies/").headers["surrogate-key"].split()
    assert "feeds" in site.get("/feeds/rss.xml").headers["surrogate-key"].split()


@pytest.mark.parametrize("query", ["utm_source=mail", "fbclid=abc&gclid=1", "x=1&y=2", "", "utm_source=%C3%A9&x"])
def test_unknown_parameters_share_one_page(site, article, query):
    site.get("/articles/chips/")
    answer = site.get(f"/articles/chips/?{query}")
    assert answer.cache == HIT
    assert b"utm_source" not in answer.body


def test_first_reader_with_unknown_parameters_leaves_no_trace(site, article):
    first = site.get("/articles/chips/?utm_source=mail&fbclid=secret")
    assert b"secret" not in first.body
    assert site.get("/articles/chips/").body == first.body


def test_known_parameters_have_their_own_pages(site, article, bob):
    for _ in range(25):
        make_comment(article, bob)
    newest, oldest, second = (
        site.get(f"/articles/chips/{query}").body for query in ("", "?order=oldest", "?page=2&utm_medium=x")
    )
    assert len({newest, oldest, second}) == 3
    assert site.get("/articles/chips/?utm_medium=y&page=2").body == second


def test_what_is_most_read_has_a_page_for_each_period_and_no_other(site, article):
    pages = {query: site.get(f"/most-read/{query}").body for query in ("", "?period=24h", "?period=30d")}
    assert len({*pages.values()}) == 3
    assert site.get("/most-read/?period=x&page=2").body == pages[""]
    assert site.get("/most-read/?utm_source=x&period=24h").body == pages["?period=24h"]


@pytest.mark.parametrize("name", ["br", "zstd", "gzip"])
def test_page_is_sent_compressed(site, article, name):
    decompress = {"br": brotli.decompress, "zstd": zstd.decompress, "gzip": gzip.decompress}[name]
    plain = site.get("/articles/chips/")
    packed = site.get("/articles/chips/", **{"accept-encoding": name})
    assert packed.headers["content-encoding"] == name
    assert decompress(packed.body) == plain.body
    assert int(packed.headers["content-length"]) == len(packed.body) < len(plain.body)
    assert packed.headers["vary"] == "Accept, Cookie, Accept-Encoding"
    assert packed.headers["etag"] == plain.headers["etag"]


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0.5, zstd;q=0.9", "zstd"),
        ("*", "br"),
        ("*;q=0", None),
        ("identity", None),
        ("", None),
        ("gzip;q=nonsense", None),
        ("GZIP", "gzip"),
    ],
)
def test_reader_chooses_the_encoding(site, article, accepted, encoding):
    assert site.get("/articles/chips/", **{"accept-encoding": accepted}).headers.get("content-encoding") == encoding


def test_reader_who_has_the_page_gets_no_bytes(site, article):
    etag = site.get("/articles/chips/").headers["etag"]
    for asked in (etag, f'"other", {etag}', etag.removeprefix("W/"), "*"):
        answer = site.get("/articles/chips/", **{"if-none-match": asked})
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["etag"] == etag
        assert "public" in answer.headers["cache-control"]
    assert site.get("/articles/chips/", **{"if-none-match": '"other"'}).status == 200


def test_feed_reader_may_ask_by_date(site, article):
    first = site.get("/feeds/rss.xml")
    moment = first.headers["last-modified"]
    assert site.get("/feeds/rss.xml", **{"if-modified-since": moment}).status == 304
    other = {"if-modified-since": moment, "if-none-match": '"other"'}
    assert site.get("/feeds/rss.xml", **other).status == 200


def test_conditional_request_fills_the_cache_for_everybody(site, article):
    etag = site.get("/articles/chips/").headers["etag"]
    site.cache.memory.remove_tagged(["site"])
    site.cache.shelf.remove_tagged(["site"])
    assert site.get("/articles/chips/", **{"if-none-match": etag, "accept-encoding": "br"}).status == 304
    answer = site.get("/articles/chips/")
    assert (answer.status, answer.cache) == (200, HIT)
    assert b"<h1" in answer.body


def test_head_is_answered_from_the_page(site, article):
    got, asked = site.get("/articles/chips/"), site.get("/articles/chips/", method="HEAD")
    assert (asked.status, asked.cache, asked.body) == (200, HIT, b"")
    assert asked.headers["content-length"] == got.headers["content-length"]
    assert site.get("/", method="HEAD").body == b""
    assert site.get("/").cache == HIT


def test_colour_scheme_has_its_own_page(site, article):
    light, dark = (site.get("/", cookie=f"theme={theme}") for theme in ("light", "dark"))
    assert b'data-theme="light"' in light.body
    assert b'data-theme="dark"' in dark.body
    assert b"data-theme=" not in site.get("/", cookie="theme=<script>").body.split(b"<body")[0]
    assert site.get("/", cookie="theme=dark").cache == HIT


def test_page_is_made_once_for_many_at_once(tmp_path, article):
    answers, made = ask_at_once(tmp_path / "pages", "/articles/chips/", readers=8)
    assert made == ["/articles/chips/"]
    assert {answer.status for answer in answers} == {200}
    assert len({answer.body for answer in answers}) == 1


def test_many_at_once_ask_for_what_is_not_there(tmp_path, article):
    """What is not for everybody is made for each."""
    answers, made = ask_at_once(tmp_path / "pages", "/articles/none/", readers=3)
    assert {answer.status for answer in answers} == {404}
    assert len(made) == 3


def test_others_get_the_old_page_while_one_makes_the_new(tmp_path, article):
    going = threading.Event()
    going.set()
    magazine, asked = WSGIHandler(), threading.Event()

    def application(environ, start_response):
        asked.set()
        going.wait(5)
        return magazine(environ, start_response)

    site = Site(tmp_path / "pages", application)
    site.get("/articles/chips/")
    make_reaction(article)
    going.clear()
    asked.clear()
    leader = []
    thread = threading.Thread(target=lambda: leader.append(ask_and_close(site)))
    thread.start()
    asked.wait(5)
    follower = site.get("/articles/chips/")
    assert follower.cache == STALE
    assert b'data-counter="likes">0<' in follower.body
    going.set()
    thread.join()
    assert b'data-counter="likes">1<' in leader[0].body
    assert site.get("/articles/chips/").cache == HIT


def test_memory_is_bounded(tmp_path, db):
    body = b"x" * 100_000

    def application(environ, start_response):
        start_response(
            "200 OK", [("Cache-Control", "public"), ("Surrogate-Key", "site"), ("Content-Type", "text/html")]
        )
        return [body]

    site = Site(tmp_path / "pages", application, memory_mb=1)
    for number in range(30):
        site.get(f"/{number}/")
    assert 0 < len(site.cache.memory) < 10
    assert site.cache.memory.size <= 1024 * 1024
    assert site.get("/29/").cache == HIT
