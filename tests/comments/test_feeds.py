"""What readers say, as feeds: below one article, and everywhere."""

import json

import feedparser
import pytest

from articles.models import Article
from tests.factories import make_article, make_comment

SITE = ["/feeds/comments/rss.xml", "/feeds/comments/atom.xml"]
ONE = ["/articles/chips/comments/feed/", "/articles/chips/comments/feed/atom/"]


@pytest.fixture
def chips(db):
    return make_article("Chips", slug="chips")


@pytest.mark.parametrize("address", [*SITE, *ONE])
def test_stranger_reads_what_was_said(client, chips, bob, address):
    comment = make_comment(chips, bob, body="Look at [this](/tags/x/) **now**")
    feed = feedparser.parse(client.get(address).content)
    (entry,) = feed.entries
    assert not feed.bozo
    assert entry.title == "Bob Brandt on Chips"
    assert entry.author == "Bob Brandt"
    assert entry.link == f"http://127.0.0.1:8000/comments/{comment.pk}/"
    assert "<strong>now</strong>" in entry.content[-1].value


@pytest.mark.parametrize("address", ["/feeds/comments/feed.json", "/articles/chips/comments/feed/json/"])
def test_comments_are_json_too(client, chips, bob, address):
    make_comment(chips, bob, body="Said")
    (item,) = json.loads(client.get(address).content)["items"]
    assert item["content_html"].strip() == "<p>Said</p>"
    assert item["authors"][0]["name"] == "Bob Brandt"


def test_discussion_has_only_its_own_and_both_only_what_everybody_sees(client, chips, bob, mona):
    make_comment(chips, bob, body="Mine")
    make_comment(make_article("Other"), bob, body="Elsewhere")
    make_comment(make_article("Gone", status=Article.Status.DRAFT), bob, body="Unseen")
    make_comment(chips, bob, body="Hidden").hide(by=mona)
    assert [word for word in ("Mine", "Elsewhere", "Unseen", "Hidden") if word in client.get(ONE[0]).text] == ["Mine"]
    everywhere = client.get(SITE[0]).text
    assert [word for word in ("Mine", "Elsewhere", "Unseen", "Hidden") if word in everywhere] == ["Mine", "Elsewhere"]


def test_older_comments_are_on_the_next_page(client, chips, alice):
    for number in range(21):
        make_comment(chips, alice, body=f"Remark {number}.")
    first, second = (feedparser.parse(client.get(f"{ONE[0]}{query}").content) for query in ("", "?page=2"))
    assert (len(first.entries), len(second.entries)) == (20, 1)
    assert any(link.rel == "next" and link.href.endswith("?page=2") for link in first.feed.links)


def test_discussion_of_nothing_published_is_not_found(client, db):
    make_article("Chips", slug="chips", status=Article.Status.DRAFT)
    assert client.get(ONE[0]).status_code == 404


@pytest.mark.parametrize("address", [SITE[0], ONE[0]])
def test_queries_do_not_grow(client, chips, frame_is_kept, django_assert_max_num_queries, address):
    for _ in range(6):
        make_comment(chips)
    with django_assert_max_num_queries(2):
        client.get(address)
