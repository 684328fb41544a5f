"""What the database promises."""

import pytest
from django.db import IntegrityError, transaction

from comments.jinja import recent_comments
from comments.models import Comment, Report

from ..factories import make_article, make_comment


def test_reply_has_a_parent_and_a_root_or_neither(article, bob):
    root = make_comment(article)
    for half in ({"parent": root}, {"root": root}):
        with pytest.raises(IntegrityError, match="comment_reply_has_parent_and_root"), transaction.atomic():
            Comment.objects.create(article=article, author=bob, body="x", **half)


def test_reader_reports_a_comment_once(article, bob):
    comment = make_comment(article)
    Report.objects.create(comment=comment, reporter=bob, reason="spam")
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(comment=comment, reporter=bob, reason="abuse")


def test_recent_comments_are_those_that_everybody_may_read(bob, mona, django_assert_num_queries):
    article, secret = make_article("Chips"), make_article("Secret")
    for number in range(12):
        make_comment(article, bob, body=f"Number *{number}*")
    make_comment(article, bob, body="Rude").hide(by=mona)
    make_comment(secret, bob, body="Early")
    secret.unpublish()
    with django_assert_num_queries(1):
        said = [(comment.article.title, comment.body) for comment in recent_comments(bob)]
    assert said == [("Chips", f"Number *{number}*") for number in range(11, 1, -1)]


def test_recent_comments_are_on_the_page_of_who_wrote_them(client, article, bob):
    assert "Recent comments" not in client.get("/authors/bob/").text
    make_comment(article, bob, body="Number *one*")
    page = client.get("/authors/bob/").text
    assert "Recent comments" in page
    assert "Number <em>one</em>" in page
