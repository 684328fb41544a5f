import re
from datetime import timedelta
from itertools import chain

import pytest
from django.utils import timezone

from articles.home import FEWEST, LATEST, SECONDS, STRIP, front_page
from articles.models import Activity
from reactions.models import ViewDay
from tests.factories import make_article, make_category, make_image

ABOVE = 1 + SECONDS + LATEST  # the strips
QUERIES = 7  # newest, featured, categories with their strips' keys, the strips' cards, and three of "Most read"


def hours_ago(hours):
    return timezone.now() - timedelta(hours=hours)


def test_empty_magazine_says_that_nothing_is_published(client, db):
    assert "Nothing is published yet" in client.get("/").text


def test_newest_article_leads(db):
    make_article("Older", published_at=hours_ago(9))
    newest = make_article("Newer", published_at=hours_ago(2))
    assert front_page().lead == newest


def test_newest_featured_article_leads_over_newer_ones(db):
    make_article("Featured long ago", featured=True, published_at=hours_ago(90))
    lead = make_article("Featured", featured=True, published_at=hours_ago(9))
    make_article("Newer", published_at=hours_ago(2))
    assert front_page().lead == lead


def test_no_article_stands_twice(client, db):
    for hour in range(ABOVE + 30):
        category = make_category(("Science", "Business", "Security")[hour % 3])
        make_article(category=category, featured=hour % 5 == 0, published_at=hours_ago(hour + 1))
    front = front_page()
    strips = [strip.articles for strip in front.strips]
    shown = [front.lead, *front.seconds, *front.latest, *chain(*strips)]
    assert [len(articles) for articles in strips] == [STRIP] * 3
    assert len(set(shown)) == len(shown) == ABOVE + 3 * STRIP
    links = re.findall(r'class="card__title"><a href="([^"]+)"', client.get("/").text)
    assert sorted(links) == sorted(article.get_absolute_url() for article in shown)


def test_strips_hold_the_newest_of_each_category_that_do_not_stand_above(db):
    science = make_category("Science", position=2)
    articles = [make_article(category=science, published_at=hours_ago(hour + 1)) for hour in range(ABOVE + STRIP + 2)]
    make_category("Business", position=1)
    business, sciences = front_page().strips
    assert business.articles == []
    assert sciences.articles == articles[ABOVE:][:STRIP]


@pytest.mark.parametrize("left", range(STRIP))
def test_category_with_too_little_left_has_no_strip(client, db, left):
    for hour in range(ABOVE + left):
        make_article(category=make_category("Science"), published_at=hours_ago(hour + 1))
    page = client.get("/").text
    assert ('id="strip-science"' in page) == (left >= FEWEST)
    assert 'href="/categories/science/"' in page.partition("</header>")[0]


@pytest.mark.parametrize("count", range(1, 7))
def test_small_magazine_shows_each_article_once(client, db, count):
    articles = [make_article(published_at=hours_ago(hour + 1)) for hour in range(count)]
    front = front_page()
    assert [front.lead, *front.seconds, *front.latest] == articles
    assert client.get("/").text.count('class="card__title"') == count


def test_page_shows_the_tagline_and_every_section(client, db):
    make_category("Technologies", position=1)
    make_category("Science", position=2)
    page = client.get("/").text
    assert "TechyMag.com - is an online magazine where you can find news and updates on modern technologies" in page
    sections = re.findall(r'href="(/categories/[^"]+)"', page.partition("</header>")[0])
    assert sections == ["/categories/technologies/", "/categories/science/"]


def test_article_without_picture_or_lead_is_shown(client, db):
    make_article("Bare", lead="")
    assert ">Bare</a>" in client.get("/").text


def test_page_says_where_to_sign_in_and_come_back(client, db):
    assert 'href="/accounts/login/"' in client.get("/").text
    assert 'href="/accounts/login/?next=/how-we-count/"' in client.get("/how-we-count/").text


def test_signed_in_reader_finds_the_account_and_no_desk(client, bob):
    client.force_login(bob)
    page = client.get("/").text
    assert 'action="/accounts/logout/"' in page
    assert 'href="/admin/"' not in page


def test_editor_finds_the_desk(client, editor):
    client.force_login(editor)
    assert 'href="/admin/"' in client.get("/").text


def test_page_for_strangers_sets_no_cookie_and_carries_no_token(client, db):
    make_article()
    response = client.get("/")
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.text
    assert "public" in response.headers["Cache-Control"]


def test_queries_do_not_grow_with_articles(client, frame_is_kept, django_assert_max_num_queries):
    for number in range(30):
        article = make_article(
            category=make_category(f"Category {number % 7}"), cover=make_image(), featured=number % 2 == 0
        )
        ViewDay.add({(article.pk, timezone.now().date()): number})
    Activity.settle()
    with django_assert_max_num_queries(QUERIES):
        page = client.get("/").text
    assert "Most read" in page


def test_chosen_scheme_is_in_the_page(client, db):
    client.cookies["theme"] = "dark"
    assert '<html lang="en" data-theme="dark">' in client.get("/").text


def test_nonsense_for_a_scheme_is_ignored(client, db):
    client.cookies["theme"] = '"><script>'
    assert '<html lang="en">' in client.get("/").text


def test_only_get_and_head_are_answered(client, db):
    assert client.head("/").status_code == 200
    assert client.post("/").status_code == 405
