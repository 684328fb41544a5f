"""Pages kept in front of everything: what a hit is, what ends it, and what is never kept."""

import gzip
import threading
from datetime import timedelta
from io import BytesIO
from ipaddress import ip_network
from types import SimpleNamespace

import brotli
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import InterfaceError, OperationalError, connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Category, OldSlug
from magazine import pagecache
from magazine.pagecache import PageCache
from magazine.pagecache.page import zstd
from magazine.schedule import events
from purging.log import committed, purge
from purging.models import Purge

from ..factories import make_article, make_comment, make_reaction, make_tag, make_user

HOST = "127.0.0.1:8000"  # of the settings' BASE_URL
pytestmark = pytest.mark.django_db(transaction=True)

HIT, STALE, MISS = (pagecache.STATUS[result] for result in ("hit", "stale", "miss"))


class Site:
    """The magazine behind a page cache, asked as a server asks."""

    def __init__(self, folder, application=None, memory_mb=8):
        self.application = application or WSGIHandler()
        self.cache = PageCache(self.application, schedule=events, folder=folder, memory_mb=memory_mb, disk_mb=8)
        self.listen()

    def get(self, path, *, method="GET", **headers):
        environ = RequestFactory().generic(method, path, headers={"host": HOST} | headers).environ
        return self.ask(environ)

    def ask(self, environ):
        started = []
        parts = self.cache(environ, lambda *start: started.extend(start))
        body = b"".join(parts)
        getattr(parts, "close", lambda: None)()
        headers = {name.lower(): value for name, value in started[1]}
        return SimpleNamespace(
            status=int(started[0][:3]), headers=headers, body=body, cache=headers.get("cache-status", "")
        )

    def listen(self):
        """What the page cache's own threads do."""
        self.cache._hear(self.cache.ledger.read_log())
        self.cache._hear(self.cache.ledger.read_clock())
        if self.cache._is_gone.is_set():
            self.cache._tidy()


@pytest.fixture
def site(tmp_path):
    committed.clear()
    return Site(tmp_path / "pages")


@pytest.fixture
def other(site, tmp_path):
    """Another process on the same machine."""
    return Site(tmp_path / "pages")


@pytest.fixture
def article(alice):
    return make_article("Chips", authors=[alice], tags=[make_tag()])


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


@pytest.mark.parametrize("name", ["br", "zstd", "gzip"])
def test_page_is_sent_compressed(site, article, name):
    decompress = {"br": brotli.decompress, "zstd": zstd.decompress, "gzip": gzip.decompress}[name]
    plain = site.get("/articles/chips/")
    packed = site.get("/articles/chips/", **{"accept-encoding": name})
    assert packed.headers["content-encoding"] == name
    assert decompress(packed.body) == plain.body
    assert int(packed.headers["content-length"]) == len(packed.body) < len(plain.body)
    assert packed.headers["vary"] == "Cookie, Accept-Encoding"
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


# what ends a page


# In the process that makes the change from the next request on, in others when they look into the log


@pytest.fixture(params=["site", "other"])
def reader(request, site):
    return request.getfixturevalue(request.param)


def seen(reader, path="/articles/chips/"):
    if Purge.objects.exists():
        reader.listen()
    return reader.get(path)


def test_edit_ends_a_page(site, reader, article):
    for path in ("/", "/articles/chips/", "/categories/technologies/", "/tags/chips/", "/feeds/atom.xml"):
        assert b"Wafers" not in seen(reader, path).body
    article.title = "Wafers"
    article.save()
    for path in ("/", "/articles/chips/", "/categories/technologies/", "/tags/chips/", "/feeds/atom.xml"):
        answer = seen(reader, path)
        assert b"Wafers" in answer.body


def test_headline_beside_another_article_ends_a_page(site, reader, article):
    other = make_article("Other", tags=[make_tag()])
    assert b"Other" in seen(reader).body
    other.title = "Changed"
    other.save()
    assert b"Changed" in seen(reader).body


def test_publication_and_unpublication_ends_a_page(site, reader, article):
    draft = make_article("Draft", status=Article.Status.DRAFT, published_at=None)
    assert b"Draft" not in seen(reader, "/").body
    draft.publish()
    assert b"Draft" in seen(reader, "/").body
    assert seen(reader, "/articles/draft/").status == 200
    draft.unpublish()
    assert b"Draft" not in seen(reader, "/").body
    assert seen(reader, "/articles/draft/").status == 404


def test_deletion_ends_a_page(site, reader, article):
    assert seen(reader).status == 200
    article.delete()
    assert seen(reader).status == 404


def test_comment_edit_and_moderation_ends_a_page(site, reader, article, bob, mona):
    seen(reader)
    comment = make_comment(article, bob, body="First words")
    assert b"First words" in seen(reader).body
    comment.edit("Second words")
    assert b"Second words" in seen(reader).body
    comment.hide(by=mona)
    assert b"Second words" not in seen(reader).body
    comment.restore(by=mona)
    assert b"Second words" in seen(reader).body


def test_reaction_ends_a_page(site, reader, article):
    assert b'data-counter="likes">0<' in seen(reader).body
    make_reaction(article)
    assert b'data-counter="likes">1<' in seen(reader).body


def test_name_of_a_section_ends_a_page(site, reader, article, client, editor):
    assert b"Hardware" not in seen(reader).body
    client.force_login(editor)
    address = f"/admin/articles/category/{article.category_id}/change/"
    form = {"name": "Hardware", "slug": "technologies", "description": "", "position": 0}
    assert client.post(address, form).status_code == 302
    assert b"Hardware" in seen(reader).body


def test_profile_of_the_author_ends_a_page(site, reader, article, alice, client):
    seen(reader)
    client.force_login(alice)
    client.post("/accounts/profile/", {"display_name": "Alys", "bio": "", "website": ""})
    assert b"Alys" in seen(reader).body


def test_what_is_not_touched_stays(site, article):
    other = make_article("Other", category=Category.objects.create(name="AI", slug="ai"))
    site.get("/articles/other/")
    make_reaction(article)
    assert site.get("/articles/other/").cache == HIT
    make_reaction(other)
    assert site.get("/articles/other/").cache == MISS


def test_rolled_back_change_ends_nothing(site, article):
    site.get("/articles/chips/")
    with pytest.raises(RuntimeError), transaction.atomic():
        make_reaction(article)
        raise RuntimeError
    site.listen()
    assert site.get("/articles/chips/").cache == HIT


def test_scheduled_article_appears_and_expires_on_time(site, other, article, monkeypatch):
    now = timezone.now()
    make_article("Later", published_at=now + timedelta(hours=1), expires_at=now + timedelta(hours=2))
    for reader in (site, other):
        reader.listen()
        assert b"Later" not in reader.get("/").body
    at(monkeypatch, now + timedelta(minutes=59))
    for reader in (site, other):
        reader.listen()
        assert reader.get("/").cache == HIT
    at(monkeypatch, now + timedelta(hours=1, seconds=1))
    for reader in (site, other):
        reader.listen()
        assert b"Later" in reader.get("/").body
        assert reader.get("/articles/later/").status == 200
    at(monkeypatch, now + timedelta(hours=2, seconds=1))
    for reader in (site, other):
        reader.listen()
        assert b"Later" not in reader.get("/").body
        assert reader.get("/articles/later/").status == 404


def at(monkeypatch, moment):
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_next_look_at_the_clock_is_when_something_is_due(site, article):
    soon = timezone.now() + timedelta(milliseconds=100)
    make_article("Soon", published_at=soon)
    site.listen()
    assert site.cache.ledger.next_event == soon


def test_page_is_made_anew_after_a_minute(site, article, monkeypatch):
    site.get("/articles/chips/")
    article.stats.__class__.objects.update(views=77)
    assert site.get("/articles/chips/").cache == HIT
    monkeypatch.setattr(pagecache, "FRESH_SECONDS", 0)
    answer = site.get("/articles/chips/")
    assert answer.cache == MISS
    assert b'data-counter="views">77<' in answer.body


# what is never kept


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
    for path in ("/accounts/login/", "/accounts/signup/", "/admin/", "/healthz"):
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


# many at once


def test_page_is_made_once_for_many_at_once(tmp_path, article):
    made, going = [], threading.Event()
    magazine = WSGIHandler()

    def application(environ, start_response):
        made.append(environ["PATH_INFO"])
        going.wait(5)
        return magazine(environ, start_response)

    site = Site(tmp_path / "pages", application)
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(ask_and_close(site))) for _ in range(8)]
    for thread in threads:
        thread.start()
    while not made:
        pass
    going.set()
    for thread in threads:
        thread.join()
    assert made == ["/articles/chips/"]
    assert {answer.status for answer in answers} == {200}
    assert len({answer.body for answer in answers}) == 1


def test_many_at_once_ask_for_what_is_not_there(tmp_path, article):
    """What is not for everybody is made for each."""
    made, going = [], threading.Event()
    magazine = WSGIHandler()

    def application(environ, start_response):
        made.append(environ["PATH_INFO"])
        going.wait(5)
        return magazine(environ, start_response)

    site = Site(tmp_path / "pages", application)
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(ask_and_close(site, "/articles/none/"))) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    while not made:
        pass
    going.set()
    for thread in threads:
        thread.join()
    assert {answer.status for answer in answers} == {404}
    assert len(made) == 3


def ask_and_close(site, path="/articles/chips/"):
    answer = site.get(path)
    connection.close()
    return answer


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


# the folder


def test_other_process_takes_the_page_from_the_folder(site, other, article):
    first = site.get("/articles/chips/")
    with CaptureQueriesContext(connection) as queries:
        second = other.get("/articles/chips/")
    assert second.cache == HIT
    assert not queries.captured_queries
    assert second.body == first.body
    assert second.headers["etag"] == first.headers["etag"]
    assert second.headers["vary"] == first.headers["vary"]


def test_folder_does_not_bring_back_what_changed(site, other, article):
    site.get("/articles/chips/")
    make_reaction(article)
    other.listen()
    assert b'data-counter="likes">1<' in other.get("/articles/chips/").body


def test_process_started_after_a_change_does_not_show_the_page_from_before(site, article, tmp_path):
    site.get("/articles/chips/")
    make_reaction(article)
    late = Site(tmp_path / "pages")
    assert b'data-counter="likes">1<' in late.get("/articles/chips/").body


def test_taken_away_words_leave_the_folder(site, other, article, bob, mona, tmp_path):
    comment = make_comment(article, bob, body="Secret words")
    site.get("/articles/chips/")
    assert any(b"Secret words" in path.read_bytes() for path in (tmp_path / "pages").iterdir())
    comment.hide(by=mona)
    other.listen()
    assert not any(b"Secret words" in path.read_bytes() for path in (tmp_path / "pages").iterdir())


def test_full_disk_costs_only_the_copy(site, article, tmp_path, caplog):
    (tmp_path / "pages").rmdir()
    (tmp_path / "pages").write_text("no folder")
    assert site.get("/articles/chips/").status == 200
    assert site.get("/articles/chips/").cache == HIT
    assert "could not be kept" in caplog.text


# the log


def test_entries_that_commit_late_are_heard(other, article):
    """Two transactions take their numbers in one order and commit in the other."""
    other.listen()
    last = other.cache.ledger.last
    Purge.objects.create(pk=last + 2, tags="late")
    assert [event.tags for event in other.cache.ledger.read_log()] == [("late",)]
    assert other.cache.ledger.horizon == last
    Purge.objects.create(pk=last + 1, tags="early")
    assert [event.tags for event in other.cache.ledger.read_log()] == [("early",)]
    assert other.cache.ledger.horizon == last + 2
    assert other.cache.ledger.read_log() == []


def test_log_is_tidied_but_for_its_end(site, article, tmp_path):
    old = timezone.now() - timedelta(hours=2)
    Purge.objects.update(created_at=old)
    newest = Purge.objects.order_by("pk").last()
    site.cache._tidy()
    assert list(Purge.objects.all()) == [newest]


def test_own_changes_are_heard_once(site, article):
    make_reaction(article)
    site.get("/articles/chips/")
    site.listen()
    assert site.get("/articles/chips/").cache == HIT


# trouble


def test_old_page_is_shown_while_the_database_is_away(site, other, article, broken_pages):
    site.get("/articles/chips/")
    make_reaction(article)
    other.listen()
    broken_pages()
    assert site.get("/articles/chips/").cache == STALE
    assert other.get("/articles/chips/").cache == STALE
    assert site.get("/").status == 503


def test_what_was_taken_away_is_not_shown_even_then(site, article, broken_pages):
    site.get("/articles/chips/")
    article.unpublish()
    broken_pages()
    assert site.get("/articles/chips/").status == 503


def test_new_page_is_there_when_the_database_is_back(site, article, broken_pages, monkeypatch):
    monkeypatch.setattr(pagecache, "TROUBLE_SECONDS", 0)
    site.get("/articles/chips/")
    make_reaction(article)
    back = broken_pages()
    assert site.get("/articles/chips/").cache == STALE
    back()
    answer = site.get("/articles/chips/")
    assert answer.cache == MISS
    assert b'data-counter="likes">1<' in answer.body


def test_crash_of_one_page_does_not_freeze_the_others(tmp_path, db):
    """Only an outage says that no other page can be made either."""
    answers = {"/one/": "200 OK", "/two/": "200 OK"}

    def application(environ, start_response):
        headers = [("Cache-Control", "public"), ("Surrogate-Key", "site"), ("Content-Type", "text/html")]
        start_response(answers[environ["PATH_INFO"]], headers)
        return [b"page"]

    site = Site(tmp_path / "pages", application)
    for path in answers:
        site.get(path)
    for status, result in (("500 Internal Server Error", MISS), ("503 Service Unavailable", STALE)):
        answers["/one/"] = status
        with transaction.atomic():
            purge("site")
        assert site.get("/one/").cache == STALE
        assert site.get("/two/").cache == result


def test_copy_from_before_anything_is_known_is_not_shown(site, article, broken_pages, tmp_path):
    """A machine that was switched off for a day cannot know what was taken away meanwhile."""
    site.get("/articles/chips/")
    newest = Purge.objects.order_by("pk").last()
    Purge.objects.create(pk=newest.pk + 1, tags="site")
    Purge.objects.exclude(pk=newest.pk + 1).delete()
    late = Site(tmp_path / "pages")
    broken_pages()
    assert late.get("/articles/chips/").status == 503


def test_leap_in_the_log_is_a_change_of_everything(other, article):
    other.get("/articles/chips/")
    last = other.cache.ledger.last
    Purge.objects.create(pk=last + 100_000, tags="nothing")
    other.listen()
    assert other.get("/articles/chips/").cache == MISS


def test_threads_go_on_after_an_error(site, caplog):
    """Whatever it is: a page cache that hears nothing any more would be worse."""
    calls = []

    def task():
        calls.append(1)
        if len(calls) == 1:
            raise InterfaceError("odd")
        if len(calls) == 2:
            raise KeyError("odder")
        threading.Event().wait()

    threading.Thread(target=site.cache._for_ever, args=[task], daemon=True).start()
    while len(calls) < 3:
        pass
    assert "goes on after an error" in caplog.text


def test_removed_words_stay_away_while_their_file_is_still_there(site, article, bob, mona, broken_pages, tmp_path):
    comment = make_comment(article, bob, body="Secret words")
    site.get("/articles/chips/")
    comment.hide(by=mona)
    broken_pages()
    assert b"Secret words" not in site.get("/articles/chips/").body
    assert any(b"Secret words" in path.read_bytes() for path in (tmp_path / "pages").iterdir())
    site.cache._tidy()
    assert not any(b"Secret words" in path.read_bytes() for path in (tmp_path / "pages").iterdir())


def test_new_article_at_an_old_address_is_shown(site, client, editor, article):
    article.slug = "silicon"
    article.save()
    OldSlug.objects.create(slug="chips", article=article)
    assert site.get("/articles/chips/").status == 301
    make_article("Chips", slug="chips")
    assert site.get("/articles/chips/").status == 200


def test_page_of_somebody_deleted_is_gone(site, client, mallory):
    admin = make_user("admin", is_staff=True, is_superuser=True)
    assert site.get("/authors/mallory/").status == 200
    client.force_login(admin)
    client.post(f"/admin/accounts/user/{mallory.pk}/delete/", {"post": "yes"})
    assert site.get("/authors/mallory/").status == 404


@pytest.fixture
def broken_pages():
    """Every query of a page fails, until the given function is called."""
    stack = []

    def fail(execute, sql, params, many, context):
        raise OperationalError("gone")

    def begin():
        wrapper = connection.execute_wrapper(fail)
        wrapper.__enter__()
        stack.append(wrapper)
        return end

    def end():
        while stack:
            stack.pop().__exit__(None, None, None)

    yield begin
    end()
