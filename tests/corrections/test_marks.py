"""Readers say that something no longer works, once each; others are told when it is old or enough of them did."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.personal import parts
from accounts.retention import rules
from corrections.clock import forget_networks
from corrections.marks import Mark
from purging.kept import memory
from purging.models import Purge
from sitesettings.models import SiteSettings

from ..factories import PASSWORD, make_article

pytestmark = pytest.mark.django_db
URL = "/articles/threads/outdated/"
FAILS = "found that it no longer works"
OLD = "may not work any more"


@pytest.fixture
def threads():
    return make_article("Threads", tested_with="Python 3.14")


def mark(client, **fields):
    return client.post(URL, fields, headers={"sec-fetch-site": "same-origin"})


def page(client):
    return client.get("/articles/threads/").text


def mark_by_guests(count):
    """Each from another network."""
    for _ in range(count):
        mark(Client(REMOTE_ADDR=f"198.51.{Mark.objects.count()}.7"))


def test_guest_marks_it_once_and_takes_it_back(client, threads):
    assert not client.get("/articles/threads/").cookies
    for _ in range(2):
        response = mark(client)
        assert response.url == "/articles/threads/#outdated"
        assert "visitor" in client.cookies
    assert Mark.objects.count() == 1
    assert "You said that this no longer works" in page(client)
    assert "You said" not in page(Client())
    mark(client, value="none")
    assert not Mark.objects.exists()


def test_guests_leave_no_words(client, threads):
    mark(client, text="Buy this")
    assert Mark.objects.get().text == ""


def test_signed_in_reader_may_say_what_fails(client, threads, bob):
    client.force_login(bob)
    assert 'name="text"' in page(client)
    mark(client, text="It fails with 3.15.\x00")
    assert (Mark.objects.get().user, Mark.objects.get().text) == (bob, "It fails with 3.15.")


def test_words_that_are_too_long_come_back(client, threads, bob):
    client.force_login(bob)
    words = "It fails. " * 40
    response = mark(client, text=words)
    assert response.status_code == 422
    assert words.strip() in response.text
    assert not Mark.objects.exists()


def test_other_sites_cannot_mark_in_a_readers_name(client, threads):
    assert client.post(URL, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert not Mark.objects.exists()


def test_only_posts_are_taken(client, threads):
    assert client.get(URL).status_code == 405


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"tested_with": ""}], ids=["draft", "not technical"])
def test_what_is_not_technical_or_not_published_is_not_marked(client, fields):
    make_article("Threads", **({"tested_with": "Go 2"} | fields))
    assert mark(client).status_code == 404
    if not fields.get("status"):
        assert "outdated" not in page(client)


def test_too_many_marks_are_refused(client, threads):
    cache.clear()
    codes = {mark(Client()).status_code for _ in range(25)}
    assert codes == {302, 429}


def test_readers_are_told_when_enough_of_them_marked_it(client, threads):
    mark_by_guests(2)
    assert FAILS not in page(client)
    Purge.objects.all().delete()
    mark_by_guests(1)
    assert f"3 readers {FAILS}" in page(client)
    assert f"article-{threads.pk}" in Purge.objects.values_list("tags", flat=True)


def test_guests_of_one_network_count_once_a_day(client, threads, bob):
    guests = [Client(REMOTE_ADDR=f"198.51.100.{number}") for number in range(4)]
    for guest in guests:
        mark(guest)
    assert (Mark.objects.count(), Mark.objects.counted().count()) == (4, 1)
    assert Purge.objects.filter(tags=f"article-{threads.pk}").count() == 1
    assert "You said that this no longer works" in page(guests[3])
    mark_by_guests(1)
    assert FAILS not in page(client)
    guests[3].post("/accounts/login/", {"login": "bob", "password": PASSWORD})
    assert f"3 readers {FAILS}" in page(client)
    assert not Mark.objects.get(user=bob).network


def test_network_is_forgotten_after_a_day_and_counts_on_as_before(threads):
    for _ in range(2):
        mark(Client())
    Mark.objects.update(created_at=timezone.now() - timedelta(hours=23))
    forget_networks()
    assert all(Mark.objects.values_list("network", flat=True))
    Mark.objects.update(created_at=timezone.now() - timedelta(hours=25))
    forget_networks()
    assert not any(Mark.objects.values_list("network", flat=True))
    assert Mark.objects.counted().count() == 1


def test_number_of_readers_is_a_setting_and_none_tells_nobody(client, threads):
    settings = SiteSettings(stale_marks=1)
    settings.save()
    mark_by_guests(1)
    assert f"1 reader {FAILS}" in page(client)
    settings.stale_marks = 0
    settings.save()
    assert FAILS not in page(client)


def test_verification_settles_the_marks_and_whoever_marked_may_do_so_again(client, threads):
    mark(client)
    mark_by_guests(2)
    threads.adjust(verified_at=timezone.now())
    assert FAILS not in page(client)
    assert "You said" not in page(client)
    mark(client)
    assert "You said" in page(client)
    assert Mark.objects.open().count() == 1


@pytest.mark.parametrize(("days", "is_old"), [(18 * 31, True), (17 * 30, False)])
@pytest.mark.parametrize("field", ["published_at", "verified_at"])
def test_age_counts_from_the_last_verification_else_from_publication(client, field, days, is_old):
    long_ago = timezone.now() - timedelta(days=2000)
    make_article(
        "Threads",
        tested_with="Go 2",
        **({"published_at": long_ago} | {field: timezone.now() - timedelta(days=days)}),
    )
    assert (OLD in page(client)) == is_old


def test_old_news_without_code_is_no_problem(client):
    make_article("Threads", published_at=timezone.now() - timedelta(days=4000))
    assert OLD not in page(client)


@pytest.mark.parametrize(("months", "is_old"), [(0, False), (6, True), (600, False)])
def test_age_is_a_setting_and_none_is_never(client, months, is_old):
    make_article("Threads", tested_with="Go 2", published_at=timezone.now() - timedelta(days=400))
    SiteSettings(stale_months=months).save()
    assert (OLD in page(client)) == is_old


def test_month_ends_and_leap_days_have_their_age(threads, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda at=None: at.date() if at else date(2028, 2, 29))
    for at, months in [((2026, 8, 31), 17), ((2026, 8, 29), 18), ((2028, 2, 29), 0), ((2028, 3, 1), 0)]:
        threads.vouched_at = datetime(*at, tzinfo=UTC)
        assert max(threads.months_since_vouched, 0) == months


def test_story_that_is_kept_gets_old_by_the_clock(client, monkeypatch):
    make_article("Threads", tested_with="Go 2", published_at=timezone.now() - timedelta(days=17 * 30))
    pieces = {}
    kept = SimpleNamespace(kept=lambda name, make, tags: pieces.get(name) or pieces.setdefault(name, make()))
    token = memory.set(kept)
    try:
        assert OLD not in page(client)
        today = timezone.localdate()
        monkeypatch.setattr(
            "articles.models.vouched.timezone.localdate",
            lambda at=None: at.date() if at else today + timedelta(days=62),
        )
        assert ("story", "threads") in pieces
        assert OLD in page(client)
    finally:
        memory.reset(token)


def test_browser_and_account_of_one_reader_count_once(client, threads, bob):
    mark(client)
    client.post("/accounts/login/", {"login": "bob", "password": PASSWORD})
    assert [row.user for row in Mark.objects.all()] == [bob]
    mark(client)
    assert Mark.objects.count() == 1
    guest = Client()
    mark(guest)
    guest.post("/accounts/login/", {"login": "bob", "password": PASSWORD})
    assert Mark.objects.count() == 1


def test_marks_are_exported_and_go_with_the_account(client, threads, bob):
    client.force_login(bob)
    mark(client, text="Fails.")
    part = next(part for part in parts if part.name == "marks")
    assert [row["text"] for row in part.rows(bob)] == ["Fails."]
    part.forget(bob)
    assert not Mark.objects.exists()


def test_marks_are_dropped_after_a_year(threads):
    mark_by_guests(2)
    Mark.objects.filter(pk=Mark.objects.first().pk).update(created_at=timezone.now() - timedelta(days=366))
    rule = next(rule for rule in rules if "no longer works" in rule.what)
    rule.drop(timezone.now() - rule.kept)
    assert Mark.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [{}, {"user": True, "visitor": "1" * 32}, {"visitor": "1" * 32, "text": "Words"}],
    ids=["nobody", "two", "words of a guest"],
)
def test_database_keeps_marks_honest(threads, bob, fields):
    fields = fields | ({"user": bob} if "user" in fields else {})
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.create(article=threads, **fields)


def test_page_without_code_asks_for_no_marks(client, frame_is_kept, django_assert_max_num_queries):
    make_article("Threads")
    with django_assert_max_num_queries(8):
        client.get("/articles/threads/")


def test_technical_page_asks_once_more(client, threads, frame_is_kept, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        client.get("/articles/threads/")


def test_page_for_strangers_stays_anybodys(client, threads):
    mark_by_guests(3)
    response = client.get("/articles/threads/")
    assert "public" in response.headers["Cache-Control"]
    assert "csrfmiddlewaretoken" not in response.text
