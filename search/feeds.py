"""A search as a feed: what is new about its words."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.feeds import article_feed
from articles.models import Article
from articles.paging import Page
from articles.syndication import ITEMS, Channel

from .engines import engine
from .views import LONGEST_QUERY


@require_safe
def found(request: HttpRequest, kind: str) -> HttpResponse:
    """The newest and not the best; one page, as further back nobody follows a search."""
    words = request.GET.get("q", "").replace("\0", " ").strip()[:LONGEST_QUERY]
    keys = engine(connection).newest(words) if words else []
    newest = Article.objects.filter(pk__in=keys).published().newest_keys(0, ITEMS)
    channel = Channel(f"“{words}”", reverse("search:search", query={"q": words}))
    return article_feed(request, kind, channel, Page(newest, 1, "", ""))
