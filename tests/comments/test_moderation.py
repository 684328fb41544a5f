"""Moderators hide and restore from the page."""

import pytest
from django.db import DatabaseError, transaction

from articles.models import Stats
from comments.models import Comment, ModerationEntry, OvertakenError, Report

from ..factories import make_comment

SPAM = {"code": "spam"}


def seen(comment):
    """What the page says that the moderator has before them."""
    return {"seen": Comment.objects.get(pk=comment.pk).seen_as}


@pytest.fixture
def comment(article, bob):
    return make_comment(article, bob, body="Buy my pills")


@pytest.fixture
def hide(comment):
    return f"/comments/{comment.pk}/hide/"


@pytest.fixture
def restore(comment):
    return f"/comments/{comment.pk}/restore/"


def test_hidden_comment_is_grey_to_moderators_and_gone_to_readers(as_mona, client, bob, comment, hide, restore):
    response = as_mona.post(hide, SPAM | seen(comment))
    assert response.url == f"/articles/chips/#comment-{comment.pk}"
    page = as_mona.get("/articles/chips/").text
    assert "The comment is hidden from readers." in page
    assert "Buy my pills" in page
    assert f'href="{restore}"' in page
    assert "Comments (0)" in page
    client.force_login(bob)
    assert "Buy my pills" not in client.get("/articles/chips/").text


def test_restored_comment_is_back_for_everybody(as_mona, client, comment, hide, restore):
    as_mona.post(hide, SPAM | seen(comment))
    as_mona.post(restore, seen(comment))
    assert Stats.objects.get().comments == 1
    client.logout()
    assert "Buy my pills" in client.get("/articles/chips/").text


def test_hidden_reply_is_grey_to_moderators(as_mona, comment):
    reply = make_comment(parent=comment, body="Me too")
    reply.hide(by=comment.author)
    assert "Me too" in as_mona.get("/articles/chips/").text


def test_every_change_is_in_the_log(as_mona, mona, comment, hide, restore):
    for path in (hide, hide, restore, restore, hide):
        as_mona.post(path, SPAM | seen(comment))
    log = ModerationEntry.objects.order_by("pk").values_list("moderator", "person", "act", "to_status", "code")
    assert list(log) == [
        (mona.pk, comment.author_id, "rejected", "rejected", "spam"),
        (mona.pk, comment.author_id, "restored", "visible", ""),
        (mona.pk, comment.author_id, "rejected", "rejected", "spam"),
    ]
    assert Stats.objects.get().comments == 0


@pytest.mark.parametrize("sent", [{}, {"code": "nonsense"}, {"code": "other"}, {"code": "spam", "reason": "x" * 301}])
def test_comment_is_hidden_for_a_reason_only(as_mona, comment, hide, sent):
    assert "Hide this comment?" in as_mona.get(hide).text
    response = as_mona.post(hide, sent | seen(comment))
    assert response.status_code == 422
    assert sent.get("reason", "") in response.text
    assert Comment.objects.visible().exists()


def test_second_moderator_is_told_what_the_first_decided(as_mona, editor, comment, hide, restore):
    was = seen(comment)
    comment.hide(by=editor, code="abuse", reason="Calls names")
    as_mona.post(restore, was)
    assert "Eddie Editor hid it (Abuse: Calls names), now. Nothing was changed." in as_mona.get("/articles/chips/").text
    assert Comment.objects.get().status == Comment.Status.REJECTED
    assert ModerationEntry.objects.count() == 1


def test_decision_about_other_words_changes_nothing(as_mona, comment, hide):
    was = seen(comment)
    comment.edit("I take that back")
    as_mona.post(hide, SPAM | was)
    assert "Its author changed the words. Nothing was changed." in as_mona.get("/articles/chips/").text
    assert Comment.objects.visible().exists()


def test_undo_puts_back_what_was_and_is_a_decision_too(mona, editor, bob, comment):
    comment.report(by=mona, reason="spam")
    comment.hide(by=mona, code="spam")
    comment.undo(comment.log.get(), by=editor)
    comment.refresh_from_db()
    assert comment.is_visible
    assert Stats.objects.get().comments == 1
    assert Report.objects.waiting().count() == 1
    assert [(entry.act, entry.moderator_name) for entry in comment.log.order_by("pk")] == [
        ("rejected", "Mona"),
        ("undone", "Eddie Editor"),
    ]


def test_only_the_last_decision_is_undone(mona, comment):
    comment.hide(by=mona)
    first = comment.log.get()
    comment.restore(by=mona)
    with pytest.raises(OvertakenError, match="Mona restored it"):
        comment.undo(first, by=mona)
    comment.delete_by_author()
    with pytest.raises(OvertakenError):
        comment.undo(comment.log.last(), by=mona)
    assert Stats.objects.get().comments == 0


@pytest.mark.parametrize(
    "tamper",
    [lambda log: log.update(moderator_name="Nobody"), lambda log: log.delete(), lambda log: log._raw_delete("default")],
    ids=["update", "delete", "raw delete"],
)
def test_database_keeps_the_log_as_it_is(mona, comment, tamper):
    comment.hide(by=mona)
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        tamper(ModerationEntry.objects.all())


def test_log_outlives_the_article(mona, comment):
    comment.hide(by=mona)
    comment.article.delete()
    assert ModerationEntry.objects.get().moderator_name == "Mona"


def test_held_comment_is_approved_by_restoring(as_mona, article):
    held = make_comment(article, status=Comment.Status.HELD)
    assert Stats.objects.get(article=article).comments == 0
    as_mona.post(f"/comments/{held.pk}/restore/", seen(held))
    assert Stats.objects.get(article=article).comments == 1


def test_what_its_author_deleted_stays_deleted(as_mona, comment, restore):
    comment.delete_by_author()
    as_mona.post(restore, seen(comment))
    comment.refresh_from_db()
    assert comment.status == Comment.Status.DELETED


@pytest.mark.parametrize("person", ["bob", "mallory", "alice", None])
def test_only_moderators_hide_and_restore(client, comment, hide, restore, person, request):
    if person:
        client.force_login(request.getfixturevalue(person))
    assert client.post(hide).status_code == 403
    assert client.post(restore).status_code == 403
    assert Comment.objects.visible().exists()


def test_looking_changes_nothing(as_mona, comment, hide, restore):
    assert as_mona.get(hide).status_code == as_mona.get(restore).status_code == 200
    assert Comment.objects.visible().exists()


def test_unknown_comment_is_404(as_mona):
    assert as_mona.post("/comments/1/hide/").status_code == 404
    assert as_mona.post(f"/comments/{10**40}/restore/").status_code == 404


def test_page_leads_to_the_appeal_instead_of_restoring(as_mona, comment, mona, restore):
    comment.hide(by=mona)
    assert f'href="{restore}"' in as_mona.get("/articles/chips/").text
    comment.ask_for_another_look("Please.")
    page = as_mona.get("/articles/chips/").text
    assert f'href="{restore}"' not in page
    assert f'<a href="/admin/comments/comment/{comment.pk}/change/">See the appeal</a>' in page
    assert ">Restore<" not in as_mona.get(restore).text
