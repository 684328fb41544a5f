from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, CommentVersion

from ..factories import PASSWORD, make_comment

HTMX = {"HX-Request": "true"}


@pytest.fixture
def comment(article, bob):
    return make_comment(article, bob, body="Frist!")


@pytest.fixture
def url(comment):
    return f"/comments/{comment.pk}/edit/"


def test_author_edits(as_bob, comment, url):
    assert "Frist!</textarea>" in as_bob.get(url).text
    response = as_bob.post(url, {"body": "*First*!"})
    assert response.url == f"/articles/chips/#comment-{comment.pk}"
    comment.refresh_from_db()
    assert comment.body_html == "<p><em>First</em>!</p>\n"
    page = as_bob.get("/articles/chips/").text
    assert "Your comment is changed." in page
    assert 'class="comment__edited"' not in page  # so soon nobody need know


def test_later_change_is_marked_and_moderators_read_the_old_words(client, as_bob, article, bob, mona):
    comment = make_comment(article, bob, body="Old <words>", created_at=timezone.now() - timedelta(minutes=16))
    as_bob.post(f"/comments/{comment.pk}/edit/", {"body": "New words"})
    page = as_bob.get("/articles/chips/").text
    assert '<span class="comment__edited">edited <time' in page
    assert f"/comments/{comment.pk}/history/" not in page
    assert as_bob.get(f"/comments/{comment.pk}/history/").status_code == 403
    client.force_login(mona)
    assert f"/comments/{comment.pk}/history/" in client.get("/articles/chips/").text
    history = client.get(f"/comments/{comment.pk}/history/")
    assert "Old &lt;words&gt;" in history.text
    assert "New words" in history.text


def test_window_of_unmarked_changes_is_a_setting(as_bob, comment, url, settings):
    settings.COMMENT_EDIT_MINUTES = 0
    as_bob.post(url, {"body": "New"})
    assert 'class="comment__edited"' in as_bob.get("/articles/chips/").text


def test_deleting_erases_former_words_too(as_bob, comment, url):
    as_bob.post(url, {"body": "New"})
    assert CommentVersion.objects.get().body == "Frist!"
    comment.delete_by_author()
    assert not CommentVersion.objects.exists()


def test_htmx_gets_the_discussion_back(as_bob, comment, url):
    page = as_bob.post(url, {"body": "New"}, headers=HTMX, follow=True).text
    assert f'id="comment-{comment.pk}" tabindex="-1" autofocus' in page


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_change_is_shown_before_it_is_saved(as_bob, comment, url, headers):
    page = as_bob.post(url, {"body": "It is **salted**.", "preview": "1"}, headers=headers).text
    assert "<strong>salted</strong>" in page
    assert "It is **salted**.</textarea>" in page
    comment.refresh_from_db()
    assert comment.body_html == "<p>Frist!</p>\n"


def test_same_words_may_be_saved_again(as_bob, url):
    assert as_bob.post(url, {"body": "Frist!"}).status_code == 302


def test_refused_words_are_still_there(as_bob, comment, url):
    response = as_bob.post(url, {"body": "x" * 10_001})
    assert response.status_code == 422
    assert "x" * 10_001 in response.text
    comment.refresh_from_db()
    assert comment.body == "Frist!"


def test_empty_form_is_refused(as_bob, url):
    assert as_bob.post(url).status_code == 422


def test_stranger_may_not_edit(client, mallory, comment, url):
    client.force_login(mallory)
    assert client.get(url).status_code == 403
    assert client.post(url, {"body": "Mine"}).status_code == 403
    comment.refresh_from_db()
    assert comment.body == "Frist!"


def test_guest_signs_in_first_and_keeps_the_words(client, comment, url):
    response = client.post(url, {"body": "Second thoughts"})
    assert response.url == f"/accounts/login/?next={url}"
    client.post(response.url, {"login": "bob", "password": PASSWORD})
    assert "Second thoughts</textarea>" in client.get(url).text
    client.post(url, {"body": "Third thoughts"})
    assert "Third thoughts</textarea>" in client.get(url).text


def test_hidden_comment_cannot_be_edited(as_bob, mona, comment, url):
    comment.hide(by=mona)
    assert as_bob.get(url).status_code == 404


def test_comment_of_an_unpublished_article_cannot_be_edited(as_bob, article, url):
    article.unpublish()
    assert as_bob.get(url).status_code == 404


def test_edit_does_not_bring_back_what_was_deleted_meanwhile(comment):
    other_tab = Comment.objects.get(pk=comment.pk)
    comment.delete_by_author()
    other_tab.edit("Still here")
    assert Comment.objects.get().body == ""


def test_edit_needs_the_token(bob, url):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(bob)
    response = browser.post(url, {"body": "Long and precious"})
    assert response.status_code == 403
    assert "Long and precious</textarea>" in response.text


@pytest.mark.parametrize("verb", ["edit", "delete", "report"])
@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(as_bob, comment, verb, method):
    assert getattr(as_bob, method)(f"/comments/{comment.pk}/{verb}/").status_code == 405


@pytest.mark.parametrize("verb", ["", "edit/", "delete/", "report/"])
@pytest.mark.parametrize("pk", ["0", "9" * 19, "9" * 60, "9" * 5000])
def test_unknown_comment_is_404(as_bob, article, verb, pk):
    assert as_bob.get(f"/comments/{pk}/{verb}").status_code == 404


def test_comments_of_drafts_are_nobodys_business(as_bob, article, comment):
    Article.objects.update(status=Article.Status.DRAFT)
    for verb in ("", "delete/", "report/"):
        assert as_bob.get(f"/comments/{comment.pk}/{verb}").status_code == 404


def test_flood_of_edits_is_stopped_and_gives_the_words_back(client, bob):
    comment = make_comment(author=bob)
    client.force_login(bob)
    answers = [client.post(f"/comments/{comment.pk}/edit/", {"body": f"Version {number}"}) for number in range(25)]
    assert answers[0].status_code == 302
    assert answers[-1].status_code == 429
    assert "readonly>Version 24</textarea>" in answers[-1].text
