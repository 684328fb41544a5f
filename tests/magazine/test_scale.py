"""`manage.py seed --scale`: a magazine of any size, whole and in order."""

import random
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count, F

from accounts.models import User
from articles.models import Article, Byline, Category, Image, Stats, Tagging
from comments.models import Comment, Report
from magazine.demo.scale import MARK
from magazine.demo.words import Words
from reactions.models import Reaction, ViewDay
from reactions.recount import wrong_comments, wrong_stats
from search.finding import Search
from tests.factories import make_image, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def small_demo(settings):
    """What a scaled magazine needs of the demo: it is not loaded again when one of its people is there."""
    settings.DEBUG = True
    make_user("admin", email="admin@demo.techymag.invalid")
    make_image()
    for name in "ABCDEF":
        Category.objects.create(name=name, slug=name.lower())


def indexes():
    with connection.cursor() as cursor:
        names = [model._meta.db_table for model in (Article, Tagging, Byline, Comment, Reaction, ViewDay, User, Image)]
        found = {name: connection.introspection.get_constraints(cursor, name) for name in names}
    return {table: sorted(constraints) for table, constraints in found.items()}


def test_scaled_magazine_is_whole(small_demo, client):
    before, out = indexes(), StringIO()
    call_command("seed", "--scale", "0.001", stdout=out)
    assert "1,000 of 1,000 articles" in out.getvalue()
    assert indexes() == before
    counts = {model: model.objects.count() for model in (Article, Stats, Comment, Reaction)}
    assert counts == {Article: 1000, Stats: 1000, Comment: 5000, Reaction: 2000}
    assert User.objects.filter(username__startswith=MARK).count() == 200
    assert Image.objects.count() == 101
    assert not wrong_stats().exists()
    assert not wrong_comments().exists()
    assert Report.objects.exists()

    assert (
        not Tagging.objects.exclude(listed_at=F("article__published_at")).filter(article__status="published").exists()
    )
    assert Tagging.objects.values("tag").annotate(count=Count("pk")).latest("count")["count"] > 80
    assert Byline.objects.values("author").annotate(count=Count("pk")).latest("count")["count"] > 35
    assert not Comment.objects.exclude(parent__article=F("article")).filter(parent__isnull=False).exists()
    article = Article.objects.published().latest("pk")
    assert article.title in [found.title for found in Search(article.title.split()[0]).show(0, 20)]
    assert client.get(article.get_absolute_url()).status_code == 200
    assert Article.objects.create(title="The next", slug="next", category=article.category).pk > article.pk

    with pytest.raises(CommandError, match="scaled before"):
        call_command("seed", "--scale", "0.001")


@pytest.mark.parametrize("scale", ["0", "-1", "0.0001"])
def test_scale_is_a_part_of_a_million(settings, scale):
    settings.DEBUG = True
    with pytest.raises(CommandError, match=r"0\.001"):
        call_command("seed", f"--scale={scale}")


def test_production_is_never_scaled(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("seed", "--scale")
    assert not User.objects.exists()


def test_words_are_the_same_every_time():
    first, second = (Words(random.Random(7)) for _ in range(2))
    assert [first.title(), first.lead(), first.text()] == [second.title(), second.lead(), second.text()]
