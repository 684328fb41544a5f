"""The first page of the desk: the newsroom's day, for each what concerns them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Comment, Report
from reactions.models import ViewDay
from tests.factories import make_article, make_comment, make_reaction, make_user

DESK = "/admin/"


def report(comment, reporter):
    Report.objects.create(comment=comment, reporter=reporter, reason=Report.Reason.SPAM)


@pytest.fixture
def busy_day(alice, editor):
    for who in (alice, editor):
        make_article(f"Draft of {who}", status="draft", authors=[who])
    make_article("Waiting for an editor", status="in_review", authors=[alice])
    make_article("Comes tomorrow", published_at=timezone.now() + timedelta(days=1))
    live = make_article("Just out", stats={"views": 1234, "likes": 12})
    ViewDay.objects.create(article=live, day=timezone.now().date(), views=1234)
    make_comment(live, body="Held remark", status=Comment.Status.HELD)
    report(make_comment(live, body="Reported remark"), alice)


def test_editor_sees_the_whole_day(client, editor, busy_day):
    client.force_login(editor)
    text = client.get(DESK).content.decode()
    for words in ["Draft of Eddie", "Waiting for an editor", "Comes tomorrow", "Just out", "1,234 views", "12 likes"]:
        assert words in text
    for words in ["Held remark", "Reported remark"]:
        assert words in text
    assert "Draft of Alice" not in text


def test_author_sees_own_drafts_only(client, alice, busy_day):
    client.force_login(alice)
    text = client.get(DESK).content.decode()
    assert "Draft of Alice" in text
    assert "Waiting for an editor" in text
    for words in ["Draft of Eddie", "Comes tomorrow", "Held remark", "Views a day"]:
        assert words not in text


def test_moderator_sees_what_waits_for_a_decision(client, mona, busy_day):
    client.force_login(mona)
    text = client.get(DESK).content.decode()
    assert "Held remark" in text
    assert "Reported remark" in text
    assert "Draft of" not in text


def test_most_reported_comment_stands_first(client, mona, alice, bob):
    often, once = make_comment(body="Reported twice"), make_comment(body="Reported once")
    for reporter in (alice, bob):
        report(often, reporter)
    report(once, bob)
    client.force_login(mona)
    text = client.get(DESK).content.decode()
    assert text.index("Reported twice") < text.index("Reported once")


def test_what_readers_did_in_the_last_days_is_drawn(client, editor, busy_day):
    make_reaction(make_article())
    client.force_login(editor)
    text = client.get(DESK).content.decode()
    assert text.count("<rect") == 3 * 14
    for words in ["1,234 views", "1 reactions", "1 comments"]:
        assert f"{words}</title>" in text
    assert "<strong>1,234</strong> views" in text


def test_settled_report_is_off_the_list(client, mona, busy_day):
    client.force_login(mona)
    Comment.objects.get(body="Reported remark").keep(by=mona)
    assert "Reported remark" not in client.get(DESK).text


def test_queries_are_few_and_do_not_grow(client, db, busy_day):
    client.force_login(make_user("chief", is_staff=True, is_superuser=True))
    with CaptureQueriesContext(connection) as before:
        client.get(DESK)
    for _ in range(12):
        make_article(status="in_review", authors=[make_user(), make_user()])
        report(make_comment(), make_user())
    with CaptureQueriesContext(connection) as after:
        client.get(DESK)
    assert len(after) <= len(before) <= 15


def test_empty_newsroom_says_so(client, editor):
    client.force_login(editor)
    text = client.get(DESK).content.decode()
    assert "Nothing is published yet." in text


def test_theme_of_the_desk_is_the_readers(client, editor):
    client.force_login(editor)
    assert b"data-theme" not in client.get(DESK).content.partition(b"<head>")[0]
    client.cookies["theme"] = "dark"
    assert b'data-theme="dark"' in client.get(DESK).content.partition(b"<head>")[0]


def test_number_too_large_for_the_database_is_refused(client, db):
    """By SQLite with an exception, by PostgreSQL as a row that is not there."""
    client.force_login(make_user("chief", is_staff=True, is_superuser=True))
    response = client.post("/admin/auth/group/add/", {"name": "Odd", "permissions": ["9" * 30]})
    assert response.status_code in (200, 400)
    assert not Group.objects.filter(name="Odd").exists()
