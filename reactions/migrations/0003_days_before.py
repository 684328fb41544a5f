"""The days that charts may show, from what was counted before there were charts."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

from django.db import migrations
from django.db.models import Count

ARTICLE, CATEGORY, AUTHOR = 1, 2, 3
DAY = 2
DAYS, BATCH = 62, 1000
VIEWS, LIKES, DISLIKES, COMMENTS = range(4)


def fill(apps, schema_editor):
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    for ago in range(DAYS + 1):
        day = today - timedelta(days=ago)
        articles = _articles(apps, schema_editor.connection.alias, day)
        _write(apps, schema_editor.connection.alias, day, articles)


def _articles(apps, alias, day):
    """What happened with each article: one query for each table, by an index of its dates."""
    view_day, reaction = apps.get_model("reactions", "ViewDay"), apps.get_model("reactions", "Reaction")
    comment = apps.get_model("comments", "Comment")
    numbers = defaultdict(lambda: [0, 0, 0, 0])
    for article, views in view_day.objects.using(alias).filter(day=day.date()).values_list("article", "views"):
        numbers[article][VIEWS] += views
    that_day = {"created_at__gte": day, "created_at__lt": day + timedelta(days=1)}
    reactions = reaction.objects.using(alias).filter(article__isnull=False, **that_day)
    for article, value, count in reactions.values_list("article", "value").annotate(Count("pk")).order_by():
        numbers[article][LIKES if value == 1 else DISLIKES] += count
    comments = comment.objects.using(alias).filter(status="visible", **that_day)
    for article, count in comments.values_list("article").annotate(Count("pk")).order_by():
        numbers[article][COMMENTS] += count
    return numbers


def _write(apps, alias, day, articles):
    """For the articles, and added up for their categories and authors."""
    activity, subjects = apps.get_model("articles", "Activity"), defaultdict(lambda: [0, 0, 0, 0])
    keys = list(articles)
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        filed = [(key, ARTICLE, key) for key in some]
        filed += _filed(apps.get_model("articles", "Article").objects.using(alias), "pk", "category", some, CATEGORY)
        filed += _filed(apps.get_model("articles", "Byline").objects.using(alias), "article", "author", some, AUTHOR)
        for key, kind, subject in filed:
            subjects[kind, subject] = [one + other for one, other in zip(subjects[kind, subject], articles[key])]
    names = ["views", "likes", "dislikes", "comments"]
    activity.objects.using(alias).bulk_create(
        (
            activity(kind=kind, subject=subject, span=DAY, start=day, **dict(zip(names, numbers)))
            for (kind, subject), numbers in subjects.items()
        ),
        batch_size=BATCH,
    )


def _filed(rows, article, subject, keys, kind):
    found = rows.filter(**{f"{article}__in": keys}).order_by().values_list(article, subject)
    return [(key, kind, owner) for key, owner in found]


def empty(apps, schema_editor):
    apps.get_model("articles", "Activity").objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0006_activity'),
        ('comments', '0002_comment_newest'),
        ('reactions', '0002_reaction_newest'),
    ]

    operations = [migrations.RunPython(fill, empty)]
