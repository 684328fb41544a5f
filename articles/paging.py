"""Pages of long lists, without counting them: one row more than fits says whether there is a next page."""

import re
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.utils.translation import gettext

PAGE_NUMBER = re.compile(r"[1-9]\d{0,5}", re.ASCII)  # beyond that no list goes, and no database need be asked


@dataclass(frozen=True)
class Page[T]:
    """Items of one page; addresses are query strings, "" where there is no such page."""

    items: list[T]
    number: int
    previous: str
    next: str


def page_number(request: HttpRequest) -> int:
    """The asked page from 1; anything else than a page number is a page that does not exist."""
    asked = request.GET.get("page", "1")
    if not PAGE_NUMBER.fullmatch(asked):
        raise Http404(gettext("There is no such page."))
    return int(asked)


def cut_page[T](request: HttpRequest, number: int, size: int, found: list[T]) -> Page[T]:
    """`found` holds up to `size + 1` items; past the end of a list is 404, but an empty list has a first page."""
    if not found and number > 1:
        raise Http404(gettext("There is no such page."))
    return Page(
        items=found[:size],
        number=number,
        previous=_query(request, number - 1) if number > 1 else "",
        next=_query(request, number + 1) if len(found) > size else "",
    )


def _query(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    if number == 1:
        del query["page"]
    return f"?{query.urlencode()}" if query else "?"
