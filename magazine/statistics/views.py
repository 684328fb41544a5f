"""Pages of what readers did; each decides by itself who may see it."""

import csv
from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext

from accounts.models import User
from articles.models import Activity, Category

from . import tables
from .charts import chart
from .periods import PERIODS, Period, period_named, series
from .scopes import (
    Scope,
    articles_seen_by,
    own_scope,
    scope_of_article,
    scope_of_author,
    scope_of_category,
    sees_everything,
)

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # so begins what a spreadsheet would work out


def urls(site) -> list[URLPattern]:
    """Below /admin/statistics/."""
    pages = [
        ("", overview, "statistics"),
        ("articles/<int:pk>/", article, "statistics-article"),
        ("categories/<slug:slug>/", category, "statistics-category"),
        ("authors/<str:username>/", author, "statistics-author"),
    ]
    return [path(f"statistics/{route}", site.admin_view(view), {"site": site}, name) for route, view, name in pages]


def overview(request: HttpRequest, site) -> HttpResponseBase:
    scope = own_scope(request.user)
    if scope is None:
        raise PermissionDenied(gettext("What readers do is shown to authors, editors and moderators."))
    return _page(request, site, scope)


def article(request: HttpRequest, pk: int, site) -> HttpResponseBase:
    found = get_object_or_404(articles_seen_by(request.user).select_related("stats", "category"), pk=pk)
    return _page(request, site, scope_of_article(found), {"article": found, "reasons": tables.by_reason(found)})


def category(request: HttpRequest, slug: str, site) -> HttpResponseBase:
    return _page(request, site, scope_of_category(request.user, get_object_or_404(Category, slug=slug)))


def author(request: HttpRequest, username: str, site) -> HttpResponseBase:
    return _page(request, site, scope_of_author(request.user, get_object_or_404(User, username=username)))


def readers_of(request: HttpRequest, scope: Scope) -> dict:
    """What the part at the top of every page shows: the numbers of a period, and the chart of one of them."""
    Activity.settle()
    period = period_named(request.GET.get("period"))
    counted = series(scope.rows, period)
    asked = request.GET.get("show")
    shown = asked if asked in scope.counters else scope.counters[0]
    return {
        "scope": scope,
        "periods": PERIODS.values(),
        "period": period,
        "series": counted,
        "totals": [counted.total(counter) for counter in scope.counters],
        "chart": chart(counted, shown),
        "points": tables.of_points(counted, scope.counters),
    }


def _page(request: HttpRequest, site, scope: Scope, context: dict | None = None) -> HttpResponseBase:
    readers = readers_of(request, scope)
    beside = _tables(request, scope, readers["period"])
    if name := request.GET.get("export"):
        return _export(name, [readers["points"], *beside], scope, readers["period"])
    context = site.each_context(request) | readers | (context or {})
    context |= {"title": scope.title, "best": [t for t in beside if t.name.startswith("most-")]}
    context |= {"totals_of": [t for t in beside if not t.name.startswith("most-")]}
    return TemplateResponse(request, "admin/statistics/page.html", context)


def _tables(request: HttpRequest, scope: Scope, period: Period) -> list[tables.Table]:
    if not scope.has_lists:
        return []
    found = [tables.best_articles(scope, period, counter) for counter in scope.counters]
    if scope.subject is None and sees_everything(request.user):
        found += [tables.by_category(period), tables.by_author(period)]
    return found


def _export(name: str, known: list[tables.Table], scope: Scope, period: Period) -> StreamingHttpResponse:
    table = next((table for table in known if table.name == name), None)
    if table is None:
        raise Http404(gettext("There is no table named %(name)s here.") % {"name": name[:40]})
    response = StreamingHttpResponse(_lines(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{table.name}-{period.name}.csv"'
    return response


class _Line:
    """A file that hands back what is written into it."""

    def write(self, line: str) -> str:
        return line


def _lines(table: tables.Table) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield writer.writerow(table.head)
    for row in table.rows:
        yield writer.writerow([harmless(row.label), *row.numbers])


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
