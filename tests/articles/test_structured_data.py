import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.storage import default_storage

from articles.models import Article
from comments.structured_data import MOST
from sitesettings.models import SiteSettings
from tests.factories import make_article, make_category, make_comment, make_image, make_tag, make_upload

HOSTILE = "</script><script>alert(1)</script>"
# Required and recommended in https://developers.google.com/search/docs/appearance/structured-data/, by page and kind.
# Of Person, `interactionStatistic` and `agentInteractionStatistic` are left out: nobody is followed or counted here.
GOOGLE = {
    ("/articles/chips/", "NewsArticle"): [
        *("headline", "image", "datePublished", "dateModified", "author", "author.0.name", "author.0.url"),
        *("publisher.name", "publisher.logo.url", "comment.0.text", "comment.0.author.name", "comment.0.author.url"),
        *("comment.0.datePublished", "interactionStatistic.0.interactionType", "commentCount"),
        "interactionStatistic.0.userInteractionCount",
    ],
    ("/articles/chips/", "BreadcrumbList"): [
        f"itemListElement.{place}.{name}" for place in (0, 1, 2) for name in ("position", "name", "item")
    ],
    ("/categories/technologies/", "BreadcrumbList"): ["itemListElement.1.item"],
    ("/", "WebSite"): ["name", "url", "potentialAction.target.urlTemplate", "potentialAction.query-input"],
    ("/authors/alice/", "ProfilePage"): [
        *("mainEntity.name", "dateCreated", "dateModified", "mainEntity.alternateName", "mainEntity.identifier"),
        *("mainEntity.description", "mainEntity.image", "mainEntity.sameAs"),
    ],
    **{
        (path, "CollectionPage"): ["name", "url", "mainEntity.itemListElement.0.url"]
        for path in ("/archive/2024/02/", "/categories/technologies/", "/tags/silicon/")
    },
}
PAGES = ["/", "/pages/about/", "/archive/2024/02/", "/articles/chips/", "/authors/alice/", "/categories/technologies/"]
PAGES += ["/how-we-count/", "/search/?q=chips", "/tags/silicon/", "/accounts/login/"]
CARD = ["og:type", "og:site_name", "og:title", "og:description", "og:url", "og:image", "og:image:alt"]
CARD += ["twitter:card", "twitter:image:alt", "twitter:title", "twitter:description", "twitter:image"]


@pytest.fixture
def chips(alice, bob):
    """An article, with all that pages may say."""
    alice.bio, alice.website = "Writes.", "https://alice.example/"
    alice.avatar = make_upload()
    alice.save()
    cover = make_image(file=make_upload(size=(1600, 1000)), focal_x=10, focal_y=90)
    cover.make_renditions()
    article = make_article(
        "Chips",
        authors=[alice],
        tags=[make_tag("Silicon")],
        cover=cover,
        source_url="https://example.org/story",
        published_at=datetime(2024, 2, 20, 12, tzinfo=UTC),
    )
    make_comment(article, bob, body="**Well** said.")
    return article


def blocks(client, where) -> dict[str, dict]:
    page = client.get(where if isinstance(where, str) else where.get_absolute_url()).text
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return {data["@type"]: data for data in map(json.loads, found)}


def at(data, path):
    for name in path.split("."):
        data = data[int(name) if name.isdigit() else name]
    return data


@pytest.mark.parametrize(("path", "kind"), GOOGLE)
def test_page_has_what_google_asks_of_it(client, chips, path, kind):
    data = blocks(client, path)[kind]
    assert data["@context"] == "https://schema.org"
    assert [name for name in GOOGLE[path, kind] if at(data, name) in ("", None, [])] == []


@pytest.mark.parametrize("path", PAGES)
def test_shared_link_has_a_whole_card(client, chips, path):
    text = client.get(path, follow=True).text
    said = dict(re.findall(r'<meta (?:property|name)="([\w:]+)" content="([^"]*)"', text))
    assert [name for name in CARD if not said.get(name)] == []
    assert len(re.findall('property="og:title"', text)) == 1


def test_card_of_a_listing_names_it_and_not_the_magazine(client, chips):
    page = client.get("/tags/silicon/").text
    assert '<meta property="og:title" content="Silicon">' in page
    assert '<meta property="og:description" content="Articles about Silicon on TechyMag.">' in page
    assert '<meta property="og:type" content="profile">' in client.get("/authors/alice/").text


def test_article_tells_search_engines_what_it_is(client, alice):
    article = make_article(
        "Chips",
        authors=[alice],
        tags=[make_tag("Silicon")],
        cover=make_image(),
        source_url="https://example.org/story",
        stats={"likes": 3, "dislikes": 1, "views": 70, "comments": 2},
    )
    data = blocks(client, article)["NewsArticle"]
    assert data["headline"] == "Chips"
    assert data["author"] == [{"@type": "Person", "name": "Alice Ashby", "url": "http://127.0.0.1:8000/authors/alice/"}]
    assert data["image"][0].startswith("http://127.0.0.1:8000/media/pictures/")
    assert data["isBasedOn"] == "https://example.org/story"
    assert data["keywords"] == ["Silicon"]
    assert data["wordCount"] == 5
    assert data["datePublished"] == article.published_at.isoformat()
    assert data["dateModified"] == article.text_changed_at.isoformat()
    assert [counter["userInteractionCount"] for counter in data["interactionStatistic"]] == [3, 1, 70, 2]


def test_cover_comes_in_three_shapes_around_its_focal_point(client, chips):
    names = [
        address.removeprefix("http://127.0.0.1:8000/media/")
        for address in blocks(client, chips)["NewsArticle"]["image"]
    ]
    assert [name.rpartition("/")[2].partition("-")[2] for name in names] == [
        f"{shape}-10-90.jpg" for shape in ("wide", "standard", "square")
    ]
    assert all(default_storage.exists(name) for name in names)


def test_article_without_a_cover_is_shown_by_its_share_card(client, db):
    (image,) = blocks(client, make_article())["NewsArticle"]["image"]
    assert "/share/" in image


def test_unsigned_article_is_by_the_magazine(client, db):
    assert blocks(client, make_article())["NewsArticle"]["author"][0]["name"] == "TechyMag"


def test_comments_are_told_as_text_and_only_what_everybody_reads(client, chips, mona, mallory):
    hidden = make_comment(chips, mallory, body="Buy pills")
    hidden.hide(by=mona, code="spam")
    (comment,) = blocks(client, chips)["NewsArticle"]["comment"]
    assert comment["text"] == "Well said."
    client.force_login(mona)  # who sees the hidden one on the page
    assert [told["text"] for told in blocks(client, chips)["NewsArticle"]["comment"]] == ["Well said."]


def test_long_discussion_is_told_in_part(client, chips):
    for _ in range(MOST):
        make_comment(chips)
    assert len(blocks(client, chips)["NewsArticle"]["comment"]) == MOST


def test_magazine_with_profiles_elsewhere_names_them(client, db):
    SiteSettings(social_links=["https://mastodon.social/@techy"]).save()
    assert blocks(client, "/")["WebSite"]["publisher"]["sameAs"] == ["https://mastodon.social/@techy"]


def test_reader_who_wrote_nothing_is_no_other_account_of_anybody(client, bob):
    bob.website = "https://shop.example/"
    bob.save()
    profile = blocks(client, "/authors/bob/")["ProfilePage"]
    assert profile["mainEntity"]["name"] == "Bob Brandt"
    assert "sameAs" not in profile["mainEntity"]
    assert "hasPart" not in profile


def test_scheduled_article_was_not_changed_before_it_appeared(client, db):
    article = make_article()
    Article.objects.update(text_changed_at=article.published_at - timedelta(days=7))
    data = blocks(client, article)["NewsArticle"]
    assert data["dateModified"] == data["datePublished"]
    assert (
        f'property="article:modified_time" content="{article.published_at:%Y-%m-%dT%H:%M:%S}'
        in client.get(article.get_absolute_url()).text
    )


def test_breadcrumbs_lead_home(client, db):
    steps = blocks(client, make_article("Chips"))["BreadcrumbList"]["itemListElement"]
    assert [step["name"] for step in steps] == ["TechyMag", "Technologies", "Chips"]


def test_hostile_words_stay_text(client, alice):
    article = make_article(
        HOSTILE,
        slug="hostile",
        lead=HOSTILE,
        category=make_category(HOSTILE, slug="h"),
        tags=[make_tag(HOSTILE, slug="h")],
    )
    make_comment(article, alice, body=HOSTILE)
    data = blocks(client, article)["NewsArticle"]
    assert data["headline"] == HOSTILE
    assert blocks(client, "/tags/h/")["CollectionPage"]["name"] == HOSTILE
    for path in (article.get_absolute_url(), "/categories/h/", "/tags/h/"):
        assert "<script>alert(1)" not in client.get(path).text


def test_share_cards_are_complete(client, db):
    page = client.get(make_article("Chips", lead="All about chips.").get_absolute_url()).text
    assert '<meta name="description" content="All about chips.">' in page
    assert '<meta property="og:title" content="Chips">' in page
    assert '<meta property="og:description" content="All about chips.">' in page
    assert '<meta name="twitter:card" content="summary_large_image">' in page
    assert '<meta name="twitter:title" content="Chips">' in page
    assert '<meta name="twitter:description" content="All about chips.">' in page
    assert re.search(r'<meta property="og:image" content="http://127.0.0.1:8000/share/\d+/\w+.jpg">', page)
    assert '<meta property="og:image:width" content="1200">' in page
