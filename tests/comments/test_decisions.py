"""Whatever is decided in whatever order, by however many at once: counters, trees, the log and what was learned agree."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Stats
from comments.models import Comment, HoldReason, ModerationEntry, OvertakenError, RefusedError, Report, SpamCount
from comments.planting import plant
from comments.rows import Tree, rows_of

from ..factories import make_article, make_comment, make_user

ACTS = ["post", "reply", "edit", "delete", "hold", "hide", "spam", "restore", "keep", "undo", "report"]


@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 3), st.integers(0, 5)), max_size=25))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_everything_agrees_whatever_is_decided(db, acts):
    article, people = make_article(), [make_user() for _ in range(4)]
    learned_before = learned()
    for act, who, which in acts:
        comments = list(article.comments.order_by("pk"))
        _do(act, article, people[who], comments[which % len(comments)] if comments else None)
    comments = list(article.comments.order_by("pk"))
    assert Stats.objects.get(article=article).comments == sum(comment.is_visible for comment in comments)
    assert shown(article) == to_be_shown(comments)
    for comment in comments:
        log = list(comment.log.order_by("pk"))
        assert comment.decisions == len(log)
        assert comment.status == (log[-1].to_status if log else "visible")
        assert all(one.to_status == next_one.from_status for one, next_one in pairwise(log))
    spam, ham = ([comment.learned_as for comment in comments].count(label) for label in ("spam", "ham"))
    assert learned() == (learned_before[0] + spam, learned_before[1] + ham)
    assert not Report.objects.filter(settled_at=None, settled_by__isnull=False).exists()


def _do(act, article, person, comment):
    if act == "post" or comment is None:
        make_comment(article, person)
        return
    entry = comment.log.order_by("-pk").first()
    try:
        {
            "reply": lambda: make_comment(parent=comment, author=person),
            "edit": lambda: comment.edit("Other words."),
            "delete": comment.delete_by_author,
            "hold": lambda: comment.hold([HoldReason(kind="moderator")], by=person),
            "hide": lambda: comment.hide(by=person, code="abuse"),
            "spam": lambda: comment.hide(by=person, code="spam"),
            "restore": lambda: comment.restore(by=person),
            "keep": lambda: comment.keep(by=person),
            "undo": lambda: comment.undo(entry, by=person) if entry else None,
            "report": lambda: comment.report(by=person, reason="abuse"),
        }[act]()
    except RefusedError:
        assert act == "undo" or person == comment.author


def learned() -> tuple[int, int]:
    return SpamCount.objects.values_list("spam", "ham").filter(bucket=0).first() or (0, 0)


def shown(article) -> set[int]:
    nodes = plant(Tree(tuple(rows_of(article.comments.order_by("pk")))), AnonymousUser())
    return {pk for pk, node in nodes.items() if node.is_needed}


def to_be_shown(comments) -> set[int]:
    """What is visible, and all that it answers."""
    by_key = {comment.pk: comment for comment in comments}
    needed = set()
    for comment in comments:
        at = comment.pk if comment.is_visible else None
        while at:
            needed.add(at)
            at = by_key[at].parent_id
    return needed


def at_once(acts):
    def run(act):
        try:
            return act()
        except OvertakenError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return [future.result() for future in [pool.submit(run, act) for act in acts]]


@pytest.mark.django_db(transaction=True)
def test_of_twelve_moderators_at_once_one_decides_and_the_others_are_told():
    comment, people = make_comment(), [make_user() for _ in range(12)]
    seen = Comment.objects.get().seen_as

    def decide(number, person):
        own = Comment.objects.get(pk=comment.pk)
        if number % 2:
            return own.hide(by=person, code="spam", seen=seen)
        return own.keep(by=person, seen=seen)

    answers = at_once([lambda n=n, who=who: decide(n, who) for n, who in enumerate(people)])
    assert answers.count(None) == 1
    assert all("Nothing was changed" in str(answer) for answer in answers if answer)
    entry = ModerationEntry.objects.get()
    comment.refresh_from_db()
    assert comment.status == entry.to_status
    assert Stats.objects.get(article=comment.article).comments == comment.is_visible


@pytest.mark.django_db(transaction=True)
def test_of_eight_undos_at_once_one_counts():
    comment, mona = make_comment(), make_user()
    comment.hide(by=mona, code="spam")
    entry = comment.log.get()
    answers = at_once([lambda: Comment.objects.get(pk=comment.pk).undo(entry, by=mona)] * 8)
    assert answers.count(None) == 1
    assert ModerationEntry.objects.count() == 2
    assert Stats.objects.get(article=comment.article).comments == 1
    assert learned() == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_twelve_reports_at_once_hold_a_comment_once():
    comment, people = make_comment(), [make_user() for _ in range(12)]
    at_once([lambda who=who: Comment.objects.get(pk=comment.pk).report(by=who, reason="abuse") for who in people])
    assert Comment.objects.get().status == "held"
    assert Report.objects.count() == 12
    assert ModerationEntry.objects.get().act == "held"
    assert Stats.objects.get(article=comment.article).comments == 0


@pytest.mark.django_db(transaction=True)
def test_comments_with_the_same_words_are_learned_at_once():
    comments, mona = [make_comment(body=f"cheap pills {number}") for number in range(12)], make_user()
    at_once([lambda one=one: one.hide(by=mona, code="spam") for one in comments])
    assert learned() == (12, 0)
