from datetime import timedelta

import pytest
from django.utils import timezone

from reactions import jinja
from reactions.models import ViewDay
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def read(title, *views, **fields):
    """An article and how often it was read today, yesterday and so on."""
    article = make_article(title, **fields)
    today = timezone.now().date()
    days = [ViewDay(article=article, day=today - timedelta(days=ago), views=count) for ago, count in enumerate(views)]
    ViewDay.objects.bulk_create(days)


def titles():
    return [article.title for article in jinja.most_read()]


def test_days_are_added_up_most_viewed_first():
    read("Once", 9)
    read("Often", 4, 4, 4)
    read("Long ago", 1, *[0] * 6, 99)
    assert titles() == ["Often", "Once", "Long ago"]


def test_only_the_first_of_a_day_are_candidates(monkeypatch):
    monkeypatch.setattr(jinja, "CANDIDATES", 1)
    read("First today", 3, 1)
    read("First yesterday", 1, 5)
    read("Always second", 2, 4)
    assert titles() == ["First yesterday", "First today"]


def test_what_readers_may_not_see_is_left_out():
    read("Gone", 9, status="archived")
    read("Here", 1)
    assert titles() == ["Here"]
