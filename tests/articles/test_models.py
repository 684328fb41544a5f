"""What the database promises of articles and bylines."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article, Byline
from tests.factories import make_article, make_category

pytestmark = pytest.mark.django_db


def change(article, **fields):
    with transaction.atomic():
        Article.objects.filter(pk=article.pk).update(**fields)


def test_published_article_has_a_date():
    with pytest.raises(IntegrityError, match="article_published_has_a_date"):
        change(make_article(), published_at=None)


def test_article_expires_after_it_is_published():
    article = make_article()
    with pytest.raises(IntegrityError, match="article_expires_after_it_is_published"):
        change(article, expires_at=article.published_at - timedelta(seconds=1))
    change(make_article(status="draft"), published_at=None, expires_at=timezone.now() - timedelta(days=1))


def test_author_signs_an_article_once(alice):
    article = make_article(authors=[alice])
    with pytest.raises(IntegrityError), transaction.atomic():
        Byline.objects.create(article=article, author=alice)


def test_addresses_are_unique():
    make_article(slug="chips")
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.create(title="Chips", slug="chips", category=make_category())
