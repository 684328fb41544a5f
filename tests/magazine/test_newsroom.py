"""The first page of the desk: the newsroom's day, for each what concerns them."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Activity, Note
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
    make_article("Waiting for an editor", status="draft", authors=[alice]).submit(by=alice)
    make_article("Comes tomorrow", published_at=timezone.now() + timedelta(days=1))
    live = make_article("Just out", stats={"likes": 12})
    ViewDay.add({(live.pk, timezone.now().date()): 1234})
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


def test_changes_to_come_stand_among_what_is_scheduled_next(client, editor, alice):
    now = timezone.now()
    make_article("In two days", published_at=now + timedelta(days=2))
    for title, days, authors in [("Tomorrow", 1, [alice]), ("In three days", 3, [])]:
        article = make_article(title, authors=authors, published_at=now - timedelta(days=9))
        article.save_draft(article.content | {"lead": "New words"}, by=editor)
        article.schedule_changes(now + timedelta(days=days), by=editor)
    client.force_login(editor)
    coming = client.get(DESK).context["newsroom"].scheduled
    assert [article.title for article in coming] == ["Tomorrow", "In two days", "In three days"]
    assert client.get(DESK).text.count("Changes go live on") == 2
    client.force_login(alice)
    assert [article.title for article in client.get(DESK).context["newsroom"].scheduled] == ["Tomorrow"]


def test_author_sees_own_drafts_only(client, alice, busy_day):
    client.force_login(alice)
    text = client.get(DESK).content.decode()
    assert "Draft of Alice" in text
    assert "Waiting for an editor" in text
    for words in ["Draft of Eddie", "Comes tomorrow", "Held remark", "What readers did</h2>"]:
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


def test_what_readers_did_is_drawn(client, editor, busy_day):
    make_reaction(make_article())
    client.force_login(editor)
    text = client.get(DESK).text
    assert text.count('class="chart__bar') == 7
    assert "1,234 views so far; before: 0</title>" in text
    assert "1 likes so far" in client.get(DESK, {"show": "likes"}).text
    assert client.get(DESK, {"period": "24h"}).text.count('class="chart__bar') == 24


def test_most_read_now_stands_first(client, editor, busy_day):
    ViewDay.add({(make_article("Read more").pk, timezone.now().date()): 2000})
    client.force_login(editor)
    found = re.findall(r'href="/admin/statistics/articles/\d+/">([^<]+)<', client.get(DESK).text)
    assert found == ["Read more", "Just out"]


def test_author_sees_numbers_of_own_articles_only(client, alice, busy_day):
    ViewDay.add({(make_article("Hers", authors=[alice]).pk, timezone.now().date()): 5})
    client.force_login(alice)
    text = client.get(DESK).text
    assert "What readers did with your articles" in text
    assert "5 views so far" in text
    assert "1,234" not in text


def test_author_sees_what_of_theirs_comes_next_and_came_last(client, alice, editor, busy_day):
    make_article("Hers to come", authors=[alice], published_at=timezone.now() + timedelta(hours=2))
    make_article("Hers and out", authors=[alice])
    client.force_login(alice)
    text = client.get(DESK).text
    assert "Hers to come" in text
    assert "Hers and out" in text
    assert "Just out" not in text


def test_who_only_keeps_accounts_gets_an_empty_page(client, db, busy_day):
    client.force_login(make_user("clerk", is_staff=True, permissions=["accounts.view_user"]))
    response = client.get(DESK)
    assert response.status_code == 200
    assert "What readers did" not in response.text


def test_settled_report_is_off_the_list(client, mona, busy_day):
    client.force_login(mona)
    Comment.objects.get(body="Reported remark").keep(by=mona)
    assert "Reported remark" not in client.get(DESK).text


def test_queries_are_few_and_do_not_grow(client, editor, frame_is_kept, busy_day):
    client.force_login(editor)
    with CaptureQueriesContext(connection) as before:
        client.get(DESK, {"period": "30d"})
    for _ in range(12):
        draft = make_article(status="draft", authors=[make_user(), make_user()])
        draft.submit(by=make_user())
        Note(article=draft, author=make_user(), body="@editor, look.").post()
        report(make_comment(), make_user())
    Activity.settle()
    cache.clear()
    with CaptureQueriesContext(connection) as after:
        client.get(DESK, {"period": "30d"})
    assert len(after) <= len(before)
    assert len(after) <= 16


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
