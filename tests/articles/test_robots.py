"""What crawlers are asked, and what language models are told."""

from urllib.robotparser import RobotFileParser

from articles.models import Article
from sitesettings.models import SiteSettings
from sitesettings.robots import TRAINING
from tests.factories import make_article

ARTICLE = "http://127.0.0.1:8000/articles/chips/"


def rules(client) -> RobotFileParser:
    parser = RobotFileParser()
    parser.parse(client.get("/robots.txt").text.splitlines())
    return parser


def test_everybody_may_read_articles_and_nobody_the_desk(client, db):
    found = rules(client)
    for crawler in ("Googlebot", "GPTBot", "anything"):
        assert found.can_fetch(crawler, ARTICLE)
        assert not found.can_fetch(crawler, "/admin/")
    assert found.site_maps()[0] == "http://127.0.0.1:8000/sitemap.xml"


def test_training_is_refused_by_name_and_search_is_not(client, db):
    SiteSettings(refuses_training=True).save()
    found = rules(client)
    assert not any(found.can_fetch(crawler, ARTICLE) for crawler in TRAINING)
    for crawler in ("Googlebot", "Bingbot", "OAI-SearchBot", "Claude-SearchBot", "PerplexityBot"):
        assert found.can_fetch(crawler, ARTICLE)
    assert "Do not use what is published here to train models." in client.get("/llms.txt").text


def test_editors_write_rules_of_their_own(client, db):
    SiteSettings(robots="User-agent: *\nDisallow: /tags/a&b/").save()
    text = client.get("/robots.txt").text
    assert text.startswith("User-agent: *\nDisallow: /tags/a&b/\n")
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in text


def test_language_models_find_texts_sections_and_pages(client, db):
    make_article("Chips [new]", slug="chips", lead="What they cost & why")
    make_article("Secret", status=Article.Status.DRAFT)
    text = client.get("/llms.txt").text
    assert text.startswith("# TechyMag\n\n> TechyMag.com")
    assert r"- [Chips \[new\]](http://127.0.0.1:8000/articles/chips.md): What they cost & why" in text
    assert "- [Technologies](http://127.0.0.1:8000/categories/technologies/)" in text
    assert "- [How we count](http://127.0.0.1:8000/how-we-count/)" in text
    assert "Secret" not in text


def test_llms_queries_do_not_grow(client, db, frame_is_kept, django_assert_max_num_queries):
    for _ in range(12):
        make_article()
    with django_assert_max_num_queries(3):
        client.get("/llms.txt")
