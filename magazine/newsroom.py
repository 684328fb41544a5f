"""The newsroom's day: what the first page of the desk shows, by what its reader may do."""

from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone

from articles.models import Article, Byline, Revision
from comments.models import Comment, Report
from corrections.models import Correction
from reactions.bursts import Burst

from .statistics.periods import PERIODS
from .statistics.scopes import own_scope, sees_everything
from .statistics.tables import Table, best_articles
from .statistics.views import readers_of

MOST_COUNTED = 1000  # corrections that wait
ROWS = 6  # of each list; more is a click away

Status = Article.Status


@dataclass(frozen=True)
class Newsroom:
    """`readers` is what the chart shows, and empty for who may know nothing of that."""

    mine: list[Article] = field(default_factory=list)
    scheduled: list[Article] = field(default_factory=list)
    recent: list[Article] = field(default_factory=list)
    held: list[Comment] = field(default_factory=list)
    reported: list[Comment] = field(default_factory=list)
    bursts: int = 0
    corrections: list[Correction] = field(default_factory=list)
    corrections_count: int = 0
    readers: dict = field(default_factory=dict)
    most: Table | None = None


def newsroom(request: HttpRequest) -> Newsroom:
    user = request.user
    parts: dict[str, Any] = {}
    if user.has_perm("articles.change_article"):
        parts |= {"mine": _unfinished_of(user)} | _by_date(user) | _corrections(user)
    if user.has_perm("comments.change_comment"):
        parts |= _comments()
    if sees_everything(user):
        parts["bursts"] = Burst.objects.waiting().count()
    if scope := own_scope(user):
        parts["readers"] = readers_of(request, scope)
        parts["most"] = best_articles(scope, PERIODS["24h"], scope.counters[0])
    return Newsroom(**parts)


def _unfinished_of(user) -> list[Article]:
    """Found among what of theirs has no date, however much they have published."""
    theirs = Article.objects.filter(bylines__author=user, bylines__listed_at=None)
    return _rows(theirs.filter(status__in=[Status.DRAFT, Status.IN_REVIEW]).order_by("-modified_at")[:ROWS])


def _by_date(user) -> dict[str, list[Article]]:
    """What comes next and what came last, both by one query."""
    now = timezone.now()
    found = [Article.objects.filter(pk__in=keys).values("pk") for keys in _keys_by_date(user, now)]
    articles = _rows(Article.objects.filter(pk__in=found[0].union(found[1])).newest_first())
    scheduled = [article for article in reversed(articles) if article.published_at > now]
    coming = sorted([*scheduled, *_changes_to_come(user)], key=_comes_at)
    return {
        "scheduled": coming[:ROWS],
        "recent": [article for article in articles if article.published_at <= now],
    }


def _changes_to_come(user) -> list[Article]:
    """Each with the moment at which its changes go live."""
    coming = Revision.objects.scheduled().order_by("goes_live_at")
    coming = coming if sees_everything(user) else coming.filter(article__bylines__author=user)
    changed = Article.objects.filter(pk__in=coming.values("article")[:ROWS], revisions__goes_live_at__isnull=False)
    return _rows(changed.annotate(changes_at=F("revisions__goes_live_at")))


def _comes_at(article: Article) -> datetime:
    return getattr(article, "changes_at", article.published_at)


def _keys_by_date(user, now: datetime) -> list[QuerySet]:
    if sees_everything(user):
        to_come = Article.objects.filter(status=Status.PUBLISHED, published_at__gt=now)
        out = Article.objects.published().newest_first()
        return [to_come.order_by("published_at").values("pk")[:ROWS], out.values("pk")[:ROWS]]
    signed = Byline.objects.filter(author=user)
    to_come_of_theirs = signed.filter(listed_at__gt=now).order_by("listed_at")
    out_of_theirs = signed.published().order_by("-listed_at", "-article")
    return [to_come_of_theirs.values("article")[:ROWS], out_of_theirs.values("article")[:ROWS]]


def _corrections(user) -> dict[str, Any]:
    """Those that wait the longest, and how many there are, as far as anybody would count."""
    waiting = Correction.objects.waiting().open_to(user).oldest_first().select_related("article", "reader")
    rows = list(waiting.defer("article__body", "article__body_html", "article__body_text")[:ROWS])
    count = waiting.values("pk")[:MOST_COUNTED].count() if len(rows) == ROWS else len(rows)
    return {"corrections": rows, "corrections_count": count}


def _comments() -> dict[str, list]:
    """By one query, that names the few it is about: joined with the reports, or told by an OR, it would read all."""
    by_comment = Report.objects.waiting().values("comment").annotate(count=Count("pk"))
    most = by_comment.order_by("-count", "-comment").values("comment")[: 2 * ROWS]
    count = Subquery(by_comment.filter(comment=OuterRef("pk")).order_by().values("count"))
    held = Comment.objects.waiting().filter(is_suspect=False).order_by("created_at").values("pk")[:ROWS]
    most_reported = Comment.objects.filter(pk__in=most).values("pk")
    waits_longest = Comment.objects.filter(pk__in=held).values("pk")
    found = Comment.objects.filter(pk__in=most_reported.union(waits_longest)).annotate(report_count=count)
    comments = list(found.select_related("author", "article").order_by("-report_count", "-pk"))
    waiting = [comment for comment in comments if comment.status == Comment.Status.HELD and not comment.is_suspect]
    return {
        "held": sorted(waiting, key=attrgetter("created_at"))[:ROWS],
        "reported": [comment for comment in comments if comment.is_visible and comment.report_count][:ROWS],
    }


def _rows(articles: QuerySet[Article]) -> list[Article]:
    return list(articles.select_related("category", "stats").defer("body", "body_html", "body_text"))
