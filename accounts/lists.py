"""Lists of the desk that stay quick however long they are: counted, paged through and searched only so far."""

from functools import cached_property

from django.contrib import admin
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

MOST_COUNTED = 10_000  # rows that a list counts and pages through; beyond them one searches or filters
MOST_FOUND = 300  # rows that a search finds
LONGEST_SEARCH = 200  # characters


class CappedPaginator(Paginator):
    """Counts no further than anybody would page, and sorts keys instead of wide rows, however long the list is."""

    object_list: QuerySet

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by().values("pk")[:MOST_COUNTED].count()

    def page(self, number: int | str) -> Page:
        page = super().page(number)
        keys = page.object_list.prefetch_related(None).values_list("pk", flat=True)  # type: ignore[attr-defined]
        page.object_list = self.object_list.filter(pk__in=list(keys))
        return page

    @property
    def is_capped(self) -> bool:
        return self.count == MOST_COUNTED


class LongListAdmin(admin.ModelAdmin):
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_max_show_all = 0
    most_searched = 5000  # of the newest rows, in which any part of a word is found

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Rows with these letters among the newest of the list, and from all of it what `find` knows."""
        term = search_term[:LONGEST_SEARCH]
        if not term.strip():
            return queryset, False
        matching, _ = super().get_search_results(request, self._newest(queryset), term)
        found = {key for rows in (matching, self.find(queryset, term)) for key in _newest_keys(rows)}
        return queryset.filter(pk__in=found), False

    def find(self, queryset: QuerySet, term: str) -> QuerySet:
        """What is found by an index, in the whole list: nothing here."""
        return queryset.none()

    def _newest(self, queryset: QuerySet) -> QuerySet:
        last = (
            queryset.order_by("-pk").values_list("pk", flat=True)[self.most_searched : self.most_searched + 1].first()
        )
        return queryset.filter(pk__gt=last) if last else queryset


def _newest_keys(rows: QuerySet) -> QuerySet:
    return rows.order_by("-pk").values_list("pk", flat=True)[:MOST_FOUND]
