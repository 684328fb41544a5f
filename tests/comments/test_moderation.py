"""Moderators hide and restore from the page."""

import pytest

from articles.models import Stats
from comments.models import Comment, ModerationEntry

from ..factories import make_comment


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
    response = as_mona.post(hide)
    assert response.url == f"/articles/chips/#comment-{comment.pk}"
    page = as_mona.get("/articles/chips/").text
    assert "The comment is hidden from readers." in page
    assert "Buy my pills" in page
    assert f'formaction="{restore}">Restore</button>' in page
    assert "Comments (0)" in page
    client.force_login(bob)
    assert "Buy my pills" not in client.get("/articles/chips/").text


def test_restored_comment_is_back_for_everybody(as_mona, client, comment, hide, restore):
    as_mona.post(hide)
    as_mona.post(restore)
    assert Stats.objects.get().comments == 1
    client.logout()
    assert "Buy my pills" in client.get("/articles/chips/").text


def test_hidden_reply_is_grey_to_moderators(as_mona, comment):
    reply = make_comment(parent=comment, body="Me too")
    reply.hide(by=comment.author)
    assert "Me too" in as_mona.get("/articles/chips/").text


def test_every_change_is_in_the_log(as_mona, mona, hide, restore):
    for path in (hide, hide, restore, restore, hide):
        as_mona.post(path)
    log = ModerationEntry.objects.order_by("pk").values_list("moderator", "from_status", "to_status")
    assert list(log) == [
        (mona.pk, "visible", "rejected"),
        (mona.pk, "rejected", "visible"),
        (mona.pk, "visible", "rejected"),
    ]
    assert Stats.objects.get().comments == 0


def test_held_comment_is_approved_by_restoring(as_mona, article):
    held = make_comment(article, status=Comment.Status.HELD)
    assert Stats.objects.get(article=article).comments == 0
    as_mona.post(f"/comments/{held.pk}/restore/")
    assert Stats.objects.get(article=article).comments == 1


def test_what_its_author_deleted_stays_deleted(as_mona, comment, restore):
    comment.delete_by_author()
    as_mona.post(restore)
    comment.refresh_from_db()
    assert comment.status == Comment.Status.DELETED


@pytest.mark.parametrize("person", ["bob", "mallory", "alice", None])
def test_only_moderators_hide_and_restore(client, comment, hide, restore, person, request):
    if person:
        client.force_login(request.getfixturevalue(person))
    assert client.post(hide).status_code == 403
    assert client.post(restore).status_code == 403
    assert Comment.objects.visible().exists()


def test_only_post_moderates(as_mona, hide, restore):
    assert as_mona.get(hide).status_code == 405
    assert as_mona.get(restore).status_code == 405


def test_unknown_comment_is_404(as_mona):
    assert as_mona.post("/comments/1/hide/").status_code == 404
    assert as_mona.post(f"/comments/{10**40}/restore/").status_code == 404
