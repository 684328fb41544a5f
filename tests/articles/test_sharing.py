"""Plain links to share an article by."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.factories import make_article

TITLE = 'Chips & "crisps": 100% <b>new</b> #1'
PLACES = {
    "Mastodon": "share.joinmastodon.org",
    "Bluesky": "bsky.app",
    "X": "x.com",
    "LinkedIn": "www.linkedin.com",
    "Reddit": "www.reddit.com",
    "Hacker News": "news.ycombinator.com",
    "E-mail": "",
}


@pytest.fixture
def links(client, db):
    page = client.get(make_article(TITLE, slug="chips").get_absolute_url()).text
    row = re.search(r'<ul class="sharing__links">(.*?)</ul>', page, re.DOTALL)[1]
    found = re.findall(r'<a href="([^"]+)" rel="nofollow noopener">([^<]+)</a>', row)
    return {name: unescape(address) for address, name in found}


@pytest.mark.parametrize("place", PLACES)
def test_link_takes_the_headline_and_the_address_along(links, place):
    parts = urlsplit(links[place])
    assert parts.netloc == PLACES[place]
    given = parse_qs(parts.query or parts.fragment)
    words = " ".join(value for values in given.values() for value in values)
    assert "http://127.0.0.1:8000/articles/chips/" in words
    assert place == "LinkedIn" or TITLE in words
    assert "+" not in links[place]  # which a mail program would show


def test_article_that_appeared_elsewhere_is_shared_from_there(client, db):
    article = make_article(canonical_url="https://first.example/chips")
    assert "url=https%3A%2F%2Ffirst.example%2Fchips" in client.get(article.get_absolute_url()).text


def test_buttons_wait_for_a_script(client, db):
    page = client.get(make_article().get_absolute_url()).text
    assert len(re.findall(r"data-(?:copy|send) hidden", page)) == 4
