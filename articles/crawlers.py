"""What machines read: sitemaps, robots.txt, security.txt."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import batched, chain
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.db.models.expressions import RawSQL
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.http import require_safe

from accounts.models import User

from .models import Article, Byline, Category, Tag, Tagging

SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
PART = 1000  # keys of articles; a part takes as long to make however many there are
FURTHEST = 50_000  # parts that an index may have
PIECE = 100  # elements that are sent at once
# Each author once, by steps through the index of bylines instead of through all of them.
AUTHORS = """
WITH RECURSIVE authors(id) AS (
    SELECT min(author_id) FROM articles_byline
    UNION ALL
    SELECT (SELECT min(author_id) FROM articles_byline WHERE author_id > authors.id) FROM authors WHERE id IS NOT NULL
)
SELECT id FROM authors WHERE id IS NOT NULL"""
NEWS_AGE = timedelta(days=2)  # older articles do not belong in a news sitemap
NEWS_COUNT = 1000  # https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """A part for every thousand keys that articles have had: nothing is counted."""
    last = Article.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    first = urljoin(settings.BASE_URL, reverse("articles:sitemap-articles"))
    listings = urljoin(settings.BASE_URL, reverse("articles:sitemap-listings"))
    addresses = [listings, first, *(f"{first}?p={number}" for number in range(2, last // PART + 2))]
    changed = lastmod(_last_change())
    entries = (element("sitemap", address, changed) for address in addresses)
    return HttpResponse(_sitemap("sitemapindex", entries), content_type="application/xml")


@require_safe
def sitemap_of_articles(request: HttpRequest) -> StreamingHttpResponse:
    """One thousand keys with what of them is published."""
    number = int(asked) if (asked := request.GET.get("p", "1")).isascii() and asked.isdigit() else 0
    start = (number - 1) * PART
    if not 0 < number < FURTHEST or (number > 1 and not Article.objects.filter(pk__gte=start).exists()):
        raise Http404("There is no such part of the sitemap.")
    # Asked for what is published, SQLite would look through all of it for these few keys.
    fields = ["slug", "modified_at", "published_at", "expires_at", "status"]
    found = Article.objects.filter(pk__gte=start, pk__lt=start + PART).only(*fields).order_by("pk")
    visible = [article for article in found if article.is_published]
    return streamed(element("url", address_of(article), lastmod(article.updated_at)) for article in visible)


@require_safe
def sitemap_of_listings(request: HttpRequest) -> StreamingHttpResponse:
    """The home page, categories, and tags and authors with something published."""
    tags = Tag.objects.filter(Exists(Tagging.objects.published().filter(tag=OuterRef("pk"))))
    signed = Byline.objects.published().filter(author=OuterRef("pk"))
    authors = User.objects.filter(Exists(signed), pk__in=RawSQL(AUTHORS, [])).order_by("pk")  # noqa: S611
    places: list[Category | Tag | User] = [*Category.objects.all(), *tags, *authors]
    entries = (element("url", address_of(place)) for place in places)
    return streamed(chain([element("url", urljoin(settings.BASE_URL, "/"))], entries))


@require_safe
def news_sitemap(request: HttpRequest) -> HttpResponse:
    since = timezone.now() - NEWS_AGE
    recent = Article.objects.published().filter(published_at__gte=since).newest_first()
    articles = recent.only("slug", "title", "published_at")[:NEWS_COUNT]
    return render(request, "articles/news_sitemap.xml", {"articles": articles}, content_type="application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116; the date moves on, as the contact is looked after for as long as the site runs."""
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {timezone.now() + timedelta(days=180):%Y-%m-%dT00:00:00Z}",
        f"Canonical: {urljoin(settings.BASE_URL, request.path)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _last_change() -> datetime | None:
    """When readers could last see something new: the newest save, or the newest article to appear; by two indexes.

    A save of what is only scheduled counts too: better to look once too often.
    """
    saved = Article.objects.filter(status=Article.Status.PUBLISHED).order_by("-modified_at")
    appeared = Article.objects.published().order_by("-published_at")
    moments = saved.values_list("modified_at").first(), appeared.values_list("published_at").first()
    return max((moment for row in moments if row for moment in row), default=None)


def address_of(thing: Article | Category | Tag | User) -> str:
    """Under BASE_URL, whatever host the crawler used."""
    return urljoin(settings.BASE_URL, thing.get_absolute_url())


def lastmod(moment: datetime | None) -> str:
    return f"<lastmod>{moment:%Y-%m-%dT%H:%M:%S+00:00}</lastmod>" if moment else ""


def element(name: str, address: str, lastmod: str = "") -> str:
    return f"<{name}><loc>{escape(address)}</loc>{lastmod}</{name}>\n"


def streamed(elements: Iterable[str]) -> StreamingHttpResponse:
    return StreamingHttpResponse(_sitemap("urlset", elements), content_type="application/xml")


def _sitemap(root: str, elements: Iterable[str]) -> Iterable[str]:
    opening = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{SITEMAPS}">\n'
    return chain([opening], map("".join, batched(elements, PIECE)), [f"</{root}>\n"])
