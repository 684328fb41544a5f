"""The classifier learns from moderators, only ever holds, and says why."""

import pytest

from comments.classifier import FEWEST_KNOWN, features_of
from comments.models import Comment, SpamCount
from comments.words import key_of

from ..factories import make_article, make_comment, make_user

PILLS = "Order cheap pills number {} from our shop, best price online today"
TALK = "I think the compiler in chapter {} unrolls this loop, which the article explains well"


@pytest.fixture
def taught(db):
    for number in range(FEWEST_KNOWN + 5):
        SpamCount.learn(PILLS.format(number), "spam")
        SpamCount.learn(TALK.format(number), "ham")


def test_it_says_nothing_before_it_knows_enough(db):
    SpamCount.learn(PILLS, "spam")
    assert SpamCount.verdict(PILLS) is None


def test_what_reads_like_spam_waits_and_the_words_are_named(taught, article):
    spam = make_comment(article, body="Cheap pills, best price in our shop, order online today!")
    assert (spam.status, spam.is_suspect) == ("held", True)
    assert "Reads like spam: 100% likely, for “" in str(spam.hold_reasons.get())
    assert make_comment(article, body="The loop in this article is explained well, I think").is_visible


@pytest.mark.parametrize("text", ["", "…", "漢字", "x" * 10_000, "http://[", "\u202e"])
def test_any_text_can_be_judged(taught, text):
    assert SpamCount.verdict(text) is not None
    assert key_of(text) == 0
    assert 0 not in features_of(text)


def test_decisions_teach_and_taking_them_back_makes_it_forget(article, mona):
    comment = make_comment(article, body="Order cheap pills")
    comment.hide(by=mona, code="spam")
    assert counted() == (1, 0)
    comment.undo(comment.log.get(), by=mona)
    assert counted() == (0, 0)
    comment.hide(by=mona, code="spam")
    comment.restore(by=mona)
    assert counted() == (0, 1)
    comment.hide(by=mona, code="off_topic")
    assert counted() == (0, 0)


def counted():
    return SpamCount.objects.values_list("spam", "ham").get(bucket=0)


def test_it_learns_nothing_from_rules_or_authors(article, bob):
    comment = make_comment(article, bob)
    comment.delete_by_author()
    for _ in range(3):
        make_comment(article)
    reported = make_comment(article)
    for _ in range(3):
        reported.report(by=make_user(), reason="spam")
    assert not SpamCount.objects.exists()
    assert Comment.objects.get(pk=reported.pk).status == "held"


def test_hundred_comments_are_learned_at_a_few_queries_each(article, mona, django_assert_max_num_queries):
    comment = make_comment(make_article(), body="word " * 500)
    with django_assert_max_num_queries(31):
        comment.hide(by=mona, code="spam")
