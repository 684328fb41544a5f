"""Technical articles that may no longer work, the most urgent first: by how much they are read and how old they are."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from articles.models import Activity, Article, Byline
from articles.models.activity import Kind
from articles.paging import cut_page, page_number
from corrections.models import Mark

from .statistics.periods import PERIODS
from .statistics.scopes import articles_seen_by, sees_everything

PERIOD = PERIODS["30d"]
# What is looked at: the oldest, the most read of each day, and what was marked last. Anything else is no urgent case.
OLDEST, MOST_READ, NEWEST_MARKS = 300, 60, 500
PAGE = 30
WORTH = 100  # a reader for whom it fails counts as much as so many views of what is one month old
TEXTS = 3  # of what readers said about each article
FACTS = ["title", "slug", "tested_with", "verified_at", "vouched_at", "published_at", "category__name"]


def urls(site) -> list[URLPattern]:
    return [
        path("freshness/", site.admin_view(freshness), {"site": site}, "freshness"),
        path("freshness/<int:pk>/verify/", site.admin_view(verify), name="freshness-verify"),
    ]


@dataclass(frozen=True)
class Case:
    article: Article
    views: int
    marks: int

    @property
    def urgency(self) -> int:
        return self.views * self.article.months_since_vouched + WORTH * self.marks


def freshness(request: HttpRequest, site) -> HttpResponse:
    if not request.user.has_perm("articles.change_article"):
        raise PermissionDenied(gettext("What no longer works is for authors and editors."))
    number, cases = page_number(request), _cases(request.user)
    start = (number - 1) * PAGE
    page = cut_page(request, number, PAGE, cases[start : start + PAGE + 1])
    texts = Mark.objects.open().texts_of([case.article.pk for case in page.items], TEXTS)
    context = site.each_context(request) | {
        "title": gettext("Freshness"),
        "page": page,
        "rows": [(case, texts.get(case.article.pk, [])) for case in page.items],
        "can_verify": sees_everything(request.user),
    }
    return TemplateResponse(request, "admin/freshness.html", context)


@require_POST
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Said of what readers see, from now on: the marks of before are settled by it."""
    if not sees_everything(request.user):
        raise PermissionDenied(gettext("Only editors say that an article is right."))
    article = get_object_or_404(Article.objects.published(), pk=pk)
    article.adjust(by=request.user, verified_at=timezone.now())
    messages.success(request, gettext("%(article)s: still correct today.") % {"article": article})
    return redirect("admin:freshness")


def _cases(user) -> list[Case]:
    """By a few queries, each of which reads no more rows than the numbers above say."""
    Activity.settle()
    marks = _open_marks()
    views = Activity.objects.of_kind(Kind.ARTICLE).during(PERIOD.span, PERIOD.since, PERIOD.until)
    technical = articles_seen_by(user).filter(vouched_at__isnull=False) & Article.objects.published()
    keys = {*marks, *_oldest(user), *_most_read(views)}
    articles = technical.filter(pk__in=keys).select_related("category")
    found = list(articles.only(*FACTS, "status", "expires_at"))
    sums = views.filter(subject__in=[article.pk for article in found]).sums("subject")
    cases = [Case(article, sums.get(article.pk, {}).get("views", 0), marks.get(article.pk, 0)) for article in found]
    urgent = [case for case in cases if case.marks or case.article.months_since_vouched]
    return sorted(urgent, key=lambda case: (-case.urgency, case.article.vouched_at, case.article.pk))


def _open_marks() -> dict[int, int]:
    newest = Mark.objects.order_by("-created_at").values("pk")[:NEWEST_MARKS]
    counted = Mark.objects.counted().filter(pk__in=newest).order_by().values("article").annotate(count=Count("pk"))
    return dict(counted.values_list("article", "count"))


def _oldest(user) -> QuerySet:
    """Of an author, among what they signed; of all, from an index in which SQLite looks when a moment is named."""
    if not sees_everything(user):
        signed = Byline.objects.filter(author=user, article__vouched_at__isnull=False).published()
        return signed.order_by("article__vouched_at").values_list("article", flat=True)[:OLDEST]
    technical = Article.objects.published().filter(vouched_at__lte=timezone.now())
    return technical.order_by("vouched_at").values_list("pk", flat=True)[:OLDEST]


def _most_read(views: QuerySet) -> QuerySet:
    """Among the first of one of the days, which an index finds."""
    days = [views.filter(start=day).order_by("-views").values("pk")[:MOST_READ] for day in PERIOD.starts]
    first, *others = (Activity.objects.filter(pk__in=of_day).values("subject") for of_day in days)
    return first.union(*others).values_list("subject", flat=True)
