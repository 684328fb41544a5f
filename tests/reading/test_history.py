"""What somebody has read: noted for who has signed in, unless they want it otherwise, and not for ever."""

from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html

from accounts.leaving import forget
from accounts.personal import parts
from accounts.retention import enforce
from comments.visits import visits
from reading.models import HistoryChoice, Read, Saved
from reading.own import HISTORY_KEPT
from reading.trail import trail
from tests.factories import make_article

pytestmark = pytest.mark.django_db
HISTORY, CHIPS = "/history/", "/articles/chips/"


@pytest.fixture
def article():
    return make_article("Chips")


def titles(client):
    return [link.text for link in html.fromstring(client.get(HISTORY).text).xpath("//h2[@class='shelf__title']/a")]


def test_what_was_read_last_stands_first(as_bob, article):
    make_article("Crisps")
    as_bob.get(CHIPS)
    as_bob.get("/articles/crisps/")
    assert titles(as_bob) == ["Crisps", "Chips"]
    Read.objects.filter(article=article).update(at=timezone.now() - timedelta(hours=1))
    as_bob.get(CHIPS)
    assert titles(as_bob) == ["Chips", "Crisps"]


def test_reading_on_is_not_written_down_each_time(as_bob, article):
    as_bob.get(CHIPS)
    first = Read.objects.get().at
    as_bob.get(CHIPS)
    assert Read.objects.get().at == first


def test_what_was_read_waits_for_a_database_that_takes_nothing(as_bob, article, bob, settings):
    settings.VIEWS_FLUSH_SECONDS = 1
    as_bob.get(CHIPS)
    assert not Read.objects.exists()
    trail.write()
    assert titles(as_bob) == ["Chips"]
    Read.objects.all().delete()
    as_bob.get(CHIPS)
    HistoryChoice.objects.choose(bob, keeps=False)
    trail.write()
    visits.write()  # what comments have noted beside it
    assert not Read.objects.exists()


def test_page_that_is_only_loaded_ahead_or_looked_up_was_not_read(as_bob, article):
    as_bob.get(CHIPS, headers={"Sec-Purpose": "prefetch;prerender"})
    as_bob.head(CHIPS)
    assert not Read.objects.exists()


def test_nothing_is_kept_of_guests(client, article):
    client.get(CHIPS)
    assert not Read.objects.exists()
    response = client.get(HISTORY)
    assert "public" in response.headers["Cache-Control"]
    assert not response.cookies
    assert "tells nobody" in response.text


def test_turning_it_off_clears_it_and_holds(as_bob, article, bob):
    as_bob.get(CHIPS)
    assert as_bob.post("/history/keep/", {"keep": "no"}).url == HISTORY
    assert not Read.objects.exists()
    page = as_bob.get(CHIPS).text
    assert not Read.objects.exists()
    assert "data-resume" not in page
    assert "turned off" in as_bob.get(HISTORY).text
    as_bob.post("/history/keep/", {"keep": "no"})
    assert HistoryChoice.objects.count() == 1
    as_bob.post("/history/keep/", {"keep": "yes"})
    as_bob.get(CHIPS)
    assert titles(as_bob) == ["Chips"]


def test_one_or_all_are_taken_away_and_those_of_others_stay(as_bob, article, bob, mallory):
    keys = [make_article(f"Piece {number}").pk for number in range(3)]
    for person in (bob, mallory):
        Read.objects.put_all(person, [article.pk, *keys])
    as_bob.post("/history/chips/forget/")
    assert titles(as_bob) == ["Piece 2", "Piece 1", "Piece 0"]
    as_bob.post("/history/clear/")
    assert titles(as_bob) == []
    assert Read.objects.filter(reader=mallory).count() == 4


@pytest.mark.parametrize("address", ["clear/", "chips/forget/"])
def test_what_was_cleared_while_it_waited_to_be_written_does_not_come_back(as_bob, article, settings, address):
    settings.VIEWS_FLUSH_SECONDS = 1
    as_bob.get(CHIPS)
    as_bob.post(HISTORY + address)
    trail.write()
    visits.write()
    assert titles(as_bob) == []
    settings.VIEWS_FLUSH_SECONDS = 0
    as_bob.get(CHIPS)
    assert titles(as_bob) == ["Chips"]


def test_whether_there_is_a_draft_of_that_name_is_not_told(as_bob):
    make_article("Secret", status="draft")
    assert as_bob.post(HISTORY + "secret/forget/").url == as_bob.post(HISTORY + "nothing/forget/").url == HISTORY


@pytest.mark.parametrize("address", ["clear/", "keep/", "chips/forget/"])
def test_only_who_has_signed_in_changes_a_history_and_only_by_a_form(client, article, bob, address):
    assert client.post(HISTORY + address, {"keep": "no"}).url.startswith("/accounts/login/")
    client.force_login(bob)
    assert client.get(HISTORY + address).status_code == 405


def test_it_goes_after_ninety_days(as_bob, article):
    as_bob.get(CHIPS)
    Read.objects.update(at=timezone.now() - HISTORY_KEPT - timedelta(minutes=1))
    make_article("Crisps")
    as_bob.get("/articles/crisps/")
    enforce()
    assert titles(as_bob) == ["Crisps"]
    assert "90 days" in as_bob.get(HISTORY).text


def test_it_is_in_the_export_and_goes_with_the_account(as_bob, article, bob):
    as_bob.get(CHIPS)
    as_bob.post(f"{CHIPS}save/", {"save": "yes"})
    rows = {part.name: list(part.rows(bob)) for part in parts}
    assert [rows[name][0]["article"] for name in ("saved", "history")] == ["Chips", "Chips"]
    HistoryChoice.objects.choose(bob, keeps=True)
    forget(bob)
    assert not HistoryChoice.objects.exists()
    assert not Saved.objects.exists()
    assert not Read.objects.exists()


def test_article_page_takes_one_query_more_when_it_was_read_before(
    as_bob, article, frame_is_kept, django_assert_max_num_queries
):
    as_bob.get(CHIPS)
    with django_assert_max_num_queries(18) as queries:
        as_bob.get(CHIPS)
    assert len([query for query in queries if "reading_" in query["sql"]]) == 1


def test_privacy_page_says_it(client, db):
    page = client.get("/pages/privacy/").text
    assert "Articles you have read" in page
    assert "local storage" in page
