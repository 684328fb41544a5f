import json
from datetime import timedelta

import feedparser
import pytest
from django.utils import timezone
from lxml import html

from articles.models import Article
from tests.factories import make_article, make_category, make_image, make_tag

THIS_MONTH = f"{timezone.now() - timedelta(hours=1):%Y/%m}"
SITE_FEEDS = ["/feeds/rss.xml", "/feeds/atom.xml"]


@pytest.fixture
def story(alice):
    return make_article(
        "Chips & <b>salt</b>",
        authors=[alice],
        tags=[make_tag("Chips")],
        cover=make_image(),
        body='<p>Read <a href="/articles/other/">the other</a>. Привет 🎉</p>',
    )


@pytest.mark.parametrize("address", SITE_FEEDS)
def test_stranger_reads_the_full_text(client, story, address):
    response = client.get(address)
    feed = feedparser.parse(response.content)
    (entry,) = feed.entries
    assert not feed.bozo
    assert entry.title == "Chips & <b>salt</b>" or entry.title == "Chips &amp; &lt;b&gt;salt&lt;/b&gt;"
    assert entry.content[-1].value.startswith('<p>Read <a href="http://127.0.0.1:8000/articles/other/">')
    assert "Привет 🎉" in entry.content[-1].value
    assert entry.author == "Alice Ashby"
    assert [tag.term for tag in entry.tags] == ["Technologies", "Chips"]
    assert entry.enclosures[0].type == "image/jpeg"


def test_json_feed_follows_its_specification(client, story):
    response = client.get("/feeds/feed.json")
    feed = json.loads(response.content)
    assert response["Content-Type"].startswith("application/feed+json")
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "http://127.0.0.1:8000/feeds/feed.json"
    assert feed["items"][0]["authors"] == [{"name": "Alice Ashby", "url": "http://127.0.0.1:8000/authors/alice/"}]
    assert feed["items"][0]["content_html"].startswith("<p>Read")


@pytest.mark.parametrize("suffix", ["", "atom/", "json/"])
@pytest.mark.parametrize("place", ["categories/technologies", "tags/chips", "authors/alice", f"archive/{THIS_MONTH}"])
def test_listings_have_feeds_of_their_own(client, story, place, suffix):
    make_article("Elsewhere", category=make_category("Science"), published_at=timezone.now() - timedelta(days=40))
    content = client.get(f"/{place}/feed/{suffix}").content.decode()
    assert "salt" in content
    assert "Elsewhere" not in content


@pytest.mark.parametrize("place", ["categories/none", "tags/none", "authors/none"])
def test_feed_of_nothing_known_is_not_found(client, db, place):
    assert client.get(f"/{place}/feed/").status_code == 404


@pytest.mark.parametrize("address", [*SITE_FEEDS, "/feeds/feed.json", "/categories/technologies/feed/"])
def test_unpublished_articles_are_in_no_feed(client, db, address):
    now = timezone.now()
    make_article("Seen")
    make_article("Hidden draft", status=Article.Status.DRAFT)
    make_article("Hidden review", status=Article.Status.IN_REVIEW)
    make_article("Hidden tomorrow", published_at=now + timedelta(days=1))
    make_article("Hidden yesterday", published_at=now - timedelta(days=2), expires_at=now - timedelta(days=1))
    content = client.get(address).content.decode()
    assert "Seen" in content
    assert "Hidden" not in content


def test_identity_survives_a_new_slug(client, story):
    before = feedparser.parse(client.get("/feeds/rss.xml").content).entries[0].id
    story.slug = "chips-again"
    story.save()
    assert feedparser.parse(client.get("/feeds/rss.xml").content).entries[0].id == before


def test_unchanged_feed_is_answered_without_a_body(client, story):
    first = client.get("/feeds/rss.xml")
    assert client.get("/feeds/rss.xml", headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get("/feeds/rss.xml", headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304


def test_feed_is_new_when_a_scheduled_article_appears(client, story):
    later = make_article("Scheduled", published_at=timezone.now() + timedelta(seconds=2))
    long_ago = timezone.now() - timedelta(days=7)
    Article.objects.update(modified_at=long_ago, text_changed_at=long_ago)
    Article.objects.filter(pk=story.pk).update(published_at=timezone.now() - timedelta(days=7))
    first = client.get("/feeds/rss.xml")
    Article.objects.filter(pk=later.pk).update(published_at=timezone.now())
    again = client.get("/feeds/rss.xml", headers={"If-Modified-Since": first["Last-Modified"]})
    assert again.status_code == 200
    assert "Scheduled" in again.text


@pytest.mark.parametrize("address", [*SITE_FEEDS, "/feeds/feed.json", "/news-sitemap.xml", "/authors/alice/feed/"])
def test_characters_that_feeds_cannot_hold_are_left_out(client, alice, address):
    """Word's soft line break is one of them."""
    alice.bio = "Writes\x0b"
    alice.save()
    article = make_article(authors=[alice], tags=[make_tag("Chi\x08ps", slug="chips")])
    article.title, article.lead = "Head\x08line", "Soft\x0bbreak"
    article.save()
    response = client.get(address)
    assert response.status_code == 200
    assert not set(response.text) & {"\x08", "\x0b"}
    assert "Headline" in response.text


def test_feed_queries_do_not_grow(client, alice, frame_is_kept, django_assert_max_num_queries):
    for _ in range(12):
        make_article(authors=[alice], tags=[make_tag()], cover=make_image())
    with django_assert_max_num_queries(7):
        client.get("/feeds/atom.xml")


def test_pages_of_a_feed_lead_to_one_another(client, db):
    for number in range(45):
        make_article(f"Piece {number}", published_at=timezone.now() - timedelta(hours=number + 1))
    seen, address = [], "http://127.0.0.1:8000/feeds/atom.xml"
    while address:
        feed = feedparser.parse(client.get(address.removeprefix("http://127.0.0.1:8000")).content)
        links = {link.rel: link.href for link in feed.feed.links}
        assert not feed.bozo
        assert links["self"] == address
        assert ("previous" in links) == bool(seen)
        seen, address = seen + [entry.title for entry in feed.entries], links.get("next")
    assert seen == [f"Piece {number}" for number in range(45)]
    assert json.loads(client.get("/feeds/feed.json").content)["next_url"].endswith("/feeds/feed.json?page=2")
    assert client.get("/feeds/rss.xml?page=4").status_code == 404


@pytest.mark.parametrize("address", SITE_FEEDS)
def test_cover_says_what_it_shows_and_how_large_it_is(client, story, address):
    (entry,) = feedparser.parse(client.get(address).content).entries
    assert entry.media_content[0]["url"] == entry.enclosures[0].href
    assert int(entry.enclosures[0].length) == story.cover.file.size
    assert entry.media_credit[0]["content"] == "Photo: Alice / CC BY 4.0"


@pytest.mark.parametrize("address", [*SITE_FEEDS, "/feeds/feed.json"])
def test_no_words_of_an_article_become_a_script(client, db, address):
    make_article(lead="<script>alert(1)</script>", body="<p>a</p><script>alert(2)</script><p onclick='x()'>b</p>")
    text = client.get(address).text
    assert "alert(2)" not in text
    assert "onclick" not in text
    entry = feedparser.parse(text).entries
    assert not entry or "<script" not in feedparser.parse(text, sanitize_html=False).entries[0].summary


@pytest.mark.parametrize("address", [*SITE_FEEDS, "/feeds/feed.json"])
def test_hub_is_named_where_there_is_one(client, story, settings, address):
    assert "hub" not in client.get(address)["Link"]
    settings.WEBSUB_HUB = "https://hub.example/"
    response = client.get(address)
    assert response["Link"] == f'<https://hub.example/>; rel="hub", <http://127.0.0.1:8000{address}>; rel="self"'
    assert "https://hub.example/" in response.text


def test_reader_who_knows_the_date_hears_of_what_was_taken_away(client, story):
    """Nothing that is left tells of it."""
    other, long_ago = make_article("Other"), timezone.now() - timedelta(days=1)
    Article.objects.update(modified_at=long_ago, text_changed_at=long_ago, published_at=long_ago)
    since = {"If-Modified-Since": client.get("/feeds/rss.xml")["Last-Modified"]}
    assert client.get("/feeds/rss.xml", headers=since).status_code == 304
    other.delete()
    again = client.get("/feeds/rss.xml", headers=since)
    assert again.status_code == 200
    assert "Other" not in again.text


@pytest.mark.parametrize("address", [*SITE_FEEDS, "/feeds/feed.json", "/feeds/comments/atom.xml"])
def test_empty_feed_stays_the_same(client, db, address):
    first = client.get(address)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_unsigned_article_is_the_magazine_s(client, db):
    make_article()
    assert feedparser.parse(client.get("/feeds/atom.xml").content).entries[0].author == "TechyMag"


@pytest.mark.parametrize(
    ("place", "address"),
    [
        ("/", "/feeds/rss.xml"),
        ("/", "/feeds/atom.xml"),
        ("/", "/feeds/feed.json"),
        ("/categories/technologies/", "/categories/technologies/feed/"),
        ("/tags/chips/", "/tags/chips/feed/"),
        ("/authors/alice/", "/authors/alice/feed/"),
        (f"/archive/{THIS_MONTH}/", f"/archive/{THIS_MONTH}/feed/"),
        ("/search/?q=salt", "/search/feed/?q=salt"),
        ("/articles/chips-bsaltb/", "/articles/chips-bsaltb/comments/feed/"),
    ],
)
def test_pages_say_where_their_feed_is(client, story, place, address):
    page = html.fromstring(client.get(place).text)
    assert address in page.xpath('//link[@rel="alternate"]/@href')
    assert client.get(address).status_code == 200


def test_page_of_feeds_leads_to_feeds(client, story):
    page = html.fromstring(client.get("/feeds/").text)
    addresses = page.xpath("//main//td/a/@href")
    assert len(addresses) == 9
    assert all(client.get(address).status_code == 200 for address in addresses)
    assert "/feeds/" in html.fromstring(client.get("/").text).xpath("//footer//a/@href")


def test_feeds_cannot_be_posted_to(client, db):
    assert client.post("/feeds/rss.xml").status_code == 405
