"""What readers did by the hour and by the day, of each article and of all that one category or author has."""

import uuid
from datetime import UTC, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from articles.models import Activity, Delta
from articles.models.activity import Kind, Span, Subject
from comments.models import Comment
from reactions.days import wrong_days
from reactions.models import DISLIKE, LIKE, Person, Reaction, ViewDay
from tests.factories import make_article, make_category, make_comment, make_reaction, make_user

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 10, 12, 30, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    """A clock that is set by hand."""
    now = SimpleNamespace(now=NOON)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now.now)
    for model in (Reaction, Comment):  # which took the clock along when they were defined
        monkeypatch.setattr(model._meta.get_field("created_at"), "_get_default", lambda: now.now)
    return now


def numbers(kind, key, span, start):
    """Views, likes, dislikes and comments of that hour or day."""
    Activity.settle()
    row = Activity.objects.of(Subject(kind, key)).filter(span=span, start=start).first()
    return row and (row.views, row.likes, row.dislikes, row.comments)


def today(article):
    return numbers(Kind.ARTICLE, article.pk, Span.DAY, Span.DAY.begin(timezone.now()))


def test_everything_that_readers_do_is_in_the_day_and_in_the_hour_of_all_who_own_it(clock, alice, editor):
    article = make_article(authors=[alice, editor])
    ViewDay.add({(article.pk, NOON.date()): 3})
    make_reaction(article)
    make_reaction(article, value=DISLIKE)
    make_comment(article)
    owners = [(Kind.ARTICLE, article.pk), (Kind.CATEGORY, article.category_id), (Kind.AUTHOR, alice.pk)]
    for kind, key in [*owners, (Kind.AUTHOR, editor.pk)]:
        assert numbers(kind, key, Span.DAY, datetime(2026, 3, 10, tzinfo=UTC)) == (3, 1, 1, 1)
        assert numbers(kind, key, Span.HOUR, datetime(2026, 3, 10, 12, tzinfo=UTC)) == (3, 1, 1, 1)
    assert not Delta.objects.exists()


def test_what_is_settled_in_parts_is_added_up(clock):
    articles = [make_article() for _ in range(3)]
    for _ in range(2):
        ViewDay.add({(article.pk, NOON.date()): number for number, article in enumerate(articles, 1)})
        Activity.settle()
    assert [today(article)[0] for article in articles] == [2, 4, 6]
    category = articles[0].category_id
    assert numbers(Kind.CATEGORY, category, Span.DAY, datetime(2026, 3, 10, tzinfo=UTC)) == (12, 0, 0, 0)


def test_switch_and_undo_are_counted_where_the_first_word_was(clock):
    article, person = make_article(), Person(visitor=uuid.uuid4())
    Reaction.objects.set_on_article(article, person, LIKE)
    assert today(article) == (0, 1, 0, 0)
    clock.now = NOON + timedelta(days=3)
    Reaction.objects.set_on_article(article, person, DISLIKE)
    assert today(article) is None
    assert numbers(Kind.ARTICLE, article.pk, Span.DAY, datetime(2026, 3, 10, tzinfo=UTC)) == (0, 0, 1, 0)
    Reaction.objects.set_on_article(article, person, 0)
    assert numbers(Kind.ARTICLE, article.pk, Span.DAY, datetime(2026, 3, 10, tzinfo=UTC)) == (0, 0, 0, 0)


def test_comment_that_is_taken_away_is_taken_off_its_day(clock, mona):
    article = make_article()
    hidden, deleted = make_comment(article), make_comment(article)
    assert today(article) == (0, 0, 0, 2)
    hidden.hide(by=mona)
    deleted.delete_by_author()
    assert today(article) == (0, 0, 0, 0)
    hidden.restore(by=mona)
    assert today(article) == (0, 0, 0, 1)


def test_views_that_waited_over_midnight_count_for_the_day_on_which_they_were_seen(clock):
    article = make_article()
    yesterday = NOON.date() - timedelta(days=1)
    ViewDay.add({(article.pk, yesterday): 5})
    assert numbers(Kind.ARTICLE, article.pk, Span.DAY, datetime(2026, 3, 9, tzinfo=UTC)) == (5, 0, 0, 0)
    assert numbers(Kind.ARTICLE, article.pk, Span.HOUR, datetime(2026, 3, 9, 23, tzinfo=UTC)) == (5, 0, 0, 0)


def test_numbers_go_along_with_an_article_that_changes_its_category_and_authors(alice, editor):
    article, new = make_article(authors=[alice]), make_category("Science")
    old = article.category_id
    make_reaction(article)
    Activity.settle()
    make_reaction(article)  # not settled when the article moves
    article.category = new
    article.save()
    article.sign([editor.pk])
    day = Span.DAY.begin(timezone.now())
    assert numbers(Kind.CATEGORY, new.pk, Span.DAY, day) == (0, 2, 0, 0)
    assert numbers(Kind.CATEGORY, old, Span.DAY, day) == (0, 0, 0, 0)
    assert numbers(Kind.AUTHOR, editor.pk, Span.DAY, day) == (0, 2, 0, 0)
    assert numbers(Kind.AUTHOR, alice.pk, Span.DAY, day) == (0, 0, 0, 0)


def test_deleted_article_takes_its_numbers_along(alice):
    article = make_article(authors=[alice])
    make_reaction(article)
    Activity.settle()
    make_reaction(article)
    article.delete()
    Activity.settle()
    assert not Activity.objects.filter(kind=Kind.ARTICLE).exists()
    assert set(Activity.objects.values_list("likes", flat=True)) == {0}


def test_hours_are_dropped_after_three_days_and_days_after_two_months(clock):
    article = make_article()
    make_reaction(article)
    Activity.settle()
    clock.now = NOON + timedelta(days=4)
    Activity.prune()
    assert set(Activity.objects.values_list("span", flat=True)) == {Span.DAY}
    clock.now = NOON + timedelta(days=63)
    Activity.prune()
    assert not Activity.objects.exists()


def test_old_reaction_that_is_taken_back_leaves_no_trace_in_the_days(clock):
    article, person = make_article(), Person(visitor=uuid.uuid4())
    Reaction.objects.set_on_article(article, person, LIKE)
    clock.now = NOON + timedelta(days=70)
    Activity.prune()
    Reaction.objects.set_on_article(article, person, 0)
    Activity.settle()
    assert not Activity.objects.exists()


def test_recount_finds_and_corrects_wrong_days(alice, capsys):
    article = make_article(authors=[alice])
    make_reaction(article)
    Activity.settle()
    day = Activity.objects.filter(span=Span.DAY)
    day.filter(kind=Kind.AUTHOR).delete()
    day.filter(kind=Kind.ARTICLE).update(likes=7)
    with pytest.raises(CommandError) as failure:
        call_command("recount", "--check")
    assert failure.value.returncode == 1
    said = capsys.readouterr().out
    assert f"article {article.pk} on {timezone.now():%Y-%m-%d}: likes is 7, should be 1" in said
    assert f"author {alice.pk} on {timezone.now():%Y-%m-%d}: likes is 0, should be 1" in said
    call_command("recount")
    assert today(article) == (0, 1, 0, 0)
    assert list(wrong_days()) == []


def test_upgrade_counts_the_days_before_it(alice):
    article = make_article(authors=[alice, make_user()])
    ViewDay.add({(article.pk, timezone.now().date() - timedelta(days=9)): 4})
    make_reaction(article, value=DISLIKE)
    make_comment(article)
    Activity.settle()
    Activity.objects.all().delete()
    import_module("reactions.migrations.0003_days_before").fill(apps, SimpleNamespace(connection=connection))
    assert Activity.objects.count() == 8
    assert list(wrong_days()) == []
