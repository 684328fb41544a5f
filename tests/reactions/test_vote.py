import pytest
from django.test import Client

from comments.models import Comment
from reactions.models import Reaction

from ..factories import make_comment

HTMX = {"HX-Request": "true"}


@pytest.fixture
def comment(article):
    return make_comment(article)


@pytest.fixture
def url(comment):
    return f"/comments/{comment.pk}/vote/"


def score(comment) -> int:
    return Comment.objects.get(pk=comment.pk).score


def test_reader_votes_switches_and_takes_back(as_bob, comment, url):
    for value, expected in [("like", 1), ("like", 1), ("dislike", -1), ("none", 0), ("none", 0), ("dislike", -1)]:
        response = as_bob.post(url, {"value": value})
        assert response.url == f"/comments/{comment.pk}/"
        assert score(comment) == expected


def test_votes_add_up(client, comment, url, bob, mallory, mona):
    for person, value in ((bob, "like"), (mallory, "like"), (mona, "dislike")):
        client.force_login(person)
        client.post(url, {"value": value})
    assert score(comment) == 1


def test_htmx_gets_the_buttons(as_bob, comment, url):
    response = as_bob.post(url, {"value": "like"}, headers=HTMX)
    assert response.text.startswith(f'<div class="votes" id="votes-{comment.pk}" hx-swap-oob="true">')
    assert f'id="up-{comment.pk}" name="value" value="none" aria-pressed="true"' in response.text
    assert "</span>1</span>" in response.text


def test_score_below_zero_points_down_and_has_a_real_minus(client, as_bob, comment, url):
    as_bob.post(url, {"value": "dislike"})
    client.logout()
    page = client.get(comment.article.get_absolute_url()).text
    assert (
        '<span class="votes__score votes__score--down"><span class="visually-hidden">Score </span>\u22121</span>'
        in page
    )


def test_nobody_votes_on_their_own(client, comment, url):
    client.force_login(comment.author)
    assert client.post(url, {"value": "like"}).status_code == 403
    assert score(comment) == 0


def test_guest_signs_in_first_and_comes_back_to_the_comment(client, comment, url):
    sign_in = f"/accounts/login/?next=/comments/{comment.pk}/"
    assert client.post(url, {"value": "like"}).url == sign_in
    assert client.post(url, {"value": "like"}, headers=HTMX).headers["HX-Redirect"] == sign_in
    assert not Reaction.objects.exists()


def test_vote_needs_the_token(bob, url):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(bob)
    assert browser.post(url, {"value": "like"}).status_code == 403


@pytest.mark.parametrize("sent", [{}, {"value": "x"}, {"value": "\0"}])
def test_other_values_are_refused(as_bob, url, sent):
    assert as_bob.post(url, sent).status_code == 400


def test_hidden_and_deleted_comments_take_no_votes(as_bob, comment, url, mona):
    comment.hide(by=mona)
    assert as_bob.post(url, {"value": "like"}).status_code == 404


def test_unpublished_article_takes_no_votes(as_bob, article, url):
    article.unpublish()
    assert as_bob.post(url, {"value": "like"}).status_code == 404


def test_only_post_votes(as_bob, url):
    assert as_bob.get(url).status_code == 405


def test_unknown_comment_is_404(as_bob, db):
    assert as_bob.post(f"/comments/{10**30}/vote/", {"value": "like"}).status_code == 404
