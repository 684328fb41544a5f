"""What programs read is kept like pages, and as soon without what nobody may see any more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from sitesettings.models import SiteSettings
from tests.factories import make_comment, make_tag

from .kept import HIT, MISS

pytestmark = pytest.mark.django_db(transaction=True)

KEPT = [
    *("/feeds/rss.xml", "/feeds/atom.xml", "/feeds/feed.json", "/feeds/comments/rss.xml", "/llms.txt"),
    *("/categories/technologies/feed/", "/tags/chips/feed/atom/", "/authors/alice/feed/json/", "/articles/chips.md"),
    *("/articles/chips/comments/feed/", "/news-sitemap.xml"),
]
MARKDOWN = {"accept": "text/markdown"}


@pytest.fixture
def story(article, alice, bob):
    """In everything that is listed above."""
    article.tags.set([make_tag()])
    article.sign([alice.pk])
    make_comment(article, bob, body="What Bob says of Chips")
    return article


def part(article) -> str:
    return f"/sitemap-articles.xml?p={article.pk // 1000 + 1}"


def all_of(site, article) -> dict[str, bytes]:
    places = [*KEPT, part(article), "/search/feed/?q=chips"]
    return {path: site.get(path).body for path in places} | {"Markdown": site.get("/articles/chips/", **MARKDOWN).body}


def has_it(body: bytes) -> bool:
    """Its address, its lead, its text, or what was said of it; a tag is called Chips, too."""
    return any(words in body for words in (b"/articles/chips", b"What Chips is", b"It began", b"Bob says"))


@pytest.mark.parametrize("path", ["/feeds/", "/robots.txt", *KEPT])
def test_second_program_is_answered_from_memory(site, story, path):
    assert site.get(path).cache == MISS
    again = site.get(path)
    assert (again.status, again.cache) == (200, HIT)
    assert site.get(path, **{"if-none-match": again.headers["etag"]}).status == 304


def test_markdown_and_page_are_kept_apart(site, story):
    page, plain = site.get("/articles/chips/"), site.get("/articles/chips/", **MARKDOWN)
    assert plain.cache == MISS
    assert plain.body.startswith(b"# Chips")
    assert page.body.startswith(b"<!doctype html>")
    again = site.get("/articles/chips/", accept="text/html,*/*;q=0.8")
    assert (again.cache, again.body) == (HIT, page.body)
    again = site.get("/articles/chips/", accept="text/markdown;q=1, */*", cookie="theme=dark")
    assert (again.cache, again.body) == (HIT, plain.body)


def test_pages_of_a_feed_are_kept_apart(site, story):
    assert site.get("/feeds/rss.xml").status == 200
    assert site.get("/feeds/rss.xml?page=2").status == 404
    assert site.get("/feeds/rss.xml?utm_source=x").cache == HIT


@pytest.mark.parametrize("act", ["unpublish", "archive", "delete", "expire"])
def test_what_was_taken_away_is_gone_from_the_next_answer_on(site, other, story, editor, act):
    for reader in (site, other):
        seen = all_of(reader, story)
        assert [path for path, body in seen.items() if not has_it(body)] == []
    address = part(story)
    if act == "expire":
        story.adjust(by=editor, expires_at=timezone.now() + timedelta(milliseconds=1))
        other.listen()
    elif act == "delete":
        story.delete(by=editor)
    else:
        getattr(story, act)(by=editor)
    other.listen()
    for reader in (site, other):
        for path in [*KEPT, address, "/search/feed/?q=chips", "Markdown"]:
            answer = reader.get("/articles/chips/", **MARKDOWN) if path == "Markdown" else reader.get(path)
            assert answer.status == 404 or not has_it(answer.body), path


def test_words_that_change_are_new_everywhere(site, story):
    all_of(site, story)
    story.title = "Wafers (were Chips)"
    story.save()
    later = all_of(site, story)
    untitled = {path for path, body in later.items() if b"Wafers" not in body and "sitemap-articles" not in path}
    assert untitled == set()


def test_hidden_comment_leaves_both_feeds_of_comments(site, other, story, mona):
    comment = story.comments.get()
    for path in ("/feeds/comments/rss.xml", "/articles/chips/comments/feed/"):
        assert b"Bob says" in site.get(path).body
        assert b"Bob says" in other.get(path).body
    comment.hide(by=mona)
    other.listen()
    for path in ("/feeds/comments/rss.xml", "/articles/chips/comments/feed/"):
        assert b"Bob says" not in site.get(path).body
        assert b"Bob says" not in other.get(path).body


def test_rules_for_crawlers_are_new_at_once(site, db):
    assert b"GPTBot" not in site.get("/robots.txt").body
    SiteSettings(refuses_training=True).save()
    assert b"GPTBot" in site.get("/robots.txt").body


def test_news_of_a_draft_that_appears_are_there_at_once(site, story):
    assert b"Wafers" not in site.get("/feeds/rss.xml").body
    Article.objects.create(title="Wafers", slug="wafers", category=story.category).publish()
    assert b"Wafers" in site.get("/feeds/rss.xml").body
    assert b"Wafers" in site.get("/llms.txt").body
