"""What stands beside tags and bylines follows the article, by whatever means somebody changes it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from articles import listings
from articles.models import Article, Byline, Tagging
from tests.factories import make_article, make_tag, make_user

TOMORROW = timezone.now() + timedelta(days=1)


def dates(model=Tagging):
    return list(model.objects.values_list("listed_at", "expires_at"))


@pytest.fixture
def article(alice):
    return make_article(tags=[make_tag("Chips")], authors=[alice])


def test_new_tag_and_byline_take_the_dates(article):
    assert dates() == dates(Byline) == [(article.published_at, None)]


def test_what_is_not_published_has_no_date(alice):
    make_article(status="draft", tags=[make_tag("Chips")], authors=[alice], expires_at=TOMORROW)
    assert dates() == dates(Byline) == [(None, TOMORROW)]


@pytest.mark.parametrize("change", [Article.unpublish, Article.archive])
def test_verb_of_the_desk_moves_them(article, change):
    change(article)
    assert dates() == dates(Byline) == [(None, None)]
    article.publish()
    assert dates() == dates(Byline) == [(article.published_at, None)]


def test_update_of_many_moves_them(article):
    Article.objects.update(published_at=TOMORROW, expires_at=TOMORROW + timedelta(days=1))
    assert dates() == dates(Byline) == [(TOMORROW, TOMORROW + timedelta(days=1))]


def test_rows_made_in_bulk_take_them(article):
    bob = make_user()
    Tagging.objects.bulk_create([Tagging(article=article, tag=make_tag("Toys"))])
    article.sign([bob.pk, *(author.pk for author in article.byline_authors)])
    assert dates() == dates(Byline) == [(article.published_at, None)] * 2


def test_missing_triggers_are_put_back_and_what_they_missed_is_made_good(article):
    listings.drop(connection)
    Article.objects.update(published_at=TOMORROW)
    assert dates() == [(article.published_at, None)]
    listings.install(connection)
    assert dates() == dates(Byline) == [(TOMORROW, None)]
    Article.objects.update(status="draft")
    assert dates() == dates(Byline) == [(None, None)]


@pytest.mark.django_db(transaction=True)
def test_tables_of_the_release_before_are_taken_over(alice):
    article = make_article(tags=[make_tag("Chips")], authors=[alice])
    call_command("migrate", "articles", "0001", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_article SET status = 'archived'")  # as that release does
        cursor.execute("SELECT * FROM articles_article_tags")
        assert len(cursor.description) == 3
    call_command("migrate", verbosity=0)
    assert dates() == dates(Byline) == [(None, None)]
    assert article.tags.get().name == "Chips"
