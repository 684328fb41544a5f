"""`manage.py recount` and every way the counters move."""

import io
import uuid
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Q
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Activity, Stats
from comments.models import Comment
from reactions.days import wrong_days
from reactions.models import DISLIKE, LIKE, Person, Reaction, ViewDay
from reactions.recount import wrong_comments, wrong_stats

from ..factories import make_article, make_category, make_comment, make_reaction, make_user


def recount(*arguments: str) -> str:
    said = io.StringIO()
    call_command("recount", *arguments, stdout=said)
    return said.getvalue()


def test_right_counters_are_confirmed(article):
    make_reaction(article)
    make_comment(article)
    ViewDay.add({(article.pk, date(2026, 1, 1)): 1})
    assert recount("--check") == "All counters agree with their rows.\n"


def test_every_wrong_counter_is_named_and_check_fails(article):
    comment = make_comment(article)
    Stats.objects.update(views=1, likes=2, dislikes=3, comments=4)
    Comment.objects.update(score=5)
    said = io.StringIO()
    with pytest.raises(CommandError) as failure:
        call_command("recount", "--check", stdout=said)
    assert failure.value.returncode == 1
    for told in ("views is 1, should be 0", "likes is 2", "dislikes is 3", "comments is 4, should be 1"):
        assert f"article {article.pk}: {told}" in said.getvalue()
    assert f"comment {comment.pk}: score is 5, should be 0" in said.getvalue()
    assert Stats.objects.get().views == 1


def test_recount_corrects_what_is_wrong(article, bob):
    right = make_article()
    make_reaction(right)
    make_reaction(article, value=DISLIKE)
    comment = make_comment(article)
    Reaction.objects.set_on_comment(comment, bob, LIKE)
    ViewDay.add({(article.pk, date(2026, 1, 1)): 1})
    Stats.objects.filter(article=article).update(views=9, likes=9, dislikes=9, comments=9)
    Comment.objects.update(score=9)
    assert "2 counters corrected." in recount()
    assert str(Stats.objects.get(article=article)) == "1 views, 0 likes, 1 dislikes, 1 comments"
    assert Comment.objects.get().score == 1
    assert Stats.objects.get(article=right).likes == 1
    assert "All counters agree" in recount()


ACTS_OF_READERS = ["post", "reply", "edit", "delete", "hide", "restore", "react", "vote", "sign in", "view"]
ACTS = st.lists(
    st.tuples(
        st.sampled_from([*ACTS_OF_READERS, "settle", "file", "sign"]),
        st.integers(0, 3),
        st.integers(0, 5),
    ),
    max_size=25,
)


@given(acts=ACTS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_counters_agree_whatever_people_do(db, acts):
    article, people = make_article(), [make_user() for _ in range(3)]
    browsers = [uuid.uuid4() for _ in range(2)]
    comments: list[Comment] = []
    for act, who, what in acts:
        person, comment = people[who % 3], comments[what % len(comments)] if comments else None
        _do(act, article, person, browsers[who % 2], comment, what, comments)
    assert not wrong_stats().exists()
    assert not wrong_comments().exists()
    Activity.settle()
    assert list(wrong_days()) == []
    assert not Activity.objects.filter(Q(views__lt=0) | Q(likes__lt=0) | Q(dislikes__lt=0) | Q(comments__lt=0)).exists()
    assert Stats.objects.get(article=article).comments == Comment.objects.visible().filter(article=article).count()


def _do(act, article, person, browser, comment, what, comments):
    value = (LIKE, DISLIKE, 0)[what % 3]
    if act == "post":
        comments.append(make_comment(article, person))
    elif act == "react":
        who = Person(user=person) if what < 3 else Person(visitor=browser)
        Reaction.objects.set_on_article(article, who, value)
    elif act == "view":
        ViewDay.add({(article.pk, timezone.now().date() - timedelta(days=what)): 1})
    elif act == "settle":
        Activity.settle()
    elif act == "file":
        article.category = make_category(f"Category {what}")
        article.save()
    elif act == "sign":
        article.sign([person.pk] if what % 2 else [])
    elif act == "sign in":
        Reaction.objects.adopt(browser, person)
    elif comment and act == "reply":
        comments.append(make_comment(parent=comment, author=person))
    elif comment and act == "vote":
        Reaction.objects.set_on_comment(comment, person, value)
    elif comment:
        {
            "edit": lambda: comment.edit("Other words."),
            "delete": comment.delete_by_author,
            "hide": lambda: comment.hide(by=person),
            "restore": lambda: comment.restore(by=make_user()),
        }[act]()
