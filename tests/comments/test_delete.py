import pytest

from articles.models import Stats
from comments.models import Comment, ModerationEntry

from ..factories import make_comment


@pytest.fixture
def comment(article, bob):
    return make_comment(article, bob, body="Rash words")


@pytest.fixture
def url(comment):
    return f"/comments/{comment.pk}/delete/"


def test_author_is_asked_first(as_bob, comment, url):
    page = as_bob.get(url)
    assert page.status_code == 200
    assert "Delete your comment?" in page.text
    assert Comment.objects.visible().exists()


def test_author_deletes_and_the_words_are_erased(as_bob, article, comment, url):
    response = as_bob.post(url)
    assert response.url == "/articles/chips/#comments"
    comment.refresh_from_db()
    assert (comment.status, comment.body, comment.body_html) == (Comment.Status.DELETED, "", "")
    assert Stats.objects.get(article=article).comments == 0
    page = as_bob.get("/articles/chips/").text
    assert "Your comment is deleted." in page
    assert "Rash words" not in page
    assert "There are no comments for now" in page


def test_deleted_comment_with_replies_is_shown_as_a_tombstone(as_bob, comment, url):
    make_comment(parent=comment)
    response = as_bob.post(url)
    assert response.url == f"/articles/chips/#comment-{comment.pk}"
    assert "This comment was deleted by its author" in as_bob.get("/articles/chips/").text


def test_deleting_twice_counts_once(as_bob, article, comment, url):
    as_bob.post(url)
    assert as_bob.post(url).status_code == 404
    comment.delete_by_author()
    assert Stats.objects.get(article=article).comments == 0
    assert ModerationEntry.objects.count() == 1


def test_nobody_brings_a_deleted_comment_back(comment, mona):
    comment.delete_by_author()
    comment.restore(by=mona)
    comment.hide(by=mona)
    comment.refresh_from_db()
    assert comment.status == Comment.Status.DELETED
    assert Stats.objects.get().comments == 0


def test_stranger_may_not_delete(client, mallory, url):
    client.force_login(mallory)
    assert client.post(url).status_code == 403
    assert Comment.objects.visible().exists()


def test_guest_signs_in_first(client, url):
    assert client.post(url).url == f"/accounts/login/?next={url}"
    assert Comment.objects.visible().exists()
