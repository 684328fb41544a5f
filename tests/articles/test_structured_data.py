import json
import re
from datetime import timedelta

from articles.models import Article
from tests.factories import make_article, make_image, make_tag

HOSTILE = "</script><script>alert(1)</script>"


def blocks(client, article) -> dict[str, dict]:
    page = client.get(article.get_absolute_url()).content.decode()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return {data["@type"]: data for data in map(json.loads, found)}


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
    assert data["datePublished"] == article.published_at.isoformat()
    assert data["dateModified"] == article.modified_at.isoformat()
    assert [counter["userInteractionCount"] for counter in data["interactionStatistic"]] == [3, 1, 70, 2]


def test_scheduled_article_was_not_changed_before_it_appeared(client, db):
    article = make_article()
    Article.objects.update(modified_at=article.published_at - timedelta(days=7))
    data = blocks(client, article)["NewsArticle"]
    assert data["dateModified"] == data["datePublished"]
    assert (
        f'property="article:modified_time" content="{article.published_at:%Y-%m-%dT%H:%M:%S}'
        in client.get(article.get_absolute_url()).text
    )


def test_breadcrumbs_lead_home(client, db):
    steps = blocks(client, make_article("Chips"))["BreadcrumbList"]["itemListElement"]
    assert [step["name"] for step in steps] == ["TechyMag", "Technologies", "Chips"]


def test_hostile_headline_stays_text(client, db):
    article = make_article(HOSTILE, slug="hostile", lead=HOSTILE)
    assert blocks(client, article)["NewsArticle"]["headline"] == HOSTILE
    assert "<script>alert(1)" not in client.get(article.get_absolute_url()).content.decode()


def test_share_cards_are_complete(client, db):
    page = client.get(make_article("Chips", lead="All about chips.").get_absolute_url()).content.decode()
    assert '<meta name="description" content="All about chips.">' in page
    assert '<meta property="og:title" content="Chips">' in page
    assert '<meta property="og:description" content="All about chips.">' in page
    assert '<meta name="twitter:title" content="Chips">' in page
    assert '<meta name="twitter:description" content="All about chips.">' in page
    assert re.search(r'<meta property="og:image" content="http://127.0.0.1:8000/share/\d+/\w+.jpg">', page)
