"""The newsroom's day: what the first page of the desk shows, by what its reader may do."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from operator import attrgetter

from django.core.cache import cache
from django.db.models import CharField, Count, QuerySet, Sum
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Report
from reactions.models import Reaction, ViewDay

ROWS = 6  # of each list; more is a click away
DAYS = 14
CHART_HEIGHT = 100
CHART_SECONDS = 600  # two weeks of everything that was read are many rows

Status = Article.Status


@dataclass(frozen=True)
class Bar:
    """A day in a chart, whose columns are one unit wide."""

    day: date
    count: int
    height: float

    @property
    def top(self) -> float:
        return CHART_HEIGHT - self.height


@dataclass(frozen=True)
class Chart:
    """How often something happened on each of the last days (UTC)."""

    name: str
    bars: list[Bar]

    @property
    def total(self) -> int:
        return sum(bar.count for bar in self.bars)


@dataclass(frozen=True)
class Newsroom:
    mine: list[Article] = field(default_factory=list)
    in_review: list[Article] = field(default_factory=list)
    scheduled: list[Article] = field(default_factory=list)
    recent: list[Article] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    held: list[Comment] = field(default_factory=list)
    reported: list[Comment] = field(default_factory=list)


def newsroom(user) -> Newsroom:
    lists: dict[str, list] = {}
    if user.has_perm("articles.change_article"):
        lists["mine"] = _rows(_unfinished(user).order_by("-modified_at"))
    if user.has_perm("articles.publish_article"):
        lists |= _editors_lists()
    if user.has_perm("comments.change_comment"):
        lists |= _moderators_lists()
    return Newsroom(**lists)


def _unfinished(user) -> QuerySet[Article]:
    return Article.objects.written_by(user).filter(status__in=[Status.DRAFT, Status.IN_REVIEW])


def _editors_lists() -> dict[str, list]:
    waiting = (
        Article.objects.filter(status=Status.IN_REVIEW).order_by("-modified_at").prefetch_related("bylines__author")
    )
    scheduled = Article.objects.filter(status=Status.PUBLISHED, published_at__gt=timezone.now())
    return {
        "in_review": _rows(waiting),
        "scheduled": _rows(scheduled.order_by("published_at")),
        "recent": _rows(Article.objects.published().newest_first()),
        "charts": cache.get_or_set("newsroom-charts", _charts, CHART_SECONDS),
    }


def _moderators_lists() -> dict[str, list]:
    comments = Comment.objects.select_related("author", "article")
    # Not joined with the comments, or SQLite would go through these: a decision settles the reports anyway.
    reports = Report.objects.waiting().values_list("comment").annotate(count=Count("pk"))
    most_reported = dict(reports.order_by("-count", "-comment")[: 2 * ROWS])
    return {
        "held": list(comments.filter(status=Comment.Status.HELD).order_by("-created_at")[:ROWS]),
        "reported": sorted(
            filter(attrgetter("is_visible"), comments.filter(pk__in=most_reported)),
            key=lambda comment: -most_reported[comment.pk],
        )[:ROWS],
    }


def _rows(articles: QuerySet[Article]) -> list[Article]:
    return list(articles.select_related("category", "stats").defer("body", "body_html", "body_text")[:ROWS])


def _charts() -> list[Chart]:
    today = timezone.now().date()
    days = [today - timedelta(days=ago) for ago in reversed(range(DAYS))]
    since = datetime.combine(days[0], time(), UTC)
    views = ViewDay.objects.filter(day__gte=days[0]).values("day").order_by().annotate(count=Sum("views"))
    reactions = _per_day(Reaction.objects.filter(article__isnull=False, created_at__gte=since))
    comments = _per_day(Comment.objects.visible().filter(created_at__gte=since))
    return [_chart("views", days, views), _chart("reactions", days, reactions), _chart("comments", days, comments)]


def _per_day(rows: QuerySet) -> QuerySet:
    """Days as text, which is how SQLite keeps them: to make dates of them it would call Python for every row."""
    day = Substr(Cast("created_at", CharField()), 1, len("2026-11-26"))
    return rows.values(day=day).order_by().annotate(count=Count("*"))


def _chart(name: str, days: list[date], counted: QuerySet) -> Chart:
    """Heights are per cent of the best day."""
    counts = {str(row["day"]): row["count"] for row in counted}
    best = max(counts.values(), default=0) or 1
    numbers = [(day, counts.get(str(day), 0)) for day in days]
    bars = [Bar(day, count, round(CHART_HEIGHT * count / best, 1)) for day, count in numbers]
    return Chart(name, bars)
