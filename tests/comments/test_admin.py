"""Comments at the desk: found, hidden, restored, never rewritten or deleted."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Comment, ModerationEntry, Report
from tests.factories import make_article, make_comment, make_user

LIST = "/admin/comments/comment/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_the_desk(client, mona):
    client.force_login(mona)


def bodies(client, **query) -> set[str]:
    return {comment.body for comment in client.get(LIST, query).context["cl"].result_list}


def act(client, action, comments, path=LIST):
    fields = {"action": action, "_selected_action": [comment.pk for comment in comments], "index": "0"}
    return client.post(path, fields, follow=True)


def said(response) -> str:
    return " ".join(map(str, response.context["messages"]))


def counted(article) -> int:
    article.stats.refresh_from_db()
    return article.stats.comments


def test_list_is_filtered_and_searched(client, bob):
    make_comment(body="Plain words", author=bob)
    hidden = make_comment(body="Hidden words")
    hidden.hide(by=bob)
    reported = make_comment(body="Reported words")
    Report.objects.create(comment=reported, reporter=bob, reason=Report.Reason.SPAM)
    Report.objects.create(comment=hidden, reporter=bob, reason=Report.Reason.SPAM)
    assert bodies(client, status__exact="rejected") == {"Hidden words"}
    assert bodies(client, reported="yes") == {"Hidden words", "Reported words"}
    assert bodies(client, reported="waiting") == {"Reported words"}
    assert bodies(client, q="plain") == {"Plain words"}
    assert bodies(client, q="brandt") == {"Plain words"}


def test_many_are_hidden_and_restored_and_the_counter_follows(client, mona):
    article = make_article()
    comments = [make_comment(article) for _ in range(3)]
    comments[2].hide(by=mona)
    page = act(client, "hide", comments)
    assert said(page).startswith("2 comments hidden. 1 left alone")
    assert counted(article) == 0
    assert said(act(client, "restore", comments)) == "3 comments restored."
    assert counted(article) == 3
    assert ModerationEntry.objects.filter(moderator=mona).count() == 6


def test_deleted_by_its_author_stays_deleted(client):
    comment = make_comment()
    comment.delete_by_author()
    assert "1 left alone" in said(act(client, "restore", [comment]))
    comment.refresh_from_db()
    assert comment.status == Comment.Status.DELETED


def test_comment_is_hidden_from_its_own_page(client, mona):
    comment = make_comment(body="**Strong** words", author=make_user("carl", display_name="Carl"))
    Report.objects.create(comment=comment, reporter=mona, reason=Report.Reason.ABUSE, text="Not nice")
    path = f"{LIST}{comment.pk}/change/"
    text = client.get(path).content.decode()
    for words in ["<strong>Strong</strong>", "Carl", "Not nice", "Abuse", str(comment.article)]:
        assert words in text
    client.post(path, {"CHANGE_FORM-action": "hide", "_selected_action": [comment.pk], "index": "0"})
    comment.refresh_from_db()
    assert comment.status == Comment.Status.REJECTED
    assert "Readers do not see it." in client.get(path).content.decode()


def test_words_and_rows_are_nobodys_to_change(client):
    comment = make_comment(body="As it was")
    client.post(f"{LIST}{comment.pk}/change/", {"body": "Changed", "status": "rejected", "_save": "1"})
    comment.refresh_from_db()
    assert (comment.body, comment.status) == ("As it was", "visible")
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{comment.pk}/delete/", {"post": "yes"}).status_code == 403
    act(client, "delete_selected", [comment])
    assert Comment.objects.exists()


def test_hostile_comment_is_text(client):
    comment = make_comment(body="<script>alert(1)</script> </textarea>")
    for path in [LIST, f"{LIST}{comment.pk}/change/"]:
        assert "<script>alert" not in client.get(path).content.decode()


def test_reports_are_read(client, bob):
    comment = make_comment(body="Buy pills")
    report = Report.objects.create(comment=comment, reporter=bob, reason=Report.Reason.SPAM, text="Advertising")
    assert "Advertising" in client.get("/admin/comments/report/").content.decode()
    assert client.get(f"/admin/comments/report/{report.pk}/change/").status_code == 200
    assert client.post(f"/admin/comments/report/{report.pk}/delete/", {"post": "yes"}).status_code == 403


def test_editor_moderates_too(client, editor):
    comment = make_comment()
    client.force_login(editor)
    act(client, "hide", [comment])
    comment.refresh_from_db()
    assert not comment.is_visible


def test_reported_comment_is_kept_and_its_reports_are_settled(client, bob, mona):
    comment, other = make_comment(body="Fine words"), make_comment()
    comment.report(by=bob, reason="spam")
    assert bodies(client, reported="waiting") == {"Fine words"}
    page = client.get(f"{LIST}{comment.pk}/change/")
    assert "Keep it" in page.text
    assert said(act(client, "keep", [comment, other])).startswith("1 comment kept. 1 left alone")
    assert bodies(client, reported="waiting") == set()
    assert bodies(client, reported="yes") == {"Fine words"}
    assert comment.log.get().reason == "Kept"
    assert "Keep it" not in client.get(f"{LIST}{comment.pk}/change/").text
    comment.report(by=bob, reason="abuse")
    assert bodies(client, reported="waiting") == {"Fine words"}


def test_decision_settles_the_reports(client, bob, mona):
    comment = make_comment(body="Came back")
    comment.report(by=bob, reason="spam")
    comment.hide(by=mona)
    comment.restore(by=mona)
    assert bodies(client, reported="waiting") == set()


def test_author_has_no_comments_at_the_desk(client, alice):
    client.force_login(alice)
    assert client.get(LIST).status_code == 403


def test_queries_do_not_grow_with_rows(client, bob):
    article = make_article()
    make_comment(article, bob)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for _ in range(20):
        Report.objects.create(comment=make_comment(make_article()), reporter=bob, reason=Report.Reason.SPAM)
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)
    assert len(many) <= len(few)


@pytest.mark.parametrize("key", ["abc", "9" * 30, "\x00"])
def test_nonsense_is_refused(client, key):
    assert client.post(LIST, {"action": "hide", "_selected_action": [key], "index": "0"}).status_code == 400
    assert client.get(f"{LIST}{key[:20]}/change/").status_code in (302, 400, 404)
