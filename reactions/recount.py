"""Every counter computed again from the rows it counts."""

from collections.abc import Collection
from datetime import datetime

from django.db import models, transaction
from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from articles.models import Activity, Stats
from comments.models import Comment, lower_bound, true_reply_count
from purging.log import EVERYTHING, purge

from .days import correct_days, wrong_days
from .models import DISLIKE, LIKE, Reaction, ViewDay

COMMENT_COUNTERS = ["score", "votes", "best", "reply_count"]


def wrong_stats() -> models.QuerySet[Stats]:
    """Counters that differ from their rows, each annotated with the true numbers as `true_<counter>`."""
    true = {f"true_{name}": count for name, count in _true_stats().items()}
    differs = [~Q(**{name: models.F(f"true_{name}")}) for name in Stats.COUNTERS]
    return Stats.objects.annotate(**true).filter(_any(differs)).order_by("article")


def wrong_comments() -> models.QuerySet[Comment]:
    """Comments whose numbers differ from the rows they count, annotated like `wrong_stats`."""
    true = {f"true_{name}": count for name, count in _true_numbers().items()}
    best = lower_bound(models.F("true_score"), models.F("true_votes"))
    differs = [~Q(**{name: models.F(f"true_{name}")}) for name in COMMENT_COUNTERS]
    return Comment.objects.annotate(**true).annotate(true_best=best).filter(_any(differs)).order_by("pk")


def recount() -> None:
    """Days are looked through before anybody has to wait; only what seems wrong is counted again under the locks."""
    Activity.settle()
    _correct({wrong.day for wrong in wrong_days()})


@transaction.atomic
def _correct(days: Collection[datetime]) -> None:
    """Whoever moves a counter waits: on SQLite for the transaction, on PostgreSQL for the locked rows."""
    wrong = Comment.objects.filter(pk__in=list(wrong_comments().values_list("pk", flat=True)))
    list(wrong.select_for_update().order_by("pk").values_list("pk"))  # first, as moderation locks them first
    list(Stats.objects.select_for_update().order_by("pk").values_list("pk"))
    wrong.update(**_true_numbers())
    wrong.rank()
    Stats.objects.update(**_true_stats())
    Activity.settle()
    Activity.lock()
    correct_days(days)
    purge(EVERYTHING)


def _true_stats() -> dict[str, Coalesce]:
    reactions = Reaction.objects.filter(article=OuterRef("article"), voided=False)
    comments = Comment.objects.visible().filter(article=OuterRef("article"))
    views = ViewDay.objects.filter(article=OuterRef("article"))
    return {
        "views": _per_article(views, Sum("views")),
        "likes": _per_article(reactions.filter(value=LIKE), Count("pk")),
        "dislikes": _per_article(reactions.filter(value=DISLIKE), Count("pk")),
        "comments": _per_article(comments, Count("pk")),
    }


def _true_numbers() -> dict[str, Coalesce]:
    votes = Reaction.objects.filter(comment=OuterRef("pk")).order_by().values("comment")
    return {
        "score": Coalesce(Subquery(votes.annotate(true=Sum("value")).values("true")), 0),
        "votes": Coalesce(Subquery(votes.annotate(true=Count("pk")).values("true")), 0),
        "reply_count": true_reply_count(),
    }


def _per_article(rows: models.QuerySet, aggregate: models.Aggregate) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values("article").annotate(true=aggregate).values("true")), 0)


def _any(conditions: list[Q]) -> Q:
    together = Q()
    for condition in conditions:
        together |= condition
    return together
