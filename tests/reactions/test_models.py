"""What the database promises."""

import uuid
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from reactions.models import LIKE, Reaction, ViewDay

from ..factories import make_comment, make_reaction


def create(**fields):
    with transaction.atomic():
        Reaction.objects.create(**({"value": LIKE} | fields))


def refused(name="UNIQUE|unique"):
    return pytest.raises(IntegrityError, match=name)


def test_one_row_of_views_per_article_and_day(article):
    ViewDay.objects.create(article=article, day=date(2026, 1, 1))
    with refused(), transaction.atomic():
        ViewDay.objects.create(article=article, day=date(2026, 1, 1))


def test_one_reaction_per_account(article, bob):
    create(article=article, user=bob)
    with refused():
        create(article=article, user=bob, value=-1)


def test_one_reaction_per_browser(article):
    visitor = uuid.uuid4()
    create(article=article, visitor=visitor)
    with refused():
        create(article=article, visitor=visitor)


def test_one_vote_per_account(article, bob):
    comment = make_comment(article)
    create(comment=comment, user=bob)
    with refused():
        create(comment=comment, user=bob)


@pytest.mark.parametrize("value", [0, 2, -2])
def test_only_like_and_dislike(article, bob, value):
    with refused("reaction_is_like_or_dislike"):
        create(article=article, user=bob, value=value)


def test_exactly_one_target(article, bob):
    with refused("reaction_has_exactly_one_target"):
        create(user=bob)
    with refused("reaction_has_exactly_one_target"):
        create(user=bob, article=article, comment=make_comment(article))


def test_exactly_one_person(article, bob):
    with refused("reaction_has_exactly_one_person"):
        create(article=article)
    with refused("reaction_has_exactly_one_person"):
        create(article=article, user=bob, visitor=uuid.uuid4())


def test_only_accounts_vote_on_comments(article):
    with refused("reaction_to_comment_has_account"):
        create(comment=make_comment(article), visitor=uuid.uuid4())


def test_one_row_of_views_a_day(article):
    ViewDay.add({(article.pk, date(2026, 1, 1)): 1})
    ViewDay.add({(article.pk, date(2026, 1, 1)): 1})
    day = ViewDay.objects.get()
    assert day.views == 2
    with refused(), transaction.atomic():
        ViewDay.objects.create(article=article, day=day.day)


def test_account_does_not_vanish_behind_the_counters_back(article, bob):
    make_reaction(article, user=bob)
    with pytest.raises(ProtectedError):
        bob.delete()
