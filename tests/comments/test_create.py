import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, Stats
from comments.models import FLOOD_COUNT, FLOOD_WINDOW, MAX_LENGTH, Comment

from ..factories import make_article, make_comment

URL = "/articles/chips/comments/"
HTMX = {"HX-Request": "true"}


def test_comment_is_posted_counted_and_shown(as_bob, article, bob):
    response = as_bob.post(URL, {"body": "I *like* chips."})
    comment = Comment.objects.get()
    assert response.status_code == 302
    assert response.url == f"/articles/chips/#comment-{comment.pk}"
    assert (comment.author, comment.article, comment.parent, comment.root) == (bob, article, None, None)
    assert Stats.objects.get(article=article).comments == 1
    page = as_bob.get("/articles/chips/").text
    assert f'<article class="comment" id="comment-{comment.pk}">' in page
    assert "I <em>like</em> chips." in page
    assert '<p class="visually-hidden" id="comments-said" role="status">Your comment is posted.</p>' in page
    assert "Comments (1)" in page


def test_htmx_gets_the_discussion_with_focus_on_the_new_comment(as_bob, article):
    response = as_bob.post(URL, {"body": "Hello"}, headers=HTMX, follow=True)
    comment = Comment.objects.get()
    assert response.status_code == 200
    assert f'id="comment-{comment.pk}" tabindex="-1" autofocus' in response.text


def test_reply_knows_its_root(as_bob, article):
    root = make_comment(article)
    as_bob.post(URL, {"body": "First", "parent": root.pk})
    reply = Comment.objects.get(body="First")
    as_bob.post(URL, {"body": "Second", "parent": reply.pk})
    second = Comment.objects.get(body="Second")
    assert (reply.parent, reply.root) == (root, root)
    assert (second.parent, second.root) == (reply, root)


def test_reader_of_the_oldest_first_stays_there(as_bob, article):
    for _ in range(20):
        make_comment(article)
    response = as_bob.post(URL + "?order=oldest", {"body": "Last"})
    comment = Comment.objects.get(body="Last")
    assert response.url == f"/articles/chips/?page=2&order=oldest#comment-{comment.pk}"


@pytest.mark.parametrize("body", ["", " ", "\r\n\t\u00a0\r\n", "\u200b\u200d"])
def test_comment_without_words_is_refused(as_bob, article, body):
    response = as_bob.post(URL, {"body": body})
    assert response.status_code == 422
    assert "Please write something first." in response.text
    assert not Comment.objects.exists()


def test_longest_comment_passes(as_bob, article):
    assert as_bob.post(URL, {"body": "я" * MAX_LENGTH}).status_code == 302


def test_new_lines_count_once_however_the_browser_sends_them(as_bob, article):
    lines = "a\r\n" * (MAX_LENGTH // 2 - 1) + "ab"
    assert as_bob.post(URL, {"body": lines}).status_code == 302
    assert Comment.objects.get().body == lines.replace("\r\n", "\n")


def test_too_long_comment_is_refused_and_comes_back_whole(as_bob, article):
    body = "x" * (MAX_LENGTH + 1)
    response = as_bob.post(URL, {"body": body})
    assert response.status_code == 422
    assert "A comment can have up to 10,000 characters; yours has 10001." in response.text
    assert body in response.text


@pytest.mark.parametrize("body", ["a\0b", "a\x08b"])
def test_unprintable_characters_are_refused_and_taken_out(as_bob, article, body):
    response = as_bob.post(URL, {"body": body})
    assert response.status_code == 422
    assert "Characters that cannot be shown were taken out." in response.text
    assert ">\nab</textarea>" in response.text


@pytest.mark.parametrize("body", ["🙂👩‍👩‍👧", "مرحبا \u202eعربى", "<script>alert(1)</script>", "&lt;", "{{ 7*7 }}"])
def test_strange_words_are_kept_as_text(as_bob, article, body):
    assert as_bob.post(URL, {"body": body}).status_code == 302
    page = as_bob.get("/articles/chips/")
    assert page.status_code == 200
    assert "<script>alert(1)" not in page.text
    assert "49" not in Comment.objects.get().body_html


def test_same_words_twice_are_refused(as_bob, article):
    as_bob.post(URL, {"body": "Same"})
    response = as_bob.post(URL, {"body": " Same\r\n"})
    assert response.status_code == 422
    assert "You have just posted the same words." in response.text
    assert Comment.objects.count() == 1


def test_same_words_are_welcome_after_deleting_the_first(as_bob, article):
    as_bob.post(URL, {"body": "Same"})
    Comment.objects.get().delete_by_author()
    assert as_bob.post(URL, {"body": "Same"}).status_code == 302


def test_same_words_of_somebody_else_are_welcome(as_bob, article):
    make_comment(article, body="Same")
    assert as_bob.post(URL, {"body": "Same"}).status_code == 302


def test_flood_is_stopped_with_the_waiting_time(as_bob, article, bob):
    now = timezone.now()
    for number in range(FLOOD_COUNT):
        make_comment(article, bob, created_at=now - timedelta(seconds=90 - number))
    response = as_bob.post(URL, {"body": "One more"})
    assert response.status_code == 422
    wait = (FLOOD_WINDOW - timedelta(seconds=90)).seconds
    assert any(f"Please wait {seconds} seconds" in response.text for seconds in range(wait - 5, wait + 1))
    assert "One more</textarea>" in response.text


def test_deleting_does_not_end_a_flood(as_bob, article, bob):
    for _ in range(FLOOD_COUNT):
        make_comment(article, bob).delete_by_author()
    assert as_bob.post(URL, {"body": "One more"}).status_code == 422


def test_flood_ends_with_its_window(as_bob, article, bob):
    for _ in range(FLOOD_COUNT):
        make_comment(article, bob, created_at=timezone.now() - FLOOD_WINDOW)
    assert as_bob.post(URL, {"body": "One more"}).status_code == 302


@pytest.mark.parametrize("parent", ["0", "-1", "x", "9" * 30, "1e3", "٣", "5; drop table"])
def test_unknown_parent_is_refused_and_the_words_come_back(as_bob, article, parent):
    response = as_bob.post(URL, {"body": "An answer", "parent": parent})
    assert response.status_code == 422
    assert "The comment you answer is gone." in response.text
    assert "An answer</textarea>" in response.text
    assert '<input type="hidden" name="parent" value="">' in response.text


def test_reply_across_articles_is_refused(as_bob, article):
    assert as_bob.post(URL, {"body": "x", "parent": make_comment().pk}).status_code == 422


@pytest.mark.parametrize("verb", ["hide", "delete"])
def test_reply_to_what_is_gone_is_refused(as_bob, article, mona, verb):
    comment = make_comment(article)
    comment.hide(by=mona) if verb == "hide" else comment.delete_by_author()
    response = as_bob.post(URL, {"body": "x", "parent": comment.pk})
    assert response.status_code == 422
    assert "The comment you answer is gone." in response.text


def test_closed_discussion_refuses_and_gives_the_words_back(as_bob):
    make_article("Chips", comments_open=False)
    assert "Comments on this article are closed." in as_bob.get("/articles/chips/").text
    response = as_bob.post(URL, {"body": "Too late"})
    assert response.status_code == 403
    assert "Too late</textarea>" in response.text
    assert not Comment.objects.exists()


@pytest.mark.parametrize("status", [Article.Status.DRAFT, Article.Status.ARCHIVED])
def test_unpublished_article_takes_no_comments(as_bob, status):
    make_article("Chips", status=status)
    assert as_bob.post(URL, {"body": "x"}).status_code == 404


def test_only_post_creates(as_bob, article):
    assert as_bob.get(URL).status_code == 405


def test_form_without_token_comes_back_with_its_words(bob, article):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(bob)
    response = browser.post(URL, {"body": "Precious words"})
    assert response.status_code == 403
    assert "Precious words</textarea>" in response.text
    assert not Comment.objects.exists()


def test_token_of_the_page_is_accepted(bob, article):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(bob)
    page = browser.get("/articles/chips/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
    response = browser.post(URL, {"body": "Words", "csrfmiddlewaretoken": token})
    assert response.status_code == 302
    assert Comment.objects.count() == 1


def test_form_of_another_site_is_refused(as_bob, article):
    response = as_bob.post(URL, {"body": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert not Comment.objects.exists()


def test_refused_form_has_the_focus_where_it_is_corrected(as_bob, article):
    assert "autofocus" in as_bob.post(URL, {"body": ""}).text
