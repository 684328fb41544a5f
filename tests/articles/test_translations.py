"""One article in several languages: what its pages, sitemaps, feeds and structured data say of the others."""

import json
import re
from datetime import timedelta

import feedparser
import pytest
from django.utils import timezone
from lxml import html

from articles.crawlers import PART
from articles.models import Article
from articles.story import Story
from purging.kept import memory
from purging.models import Purge
from sitesettings.models import SiteSettings
from tests.factories import make_article

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def chips():
    return make_article("Chips")


@pytest.fixture
def ukrainian(chips):
    return make_article("Чипи", slug="chypy", lead="Про чипи.", language="uk", translation_of=chips)


def page_of(client, article):
    return html.document_fromstring(client.get(article.get_absolute_url()).content.decode())


def hreflang(page):
    return {link.get("hreflang"): link.get("href") for link in page.xpath("//head/link[@hreflang]")}


def news_article(page):
    found = [json.loads(script.text) for script in page.xpath('//script[@type="application/ld+json"]')]
    return next(data for data in found if "NewsArticle" in data["@type"])


def purged():
    return {tag for tags in Purge.objects.values_list("tags", flat=True) for tag in tags.split()}


def test_each_names_the_other(client, chips, ukrainian):
    everywhere = {
        "en": f"{SITE}/articles/chips/",
        "uk": f"{SITE}/articles/chypy/",
        "x-default": f"{SITE}/articles/chips/",
    }
    for article, name, address in [(chips, "Українська", "chypy"), (ukrainian, "English", "chips")]:
        page = page_of(client, article)
        assert hreflang(page) == everywhere
        (link,) = page.xpath('//p[@class="article__also"]/a')
        assert (link.text, link.get("href")) == (name, f"/articles/{address}/")
        assert link.get("lang") == link.get("hreflang")


def test_article_alone_says_nothing_of_translations(client, chips):
    page = client.get(chips.get_absolute_url()).text
    assert "hreflang" not in page and "Also in" not in page


@pytest.mark.parametrize("status", ["archived", "draft", "in_review"])
def test_what_is_not_published_is_named_nowhere(client, chips, ukrainian, status):
    Article.objects.filter(pk=ukrainian.pk).update(status=status)
    paths = [chips.get_absolute_url(), f"/sitemap-articles.xml?p={chips.pk // PART + 1}", "/articles/chips.md"]
    for path in [*paths, "/feeds/rss.xml", "/feeds/feed.json"]:
        assert "chypy" not in client.get(path).getvalue().decode()


def test_scheduled_translation_is_named_from_its_second_also_where_the_story_is_kept(chips, ukrainian):
    Article.objects.filter(pk=ukrainian.pk).update(published_at=timezone.now() + timedelta(hours=1))
    story = Story.published("chips")
    assert story.versions == []
    later = [member for member in story.group if member.pk == ukrainian.pk]
    later[0].published_at = timezone.now()
    assert [version.slug for version in story.versions] == ["chips", "chypy"]


def test_expired_translation_leaves_at_once(client, chips, ukrainian):
    ukrainian.adjust(expires_at=timezone.now())
    assert hreflang(page_of(client, chips)) == {}


def test_of_two_in_one_language_the_first_is_named(client, chips, ukrainian):
    make_article("Ще раз", slug="shche", language="uk", translation_of=chips)
    assert hreflang(page_of(client, chips))["uk"].endswith("/chypy/")


@pytest.mark.parametrize("act", ["publish", "retitle", "unpublish"])
def test_change_of_one_purges_the_pages_of_the_others(client, chips, ukrainian, act):
    if act == "publish":
        Article.objects.filter(pk=ukrainian.pk).update(status="draft")
        ukrainian.refresh_from_db()
    tags = client.get(chips.get_absolute_url()).headers["Surrogate-Key"].split()
    Purge.objects.all().delete()
    if act == "retitle":
        ukrainian.take(ukrainian.content | {"title": "Інше"})
    else:
        getattr(ukrainian, act)()
    assert purged() & {*tags} - {"site", "home", "feeds", "listings"}


def test_article_that_joins_a_group_and_leaves_it_purges_both(chips, ukrainian):
    other = make_article("Other")
    Purge.objects.all().delete()
    ukrainian.take(ukrainian.content | {"translation_of": other.pk})
    assert {f"translations-{chips.pk}", f"translations-{other.pk}"} <= purged()


def test_translation_of_a_translation_belongs_to_the_original(chips, ukrainian):
    german = make_article("Chips auf Deutsch", language="de")
    german.take(german.content | {"translation_of": ukrainian.pk})
    german.refresh_from_db()
    assert german.translation_of == chips


def test_first_translation_takes_the_place_of_a_deleted_original(chips, ukrainian):
    german = make_article("Chips auf Deutsch", language="de", translation_of=chips)
    chips.delete()
    for article in (ukrainian, german):
        article.refresh_from_db()
    assert (ukrainian.translation_of, german.translation_of) == (None, ukrainian)


def test_draft_whose_original_is_gone_stands_alone(chips, ukrainian):
    content = ukrainian.content
    chips.delete()
    ukrainian.refresh_from_db()
    ukrainian.take(content)
    assert ukrainian.translation_of is None


def test_structured_data_tells_languages_and_translations(client, chips, ukrainian):
    original, translation = (news_article(page_of(client, article)) for article in (chips, ukrainian))
    assert (original["inLanguage"], translation["inLanguage"]) == ("en", "uk")
    assert [work["url"] for work in original["workTranslation"]] == [f"{SITE}/articles/chypy/"]
    assert translation["translationOfWork"]["inLanguage"] == "en"
    assert "workTranslation" not in translation


def test_words_of_the_article_are_marked_as_its_language_and_others_are_not(client, ukrainian):
    response = client.get(ukrainian.get_absolute_url())
    page = html.document_fromstring(response.content.decode())
    marked = [element.tag for element in page.xpath('//*[@class="article"]//*[@lang="uk"]')]
    assert {"h1", "div", "p"} <= {*marked}
    assert page.xpath("string(//html/@lang)") == "en"
    assert page.xpath('//section[@id="reactions"]/ancestor::*[@lang="uk"]') == []
    assert response.headers["Content-Language"] == "uk"
    assert page.xpath('string(//meta[@property="og:locale"]/@content)') == "uk_UA"
    assert page.xpath('//meta[@property="og:locale:alternate"]/@content') == ["en_US"]


def test_card_of_an_article_in_another_language_says_so(client, ukrainian):
    page = html.document_fromstring(client.get("/").content.decode())
    assert page.xpath('//h2[contains(., "Чипи")]/@lang | //h3[contains(., "Чипи")]/@lang') == ["uk"]


def test_hebrew_goes_from_right_to_left(client):
    page = page_of(client, make_article("שלום", slug="shalom", language="he"))
    assert {element.get("dir") for element in page.xpath('//*[@lang="he"]')} == {"rtl"}


def test_language_of_the_magazine_is_that_of_articles_that_say_nothing(client, chips):
    SiteSettings(language="uk").save()
    response = client.get(chips.get_absolute_url())
    assert response.headers["Content-Language"] == "uk"
    assert feedparser.parse(client.get("/feeds/rss.xml").content).feed.language == "uk"


def test_unknown_language_breaks_no_page(client):
    article = make_article(language="tlh")
    assert client.get(article.get_absolute_url()).headers["Content-Language"] == "tlh"


def test_sitemap_names_translations_in_other_parts_too(client, monkeypatch):
    chips = make_article("Chips")
    monkeypatch.setattr("articles.crawlers.PART", 1)
    make_article("Чипи", slug="chypy", language="uk", translation_of=chips)
    lone = make_article("Lone")
    for article in Article.objects.exclude(pk=lone.pk):
        found = client.get(f"/sitemap-articles.xml?p={article.pk + 1}").getvalue().decode()
        assert re.findall(r'hreflang="(.*?)"', found) == ["en", "uk", "x-default"]
    assert "hreflang" not in client.get(f"/sitemap-articles.xml?p={lone.pk + 1}").getvalue().decode()


def test_sitemap_with_languages_is_well_formed(client, chips, ukrainian):
    found = html.etree.fromstring(client.get(f"/sitemap-articles.xml?p={chips.pk // PART + 1}").getvalue())
    assert len(found.findall(".//{http://www.w3.org/1999/xhtml}link")) == 6


def test_news_sitemap_has_the_language_of_each(client, chips, ukrainian):
    found = client.get("/news-sitemap.xml").content.decode()
    assert {*re.findall("<news:language>(.*?)<", found)} == {"en", "uk"}


@pytest.mark.parametrize("address", ["/feeds/atom.xml", "/feeds/rss.xml"])
def test_feed_says_which_entry_is_in_another_language(client, chips, ukrainian, address):
    content = client.get(address).content
    feed = feedparser.parse(content)
    assert not feed.bozo
    assert feed.feed.language == "en"
    assert {entry.title: entry.title_detail.language or "en" for entry in feed.entries} == {"Чипи": "uk", "Chips": "en"}


def test_json_feed_has_the_language_of_each(client, chips, ukrainian):
    feed = json.loads(client.get("/feeds/feed.json").content)
    assert {item["title"]: item["language"] for item in feed["items"]} == {"Чипи": "uk", "Chips": "en"}


def test_article_without_translations_costs_no_query(chips, django_assert_num_queries):
    token = memory.set(None)
    with django_assert_num_queries(4):  # the article, its tags, its bylines, what is related
        Story.published("chips")
    memory.reset(token)
