from datetime import timedelta

import pytest
from django.utils import timezone

from following.models import Digest, Follower
from following.models.digest import due_at
from tests.factories import make_article, make_tag


@pytest.fixture
def chips(db):
    return make_tag("Chips")


@pytest.fixture
def make_follower():
    """Since long before the last digest was due."""

    def make_follower(email="", *topics, user=None, rhythm="daily"):
        long_ago = timezone.now() - timedelta(days=30)
        told = due_at(rhythm, timezone.now()) - timedelta(days=7 if rhythm == "weekly" else 1)
        follower = Follower.objects.create(
            email=email or None, user=user, rhythm=rhythm, created_at=long_ago, told_up_to=told
        )
        for topic in topics:
            follower.follow(topic)
        follower.follows.update(at=long_ago)
        return follower

    return make_follower


@pytest.fixture
def due(db):
    """The daily digest that is to go out now."""
    return Digest.objects.create(rhythm="daily", until=due_at("daily", timezone.now()))


@pytest.fixture
def make_news():
    """Published an hour before the daily digest was due."""

    def make_news(title, **fields):
        return make_article(title, published_at=due_at("daily", timezone.now()) - timedelta(hours=1), **fields)

    return make_news
