"""A search as a feed: what is new about its words."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.feeds import article_feed
from articles.paging import Page
from articles.syndication import ITEMS, Channel

from .filters import ARTICLES, Filters
from .finding import Search


@require_safe
def found(request: HttpRequest, kind: str) -> HttpResponse:
    """The newest articles and not the best; one page, as further back nobody follows a search."""
    typed = request.GET.get("q", "").replace("\0", " ").strip()
    filters = Filters.asked(request)
    search = Search(typed, replace(filters, kind=ARTICLES))
    newest = sorted(search.hits, key=lambda hit: (hit.at, hit.article), reverse=True)
    asked = filters.address(search.query.text)
    channel = Channel(f"“{search.query.text}”", reverse("search:search") + asked, query=asked)
    return article_feed(request, kind, channel, Page([hit.article for hit in newest[:ITEMS]], 1, "", ""))
