"""The calendar: what appears when, and moving what has not appeared yet."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from tests.factories import make_article

CALENDAR = "/admin/calendar/"
TOMORROW = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=1)


def month_of(moment, **query):
    return {"at": f"{timezone.localtime(moment):%Y-%m-%d}", **query}


@pytest.fixture
def planned(db):
    return make_article("To come", published_at=TOMORROW)


def move(client, article, **fields):
    return client.post(f"{CALENDAR}{article.pk}/move/", fields, follow=True)


@pytest.mark.parametrize("view", ["month", "week"])
def test_editor_sees_what_appeared_what_will_and_what_is_meant_to(client, editor, planned, view):
    make_article("Out", published_at=timezone.now() - timedelta(minutes=1))
    make_article("Meant for then", status="draft", published_at=TOMORROW)
    make_article("Without a date", status="draft", published_at=None)
    client.force_login(editor)
    text = client.get(CALENDAR, month_of(TOMORROW, view=view)).text
    assert "To come" in text
    assert "Meant for then" in text
    assert "Out</a>" in client.get(CALENDAR, {"view": view}).text
    assert "Without a date" not in text


def test_author_sees_own_pieces_and_moves_none(client, alice, planned):
    own = make_article("Hers", authors=[alice], status="draft", published_at=TOMORROW)
    client.force_login(alice)
    text = client.get(CALENDAR, month_of(TOMORROW)).text
    assert "Hers" in text
    assert "To come" not in text
    assert "Move" not in text
    assert move(client, own, day="2030-01-01").status_code == 403


@pytest.mark.parametrize("view", ["month", "week"])
def test_changes_to_come_stand_on_the_day_on_which_they_go_live(client, editor, alice, view):
    for title, authors in [("Hers", [alice]), ("Of others", [])]:
        article = make_article(title, authors=authors, published_at=timezone.now() - timedelta(days=99))
        article.save_draft(article.content | {"title": "New words"}, by=editor)
        article.schedule_changes(TOMORROW, by=editor)
    client.force_login(editor)
    text = client.get(CALENDAR, month_of(TOMORROW, view=view)).text
    assert "Hers" in text
    assert "Of others" in text
    assert text.count("Changes go live") == 2
    assert "New words" not in text  # as readers know it
    client.force_login(alice)
    assert client.get(CALENDAR, month_of(TOMORROW, view=view)).text.count("Changes go live") == 1
    other_month = client.get(CALENDAR, month_of(TOMORROW + timedelta(days=99))).text
    assert "Changes go live" not in other_month


@pytest.mark.parametrize(("who", "status"), [("bob", 302), ("mona", 403), ("guest", 302)])
def test_calendar_is_for_those_who_write(client, request, planned, who, status):
    if who != "guest":
        client.force_login(request.getfixturevalue(who))
    assert client.get(CALENDAR).status_code == status
    assert client.post(f"{CALENDAR}{planned.pk}/move/", {"day": "2030-01-01"}).status_code in (302, 403)
    planned.refresh_from_db()
    assert planned.published_at == TOMORROW


def test_piece_is_moved_to_a_moment_and_back(client, editor, planned):
    client.force_login(editor)
    text = move(client, planned, published_at="2030-01-05T08:30").text
    planned.refresh_from_db()
    assert f"{timezone.localtime(planned.published_at):%Y-%m-%d %H:%M}" == "2030-01-05 08:30"
    assert "appears on Saturday, 5 January 2030, 08:30" in text
    was = re.search(r'name="published_at" value="([^"]+)"', text)[1]
    move(client, planned, published_at=was)
    planned.refresh_from_db()
    assert planned.published_at == TOMORROW
    assert "2030-01-05 08:30" in client.get(f"/admin/articles/article/{planned.pk}/history/").text


def test_piece_keeps_its_time_on_another_day(client, editor, planned):
    client.force_login(editor)
    move(client, planned, day="2030-07-05")
    planned.refresh_from_db()
    moved, was = timezone.localtime(planned.published_at), timezone.localtime(TOMORROW)
    assert (f"{moved:%Y-%m-%d}", moved.time()) == ("2030-07-05", was.time())


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"day": "2020-01-01"}, "the new date is over"),
        ({"day": "tomorrow"}, "that is no date"),
        ({"published_at": "\x00"}, "that is no date"),
        ({}, "that is no date"),
        ({"day": "2031-01-01"}, "it expires on"),
        ({"day": "9999-12-31"}, "the last year is 2099"),
    ],
)
def test_odd_move_is_refused_and_says_why(client, editor, fields, reason):
    article = make_article(published_at=TOMORROW, expires_at=TOMORROW + timedelta(days=60))
    client.force_login(editor)
    response = move(client, article, **fields)
    article.refresh_from_db()
    assert article.published_at == TOMORROW
    assert response.status_code == 400 or reason in response.text


def test_what_readers_have_seen_is_not_moved(client, editor):
    out = make_article("Out")
    undated = make_article("Undated", status="draft", published_at=None)
    client.force_login(editor)
    for article in (out, undated):
        assert "was not moved" in move(client, article, day="2030-01-01").text
    assert move(client, make_article(status="archived"), day="2030-01-01").status_code == 200
    out.refresh_from_db()
    assert out.is_published


def test_moving_needs_a_post_and_an_article(client, editor, planned):
    client.force_login(editor)
    assert client.get(f"{CALENDAR}{planned.pk}/move/").status_code == 405
    assert client.post(f"{CALENDAR}999999/move/", {"day": "2030-01-01"}).status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        "?at=nonsense",
        "?at=2026-02-31",
        "?at=0001-01-01",
        "?at=9999-12-31",
        "?view=x",
        "?moved=x&from=y",
        "?moved=1&from=99999999999999999999",
    ],
)
def test_odd_questions_get_a_calendar(client, editor, asked):
    client.force_login(editor)
    assert client.get(CALENDAR + asked).status_code == 200


def test_months_and_weeks_are_whole(client, editor):
    client.force_login(editor)
    month, week = (client.get(CALENDAR, {"at": "2026-12-31", "view": view}).text for view in ("month", "week"))
    assert re.findall(r'data-day="([^"]+)"', month)[::34] == ["2026-11-30", "2027-01-03"]
    assert re.findall(r'data-day="([^"]+)"', week) == [f"2026-12-{day}" for day in range(28, 32)] + [
        f"2027-01-0{day}" for day in range(1, 4)
    ]
    assert "at=2027-01-01" in month


def test_queries_do_not_grow_with_the_pieces(client, editor, planned):
    client.force_login(editor)
    with CaptureQueriesContext(connection) as before:
        client.get(CALENDAR, month_of(TOMORROW))
    for _ in range(5):
        make_article(published_at=TOMORROW)
    with CaptureQueriesContext(connection) as after:
        client.get(CALENDAR, month_of(TOMORROW))
    assert len(after) == len(before) <= 9


def test_stale_drafts_are_listed(client, editor):
    old, new = make_article("Forgotten", status="draft"), make_article("Begun today", status="draft")
    Article.objects.filter(pk=old.pk).update(modified_at=timezone.now() - timedelta(days=31))
    client.force_login(editor)
    text = client.get("/admin/articles/article/?state=stale").text
    assert old.title in text
    assert new.title not in text
