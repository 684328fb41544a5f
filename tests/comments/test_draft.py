"""What guests type survives signing in."""

import re

import pytest
from django.test import Client

from accounts.models import User
from comments.drafts import LONGEST
from comments.models import Comment

from ..factories import PASSWORD, make_article, make_comment

URL = "/articles/chips/comments/"
SIGN_IN = "/accounts/login/?next=/articles/chips/%23comment-form"


def test_guest_reads_how_to_comment(client, article):
    response = client.get("/articles/chips/")
    assert (
        f'To be able to leave a comment - you have to <a href="{SIGN_IN}" data-draft="comment-draft">authorize</a> '
        "on our website</p>"
    ) in response.text
    assert '<form class="composer__form" id="comment-draft" method="post"' in response.text
    assert "csrfmiddlewaretoken" not in response.text
    assert not response.cookies


def test_guest_is_sent_to_sign_in(client, article):
    response = client.post(URL, {"body": "Hello"})
    assert response.status_code == 302
    assert response.url == SIGN_IN
    assert not Comment.objects.exists()


def test_guest_without_words_is_sent_to_sign_in_without_a_session(client, article):
    response = client.post(URL, {"body": "  "})
    assert response.url == SIGN_IN
    assert not response.cookies


def test_words_are_there_after_signing_in(client, article, bob):
    parent = make_comment(article, body="A question")
    client.post(URL, {"body": "An <answer>", "parent": parent.pk})
    response = client.post(SIGN_IN, {"login": "bob", "password": PASSWORD})
    assert response.status_code == 302
    assert response.url == "/articles/chips/#comment-form"
    page = client.get("/articles/chips/").text
    assert "An &lt;answer&gt;</textarea>" in page
    assert f'<input type="hidden" name="parent" value="{parent.pk}">' in page


def test_words_are_there_after_signing_up(client, article, mailoutbox):
    client.post(URL, {"body": "My first words"})
    client.post(
        "/accounts/signup/?next=/articles/chips/%23comment-form",
        {"email": "nia@example.com", "username": "nia", "password1": PASSWORD},
    )
    code = next(word for word in mailoutbox[0].body.split() if word.isdigit() and len(word) == 6)
    response = client.post("/accounts/confirm-email/", {"code": code})
    assert response.url == "/articles/chips/#comment-form"
    assert User.objects.get(username="nia").is_authenticated
    assert "My first words</textarea>" in client.get("/articles/chips/").text


def test_words_are_forgotten_once_they_are_posted(as_bob, article):
    guest = Client()
    guest.post(URL, {"body": "Mine"})
    guest.post(SIGN_IN, {"login": "bob", "password": PASSWORD})
    guest.post(URL, {"body": "Mine, corrected"})
    assert "Mine</textarea>" not in guest.get("/articles/chips/").text


def test_words_stay_with_their_article(client, article, bob):
    make_article("Other")
    client.post(URL, {"body": "About chips"})
    client.force_login(bob)
    assert "About chips" not in client.get("/articles/other/").text


def test_session_that_ended_while_typing_loses_nothing(as_bob, article):
    page = as_bob.get("/articles/chips/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
    as_bob.logout()
    response = as_bob.post(URL, {"body": "Typed slowly", "csrfmiddlewaretoken": token})
    assert response.url == SIGN_IN
    as_bob.post(SIGN_IN, {"login": "bob", "password": PASSWORD})
    assert "Typed slowly</textarea>" in as_bob.get("/articles/chips/").text


def test_htmx_is_sent_to_sign_in_as_a_whole_page(client, article):
    response = client.post(URL, {"body": "Hello"}, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert response.headers["HX-Redirect"] == SIGN_IN


def test_too_long_words_are_kept_to_be_shortened(client, article, bob):
    client.post(URL, {"body": "x" * 12_000})
    client.force_login(bob)
    assert "x" * 12_000 in client.get("/articles/chips/").text


def test_endless_words_are_cut(client, article):
    client.post(URL, {"body": "x" * 50_000})
    assert len(client.session["comment_draft"]["body"]) == LONGEST


@pytest.mark.parametrize("body", ["🙂", "a\0b", "\u202eعربى", "</textarea><script>"])
def test_strange_words_survive(client, article, bob, body):
    client.post(URL, {"body": body, "parent": "9" * 40})
    client.force_login(bob)
    page = client.get("/articles/chips/")
    assert page.status_code == 200
    assert "</textarea><script>" not in page.text


def test_flood_of_drafts_is_stopped_and_gives_the_words_back(client, article):
    for _ in range(30):
        client.post(URL, {"body": "x"})
    response = client.post(URL, {"body": "The thirty-first"})
    assert response.status_code == 429
    assert "The thirty-first</textarea>" in response.text


def test_guest_reads_that_comments_are_closed(client, db):
    make_article("Chips", comments_open=False)
    assert "authorize" not in client.get("/articles/chips/").text
    assert client.post(URL, {"body": "Too late"}).status_code == 403


def test_flood_of_edits_without_a_session_keeps_no_more_drafts(client, article):
    comment = make_comment(article)
    answers = [client.post(f"/comments/{comment.pk}/edit/", {"body": f"Text {number}"}) for number in range(40)]
    assert [answers[0].status_code, answers[-1].status_code] == [302, 429]
    assert "readonly>Text 39</textarea>" in answers[-1].text


def test_way_to_sign_in_is_kept_by_no_cache(client, article):
    response = client.get(f"/comments/{make_comment(article).pk}/edit/", headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"]
    assert "private" in response.headers["Cache-Control"]
