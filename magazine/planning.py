"""The calendar: what has appeared, what will, and what is meant to; moved by dragging or by a form."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from operator import attrgetter
from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.forms import LAST_YEAR, MomentInput
from articles.models import Article, Revision

from .statistics.scopes import articles_seen_by, sees_everything

MOST = 1000  # pieces that one page shows
WEEK = timedelta(days=7)
FACTS = ["title", "slug", "status", "published_at", "expires_at", "category__name"]
UNPUBLISHED = {Article.Status.DRAFT, Article.Status.IN_REVIEW}
SHOWN = UNPUBLISHED | {Article.Status.PUBLISHED}


def urls(site) -> list[URLPattern]:
    return [
        path("calendar/", site.admin_view(calendar), {"site": site}, "calendar"),
        path("calendar/<int:pk>/move/", site.admin_view(move), name="calendar-move"),
    ]


@dataclass(frozen=True)
class Piece:
    """An article on the day on which it appears, or on which changes to it go live."""

    article: Article
    can_move: bool
    changes_at: datetime | None = None

    @property
    def at(self) -> datetime:
        return self.changes_at or self.article.published_at

    @property
    def state(self) -> str:
        if self.changes_at:
            return "changes"
        return "scheduled" if self.article.is_scheduled else self.article.status

    @property
    def state_label(self) -> str:
        if self.changes_at:
            return _("Changes go live")
        return _("Scheduled") if self.article.is_scheduled else self.article.get_status_display()


class Day(NamedTuple):
    at: date
    pieces: list[Piece]
    is_today: bool
    is_beside: bool  # of the month before or after


@dataclass(frozen=True)
class Sheet:
    """A month of whole weeks, or one week; in the magazine's own time zone."""

    kind: str
    at: date

    @property
    def first(self) -> date:
        start = self.at.replace(day=1) if self.kind == "month" else self.at
        return start - timedelta(days=start.weekday())

    @property
    def last(self) -> date:
        end = self._next_month - timedelta(days=1) if self.kind == "month" else self.at
        return end + timedelta(days=6 - end.weekday())

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Where it begins, and where the next one would."""
        first, after = (datetime.combine(day, time()) for day in (self.first, self.last + timedelta(1)))
        return timezone.make_aware(first), timezone.make_aware(after)

    @property
    def before(self) -> date:
        return self.at.replace(day=1) - timedelta(days=1) if self.kind == "month" else self.at - WEEK

    @property
    def after(self) -> date:
        return self._next_month if self.kind == "month" else self.at + WEEK

    @property
    def title(self) -> str:
        if self.kind == "month":
            return date_format(self.at, "MONTH_FORMAT")
        days = {"first": date_format(self.first, "DAY_FORMAT"), "last": date_format(self.last, "DATE_FORMAT")}
        return _("%(first)s to %(last)s") % days

    @property
    def _next_month(self) -> date:
        return (self.at.replace(day=28) + timedelta(days=4)).replace(day=1)

    def days(self, pieces: list[Piece]) -> list[Day]:
        of_day: dict[date, list[Piece]] = {}
        for piece in pieces:
            of_day.setdefault(timezone.localdate(piece.at), []).append(piece)
        dates = [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]
        today = timezone.localdate()
        return [
            Day(day, of_day.get(day, []), day == today, self.kind == "month" and day.month != self.at.month)
            for day in dates
        ]


class MoveForm(forms.Form):
    """A moment, or from dragging a day on which the piece keeps its time."""

    published_at = forms.DateTimeField(required=False, widget=MomentInput)
    day = forms.DateField(required=False)

    def chosen(self, article: Article) -> datetime | None:
        another_day = self.cleaned_data["day"]
        if not another_day:
            return self.cleaned_data["published_at"]
        return timezone.make_aware(datetime.combine(another_day, timezone.localtime(article.published_at).time()))


def calendar(request: HttpRequest, site) -> HttpResponse:
    sheet, can_move = _sheet_asked_for(request), sees_everything(request.user)
    articles = list(_dated(request.user, sheet)[: MOST + 1])
    pieces = [Piece(article, can_move and is_movable(article)) for article in articles[:MOST]]
    pieces = sorted([*pieces, *_changes(request.user, sheet)], key=attrgetter("at"))
    context = site.each_context(request) | {
        "title": _("Calendar"),
        "sheet": sheet,
        "days": sheet.days(pieces),
        "has_more": len(articles) > MOST,
        "is_empty": not pieces,
        "can_move": can_move,
        "time_zone": timezone.get_current_timezone_name(),
        "undo": _undo(request),
    }
    return TemplateResponse(request, "admin/calendar.html", context)


@require_POST
@transaction.atomic
def move(request: HttpRequest, pk: int) -> HttpResponse:
    if not sees_everything(request.user):
        raise PermissionDenied(_("Only editors move what is planned."))
    article = get_object_or_404(Article.objects.select_for_update(of=("self",)), pk=pk)
    form, was = MoveForm(request.POST), article.published_at
    if refusal := _refusal(article, form):
        messages.error(request, _("%(article)s was not moved: %(reason)s") % {"article": article, "reason": refusal})
        return redirect(_back(request))
    article.adjust(by=request.user, published_at=form.chosen(article))
    undo = f"&moved={pk}&from={was.timestamp():.0f}"
    return redirect(_back(request) + undo)


def _refusal(article: Article, form: MoveForm) -> str:
    if not is_movable(article):
        return _("readers have seen it already, or it has no date.")
    if not form.is_valid() or not (moment := form.chosen(article)):
        return _("that is no date.")
    if moment <= timezone.now():
        return _("the new date is over.")
    if moment.year > LAST_YEAR:
        return _("the last year is %(year)s.") % {"year": LAST_YEAR}
    if article.expires_at and moment >= article.expires_at:
        return _("it expires on %(at)s.") % {"at": _told(article.expires_at)}
    return ""


def is_movable(article: Article) -> bool:
    """Its date is a plan: it is to come, or it is a draft with one."""
    return bool(article.published_at) and (article.is_scheduled or article.status in UNPUBLISHED)


def _sheet_asked_for(request: HttpRequest) -> Sheet:
    kind = "week" if request.GET.get("view") == "week" else "month"
    try:
        at = parse_date(request.GET.get("at", "")) or timezone.localdate()
    except ValueError:
        at = timezone.localdate()
    return Sheet(kind, at if 1970 < at.year < 2200 else timezone.localdate())


def _dated(user, sheet: Sheet) -> QuerySet[Article]:
    start, end = sheet.moments
    dated = articles_seen_by(user).filter(published_at__gte=start, published_at__lt=end, status__in=SHOWN)
    return dated.only(*FACTS).select_related("category").order_by("published_at", "pk")


def _changes(user, sheet: Sheet) -> list[Piece]:
    """They are moved where they were scheduled: in the article's form."""
    start, end = sheet.moments
    coming = Revision.objects.scheduled().filter(goes_live_at__gte=start, goes_live_at__lt=end)
    moments = dict(coming.order_by("goes_live_at").values_list("article", "goes_live_at")[:MOST])
    articles = articles_seen_by(user).filter(pk__in=moments).only(*FACTS).select_related("category")
    return [Piece(article, False, moments[article.pk]) for article in articles]


def _undo(request: HttpRequest) -> dict | None:
    """What was just moved, and where it was; to press the button is a move like any other."""
    if not sees_everything(request.user):
        return None
    try:
        pk, was = (
            int(request.GET["moved"]),
            datetime.fromtimestamp(int(request.GET["from"]), timezone.get_current_timezone()),
        )
        article = Article.objects.only("title", "published_at").get(pk=pk)
    except (KeyError, ValueError, OverflowError, OSError, Article.DoesNotExist):
        return None
    return {"article": article, "was": was, "can": was > timezone.now()}


def _back(request: HttpRequest) -> str:
    """The sheet on which it was moved."""
    sheet = _sheet_asked_for(request)
    return reverse("admin:calendar", query={"view": sheet.kind, "at": sheet.at.isoformat()})


def _told(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "LONG_DATETIME_FORMAT")
