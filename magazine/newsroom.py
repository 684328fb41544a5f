"""The newsroom's day: what the first page of the desk shows, by what its reader may do."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Report
from reactions.models import Reaction, ViewDay

ROWS = 6  # of each list; more is a click away
DAYS = 14
CHART_HEIGHT = 100

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
        "charts": _charts(),
    }


def _moderators_lists() -> dict[str, list]:
    comments = Comment.objects.select_related("author", "article")
    reports = Report.objects.waiting().filter(comment__status=Comment.Status.VISIBLE).values_list("comment")
    most_reported = dict(reports.annotate(count=Count("pk")).order_by("-count", "-comment")[:ROWS])
    return {
        "held": list(comments.filter(status=Comment.Status.HELD).order_by("-created_at")[:ROWS]),
        "reported": sorted(comments.filter(pk__in=most_reported), key=lambda comment: -most_reported[comment.pk]),
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
    return rows.values(day=TruncDate("created_at", tzinfo=UTC)).order_by().annotate(count=Count("pk"))


def _chart(name: str, days: list[date], counted: QuerySet) -> Chart:
    """Heights are per cent of the best day."""
    counts = {row["day"]: row["count"] for row in counted}
    best = max(counts.values(), default=0) or 1
    bars = [Bar(day, counts.get(day, 0), round(CHART_HEIGHT * counts.get(day, 0) / best, 1)) for day in days]
    return Chart(name, bars)
