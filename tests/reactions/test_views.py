from datetime import date, timedelta
from time import sleep

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from articles.models import Article, Stats
from reactions import counting
from reactions.models import ViewDay

from ..factories import make_article

URL = "/articles/chips/views/"
FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


def views() -> int:
    return Stats.objects.get(article__slug="chips").views


def test_view_is_counted_today(client, article):
    response = client.post(URL, headers=FIREFOX)
    assert response.status_code == 204
    assert not response.content
    assert not response.cookies
    assert views() == 1
    day = ViewDay.objects.get()
    assert (day.article, day.day, day.views) == (article, timezone.now().date(), 1)


def test_repeat_within_half_an_hour_does_not_count(client, article):
    for _ in range(3):
        assert client.post(URL, headers=FIREFOX).status_code == 204
    assert views() == 1


def test_repeat_after_half_an_hour_counts(client, article, monkeypatch):
    assert timedelta(minutes=30).total_seconds() == counting.REPEAT_SECONDS
    monkeypatch.setattr(counting, "REPEAT_SECONDS", 1)
    client.post(URL, headers=FIREFOX)
    sleep(1.1)
    client.post(URL, headers=FIREFOX)
    assert views() == 2


def test_visitor_cannot_be_followed(settings):
    """Neither from one day to the next nor by who does not know the secret."""
    today, tomorrow = date(2026, 1, 1), date(2026, 1, 2)
    known = counting.visitor_hash("192.0.2.1", "Firefox", today)
    assert known == counting.visitor_hash("192.0.2.1", "Firefox", today)
    others = [("192.0.2.2", "Firefox", today), ("192.0.2.1", "Chrome", today), ("192.0.2.1", "Firefox", tomorrow)]
    assert known not in [counting.visitor_hash(*other) for other in others]
    settings.SECRET_KEY = "another"
    assert known != counting.visitor_hash("192.0.2.1", "Firefox", today)


def test_two_readers_count_twice(article):
    for address in ("192.0.2.1", "192.0.2.2"):
        Client(REMOTE_ADDR=address).post(URL, headers=FIREFOX)
    assert views() == 2


def test_repeats_are_noticed_however_many_read(client, article):
    readers = [f"10.0.{number // 250}.{number % 250}" for number in range(400)]
    for address in [*readers, *readers[:20]]:
        client.post(URL, headers=FIREFOX, REMOTE_ADDR=address)
    assert views() == 400


def test_each_article_counts_for_itself(client, article):
    make_article("Other")
    client.post(URL, headers=FIREFOX)
    client.post("/articles/other/views/", headers=FIREFOX)
    assert list(Stats.objects.values_list("views", flat=True)) == [1, 1]


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": "curl/8.5.0"},
        {"User-Agent": ""},
        FIREFOX | {"Sec-Purpose": "prefetch"},
        FIREFOX | {"Sec-Purpose": "prefetch;prerender"},
        FIREFOX | {"Purpose": "prefetch"},
    ],
)
def test_programs_and_pages_loaded_ahead_do_not_count(client, article, headers):
    assert client.post(URL, headers=headers).status_code == 204
    assert views() == 0


def test_staff_does_not_count(client, article, mona):
    client.force_login(mona)
    assert client.post(URL, headers=FIREFOX).status_code == 204
    assert views() == 0


def test_signed_in_reader_counts(as_bob, article):
    as_bob.post(URL, headers=FIREFOX)
    assert views() == 1


def test_repeats_use_up_nobodys_limit(client, article):
    for _ in range(250):
        client.post(URL, headers=FIREFOX)
    client.post(URL, headers={"User-Agent": FIREFOX["User-Agent"] + " Colleague"})
    assert views() == 2


@pytest.mark.parametrize("addresses", [["192.0.2.1"], [f"2001:db8::{number:x}" for number in range(1, 6)]])
def test_network_adds_so_many_views_a_minute_and_leaves_no_more_in_the_cache(article, addresses, monkeypatch):
    monkeypatch.setattr(counting, "MOST_OF_NETWORK", 3)
    monkeypatch.setattr("reactions.tally.tally._counting", counting.Counting())
    for number in range(10):
        agent = f"{FIREFOX['User-Agent']} {number}"
        Client(REMOTE_ADDR=addresses[number % len(addresses)]).post(URL, headers={"User-Agent": agent})
    assert views() == 3
    last = counting.View(article.pk, timezone.now().date(), addresses[number % len(addresses)], agent)
    assert counting._key(last) not in cache


@pytest.mark.parametrize("status", [Article.Status.DRAFT, Article.Status.ARCHIVED])
def test_unpublished_article_has_no_views(client, db, status):
    make_article("Chips", status=status)
    assert client.post(URL, headers=FIREFOX).status_code == 404


def test_expired_and_future_articles_have_no_views(client, db):
    now = timezone.now()
    make_article("Chips", published_at=now - timedelta(days=2), expires_at=now - timedelta(days=1))
    make_article("Later", published_at=now + timedelta(days=1))
    assert client.post(URL, headers=FIREFOX).status_code == 404
    assert client.post("/articles/later/views/", headers=FIREFOX).status_code == 404


def test_only_post_counts(client, article):
    assert client.get(URL).status_code == 405


def test_other_sites_cannot_count(client, article):
    assert client.post(URL, headers=FIREFOX | {"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert views() == 0


def test_visitor_is_not_stored(client, article):
    client.post(URL, headers=FIREFOX)
    assert {field.name for field in ViewDay._meta.get_fields()} == {"id", "article", "day", "views"}
