"""The folder of pages, and what readers see when something is away."""

import threading

import pytest
from django.db import InterfaceError, connection, transaction
from django.test.utils import CaptureQueriesContext

from magazine import pagecache
from purging.log import purge
from purging.models import Purge
from tests.factories import make_comment, make_reaction

from .kept import HIT, MISS, STALE, Site

pytestmark = pytest.mark.django_db(transaction=True)


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


@pytest.mark.parametrize("path", ["/articles/chips/history/", "/articles/chips/", "/feeds/atom.xml"])
def test_words_withheld_from_the_history_are_not_shown_even_then(site, article, editor, broken_pages, path):
    article.save_draft(article.content | {"body": "<p>Better.</p>"}, by=editor)
    article.tell_with_changes("Secret words", by=editor)
    article.publish_changes(by=editor)
    assert b"Secret words" in site.get(path).body
    article.editions.newest_first()[0].tell("", "", by=editor)
    broken_pages()
    assert site.get(path).status == 503


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

    threading.Thread(target=site.cache._for_ever, args=["test", task], daemon=True).start()
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
