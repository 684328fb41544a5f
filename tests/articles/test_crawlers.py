from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import etree

from articles import crawlers
from articles.models import Article
from tests.factories import make_article, make_image, make_tag, make_upload

NAMESPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
    "i": "http://www.google.com/schemas/sitemap-image/1.1",
}


def locations(response) -> list[str]:
    return etree.fromstring(response.getvalue()).xpath("//s:loc/text()", namespaces=NAMESPACES)


def part_of(article) -> str:
    """The part of the sitemap that has it, whatever its key."""
    return f"/sitemap-articles.xml?p={article.pk // crawlers.PART + 1}"


def test_sitemap_leads_to_everything_public(client, alice):
    article = make_article("Found", authors=[alice], tags=[make_tag("Chips")])
    maps = locations(client.get("/sitemap.xml"))
    found = [address for place in maps for address in locations(client.get(place))]
    for path in ("/", article.get_absolute_url(), "/categories/technologies/", "/tags/chips/", "/authors/alice/"):
        assert f"http://127.0.0.1:8000{path}" in found


def test_sitemap_names_the_public_address_whoever_asks(client, db):
    make_article()
    assert all(
        place.startswith("http://127.0.0.1:8000/")
        for place in locations(client.get("/sitemap.xml", headers={"host": "localhost"}))
    )


def test_sitemap_knows_when_a_scheduled_article_appeared(client, db):
    appeared = timezone.now() - timedelta(hours=1)
    article = make_article(published_at=appeared)
    long_ago = appeared - timedelta(days=7)
    Article.objects.update(modified_at=long_ago, text_changed_at=long_ago)
    for path in ("/sitemap.xml", part_of(article)):
        assert f"{appeared:%Y-%m-%d}" in client.get(path).getvalue().decode()


def test_sitemap_index_looks_at_no_single_article(client, db, django_assert_max_num_queries):
    for _ in range(10):
        make_article()
    with django_assert_max_num_queries(5):
        client.get("/sitemap.xml")


def test_sitemap_keeps_secrets(client, alice):
    secret = make_article("Secret", authors=[alice], tags=[make_tag("Hush")], status=Article.Status.DRAFT)
    later = make_article("Later", published_at=timezone.now() + timedelta(days=1))
    places = (part_of(secret), part_of(later), "/sitemap-listings.xml")
    found = [address for place in places for address in locations(client.get(place))]
    assert not [address for address in found if "secret" in address or "later" in address]
    assert "http://127.0.0.1:8000/tags/hush/" not in found
    assert "http://127.0.0.1:8000/authors/alice/" not in found


def test_unknown_sitemap_is_not_found(client, db):
    assert client.get("/sitemap-none.xml").status_code == 404
    assert client.get("/sitemap-articles.xml?p=9999").status_code == 404


def test_news_sitemap_has_two_days_only(client, db):
    make_article("Chips </news:title> & salt")
    make_article("Old hat", published_at=timezone.now() - timedelta(days=3))
    tree = etree.fromstring(client.get("/news-sitemap.xml").content)
    assert tree.xpath("//n:title/text()", namespaces=NAMESPACES) == ["Chips </news:title> & salt"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/robots.txt", "Sitemap: http://127.0.0.1:8000/sitemap.xml"),
        ("/robots.txt", "Disallow: /admin/"),
        ("/.well-known/security.txt", "Contact: mailto:"),
        ("/.well-known/security.txt", "Expires: 2"),
    ],
)
def test_text_files_say_what_crawlers_look_for(client, db, address, words):
    response = client.get(address)
    assert response["Content-Type"].startswith("text/plain")
    assert words in response.content.decode()


def test_sitemap_is_cut_by_keys(client, db, monkeypatch):
    articles = [make_article() for _ in range(3)]
    monkeypatch.setattr(crawlers, "PART", articles[2].pk)
    articles.append(make_article())
    assert locations(client.get("/sitemap.xml"))[1:] == [
        "http://127.0.0.1:8000/sitemap-articles.xml",
        "http://127.0.0.1:8000/sitemap-articles.xml?p=2",
    ]
    parts = [locations(client.get(f"/sitemap-articles.xml?p={number}")) for number in (1, 2)]
    addresses = [f"http://127.0.0.1:8000{article.get_absolute_url()}" for article in articles]
    assert parts == [addresses[:2], addresses[2:]]
    assert client.get("/sitemap-articles.xml?p=3").status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "x", "", "²", "9" * 40, "9" * 5000])
def test_sitemap_has_no_odd_parts(client, db, number):
    assert client.get("/sitemap-articles.xml", {"p": number}).status_code == 404


def test_empty_magazine_has_a_sitemap(client, db):
    assert locations(client.get("/sitemap-articles.xml")) == []
    assert locations(client.get("/sitemap-listings.xml")) == ["http://127.0.0.1:8000/"]


def lastmods(client, article) -> list[str]:
    return etree.fromstring(client.get(part_of(article)).getvalue()).xpath("//s:lastmod/text()", namespaces=NAMESPACES)


def test_sitemap_changes_when_the_words_do_and_not_otherwise(client, editor):
    article = make_article(published_at=timezone.now() - timedelta(days=9))
    Article.objects.update(text_changed_at=timezone.now() - timedelta(days=8))
    before = lastmods(client, article)
    article.refresh_from_db()
    article.adjust(by=editor, featured=True, comments_open=False)
    article.cover, article.seo_title = make_image(), "Found"
    article.save()
    assert lastmods(client, article) == before
    article.body = "<p>Other words.</p>"
    article.save()
    assert lastmods(client, article) > before


def test_index_says_which_part_changed(client, db):
    article = make_article()
    index = etree.fromstring(client.get("/sitemap.xml").content)
    changed = index.xpath(
        f"//s:sitemap[s:loc='http://127.0.0.1:8000{part_of(article).replace('?p=1', '')}']/s:lastmod/text()",
        namespaces=NAMESPACES,
    )
    assert changed == [f"{article.updated_at:%Y-%m-%dT%H:%M:%S+00:00}"]


def test_sitemap_has_covers_and_figures_once(client, db):
    cover, figure = make_image(), make_image(file=make_upload("figure.png"))
    body = f'<figure><img src="{figure.file.url}" alt=""></figure><figure><img src="{cover.file.url}" alt=""></figure>'
    article = make_article(cover=cover, body=body)
    make_article(cover=cover, status=Article.Status.DRAFT)
    images = etree.fromstring(client.get(part_of(article)).getvalue()).xpath("//i:loc/text()", namespaces=NAMESPACES)
    assert sorted(images) == sorted(f"http://127.0.0.1:8000{image.file.url}" for image in (cover, figure))


def test_part_of_the_sitemap_asks_little_for_many(client, db, django_assert_max_num_queries):
    articles = [make_article(cover=make_image()) for _ in range(5)]
    with django_assert_max_num_queries(4):  # the articles, their pictures, their translations, and whether it is there
        client.get(part_of(articles[0])).getvalue()
