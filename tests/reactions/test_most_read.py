from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from articles.models import Activity, Article
from articles.models.activity import Kind, Span
from reactions import most_read as listing
from reactions.most_read import PERIODS, most_read
from tests.factories import make_article

pytestmark = pytest.mark.django_db
DAY, WEEK, MONTH = PERIODS.values()


def read(title, *views, span=Span.DAY, **fields):
    """An article and how often it was read in this hour or on this day, in the one before and so on."""
    article = make_article(title, **fields)
    starts = [span.begin(timezone.now()) - ago * span.length for ago in range(len(views))]
    rows = [
        Activity(kind=Kind.ARTICLE, subject=article.pk, span=span, start=start, views=count)
        for start, count in zip(starts, views, strict=True)
        if count
    ]
    Activity.objects.bulk_create(rows)
    return article


def titles(period=WEEK, count=30):
    return [article.title for article in most_read(period, count)]


def test_views_are_added_up_and_the_latest_count_for_more():
    read("Once", 9)
    read("Often", 5, 5, 5)  # 5 + 3.5 + 2.5
    read("The day before yesterday", 0, 0, 17)  # half of that
    read("Long ago", 1, *[0] * 6, 99)
    assert titles() == ["Often", "Once", "The day before yesterday", "Long ago"]


@pytest.mark.parametrize(("period", "half_life", "share"), [(DAY, 6, 500), (WEEK, 2, 500), (MONTH, 7, 500)])
def test_view_counts_for_half_after_the_half_life(period, half_life, share):
    assert (period.weight(0), period.weight(half_life), period.weight(2 * half_life)) == (1000, share, share / 2)


def test_each_period_looks_as_far_as_it_says():
    read("In this hour", 9, span=Span.HOUR)
    read("A day ago", *[0] * 24, 9, span=Span.HOUR)
    read("Eight days ago", *[0] * 8, 9)
    read("A month ago", *[0] * 30, 9)
    assert (titles(DAY), titles(WEEK), titles(MONTH)) == (["In this hour"], [], ["Eight days ago"])


def test_equals_stand_in_the_same_order_every_time():
    for title in "ABC":
        read(title, 3, 4)
    assert titles() == ["C", "B", "A"]


def test_only_the_first_of_a_day_are_candidates(monkeypatch):
    monkeypatch.setattr(listing, "CANDIDATES", 1)
    read("First today", 3, 1)
    read("First yesterday", 1, 5)
    read("Always second", 2, 4)
    assert titles() == ["First yesterday", "First today"]


def test_what_readers_may_not_see_is_left_out():
    past, future = timezone.now() - timedelta(minutes=1), timezone.now() + timedelta(days=1)
    read("Archived", 9, status="archived")
    read("Draft", 9, status="draft")
    read("Expired", 9, expires_at=past)
    read("To come", 9, published_at=future)
    read("Here", 1)
    assert titles() == ["Here"]


def test_what_is_withdrawn_leaves_at_once_and_the_next_moves_up():
    first = read("First", 9)
    read("Second", 8)
    assert titles(count=1) == ["First"]
    first.archive()
    assert titles(count=1) == ["Second"]


def test_unpublished_ones_however_many_take_no_place(monkeypatch):
    monkeypatch.setattr(listing, "KEPT", 4)
    for number in range(3):
        read(f"Gone {number}", 9, status="archived")
    read("Here", 1)
    assert titles(count=2) == ["Here"]


def test_reader_sees_the_list_of_each_period(client):
    read("This hour", 9, span=Span.HOUR)
    read("This week", 9)
    for period, title in [("24h", "This hour"), ("7d", "This week"), ("30d", "This week"), ("x", "This week")]:
        page = client.get("/most-read/", {"period": period}).text
        assert f">{title}</a>" in page
        assert page.count('aria-current="page"') == 1
    assert 'href="?period=24h"' in page


def test_page_is_no_page_for_search_engines_and_may_be_kept(client):
    page = client.get("/most-read/?period=24h")
    assert '<meta name="robots" content="noindex, follow">' in page.text
    assert 'href="http://127.0.0.1:8000/most-read/?period=24h"' in page.text
    assert "listings" in page["Surrogate-Key"].split()
    assert not page.cookies


def test_empty_list_says_so(client):
    assert "Nobody has read anything yet" in client.get("/most-read/").text


def test_page_has_an_end_and_asks_little(client, django_assert_max_num_queries, frame_is_kept):
    for number in range(32):
        read(f"Article {number}", number + 1)
    with django_assert_max_num_queries(3):  # the ranks, what of them is visible, the cards
        page = client.get("/most-read/").text
    assert page.count("<article") == 30
    with django_assert_max_num_queries(1):
        client.get("/most-read/")


def test_front_page_leads_to_it(client):
    read("Chips", 1)
    assert 'href="/most-read/"' in client.get("/").text


def test_deleted_article_is_passed_over():
    read("Gone", 9)
    read("Here", 1)
    assert titles() == ["Gone", "Here"]
    Article.objects.get(title="Gone").delete()
    cache.clear()
    assert titles() == ["Here"]
