import json

import feedparser
import pytest

from articles.models import Article
from tests.factories import make_article, make_category


@pytest.mark.parametrize("kind", ["", "atom/"])
def test_search_is_a_feed_of_what_is_new_about_its_words(client, db, kind):
    make_article("Wafers & salt")
    make_article("Elsewhere")
    make_article("Wafers in secret", status=Article.Status.DRAFT)
    feed = feedparser.parse(client.get(f"/search/feed/{kind}", {"q": "wafers"}).content)
    assert not feed.bozo
    assert len(feed.entries) == 1
    assert feed.feed.title == "“wafers” – TechyMag"
    assert feed.feed.link == "http://127.0.0.1:8000/search/?q=wafers"


def test_feed_of_a_narrowed_search_says_so(client, db):
    make_article("Wafers", category=make_category("AI"))
    make_article("More wafers", category=make_category("Science"))
    feed = feedparser.parse(client.get("/search/feed/atom/", {"q": "wafers", "category": "ai"}).content)
    assert [entry.title for entry in feed.entries] == ["Wafers"]
    addresses = {link.rel: link.href for link in feed.feed.links}
    assert addresses["self"] == "http://127.0.0.1:8000/search/feed/atom/?q=wafers&category=ai"
    assert addresses["alternate"] == "http://127.0.0.1:8000/search/?q=wafers&category=ai"
    assert feed.feed.id == addresses["self"]


def test_search_is_json_too(client, db):
    make_article("Chips")
    feed = json.loads(client.get("/search/feed/json/", {"q": "chips & <b>"}).content)
    assert feed["feed_url"].endswith("/search/feed/json/?q=chips+%26+%3Cb%3E")


@pytest.mark.parametrize("words", ["", "  ", '"', "AND OR", "\0", "x" * 9000, "é🙂\x0b", "nothing"])
def test_odd_words_find_nothing_and_break_nothing(client, db, words):
    response = client.get("/search/feed/", {"q": words})
    assert response.status_code in (200, 400)
    if response.status_code == 200:
        assert not feedparser.parse(response.content).bozo
