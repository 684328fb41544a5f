"""Sitemaps: an index, parts of a thousand keys with their pictures, what lists articles, and news."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import batched, chain

from django.db.models import Exists, OuterRef
from django.db.models.expressions import RawSQL
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.http import require_safe

from accounts.models import User
from purging.log import tagged

from .addresses import absolute
from .models import Article, Byline, Category, Image, PictureUse, Tag, Tagging
from .paging import PAGE_NUMBER
from .picture import fallback_url
from .translations import alternates, groups_beside, visible

SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
IMAGES, XHTML = "http://www.google.com/schemas/sitemap-image/1.1", "http://www.w3.org/1999/xhtml"
PREFIXES = {"sitemapindex": "", "urlset": f' xmlns:image="{IMAGES}" xmlns:xhtml="{XHTML}"'}
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
    first = absolute(reverse("articles:sitemap-articles"))
    changed = _changed_parts()
    parts = ((f"{first}?p={number}" if number > 1 else first, number) for number in range(1, last // PART + 2))
    entries = [element("sitemap", absolute(reverse("articles:sitemap-listings")))]
    entries += [element("sitemap", address, lastmod(changed.get(number))) for address, number in parts]
    return HttpResponse(_sitemap("sitemapindex", entries), content_type="application/xml")


@require_safe
def sitemap_of_articles(request: HttpRequest) -> StreamingHttpResponse:
    """One thousand keys with what of them is published."""
    number = int(asked) if PAGE_NUMBER.fullmatch(asked := request.GET.get("p", "1")) else 0
    start = (number - 1) * PART
    if not 0 < number < FURTHEST or (number > 1 and not Article.objects.filter(pk__gte=start).exists()):
        raise Http404("There is no such part of the sitemap.")
    # Asked for what is published, SQLite would look through all of it for these few keys.
    fields = [
        "slug",
        "modified_at",
        "text_changed_at",
        "published_at",
        "expires_at",
        "status",
        "translation_of",
        "language",
        "canonical_url",
    ]
    found = Article.objects.filter(pk__gte=start, pk__lt=start + PART).only(*fields).order_by("pk")
    articles = [article for article in found if article.is_published]
    shown, groups = _pictures(start), groups_beside(articles, start, start + PART)
    return streamed(
        element(
            "url",
            address_of(article),
            lastmod(article.updated_at),
            languages(groups.get(article.original_id, [])) + images(shown[article.pk]),
        )
        for article in articles
    )


@require_safe
def sitemap_of_listings(request: HttpRequest) -> StreamingHttpResponse:
    """The home page, categories, and tags and authors with something published."""
    tags = Tag.objects.filter(Exists(Tagging.objects.published().filter(tag=OuterRef("pk"))))
    signed = Byline.objects.published().filter(author=OuterRef("pk"))
    authors = User.objects.filter(Exists(signed), pk__in=RawSQL(AUTHORS, [])).order_by("pk")  # noqa: S611
    places: list[Category | Tag | User] = [*Category.objects.all(), *tags, *authors]
    entries = (element("url", address_of(place)) for place in places)
    return streamed(chain([element("url", absolute("/"))], entries))


@require_safe
def news_sitemap(request: HttpRequest) -> HttpResponse:
    since = timezone.now() - NEWS_AGE
    recent = Article.objects.published().filter(published_at__gte=since).newest_first()
    context = {"articles": recent.only("slug", "title", "published_at", "language")[:NEWS_COUNT]}
    return tagged(render(request, "articles/news_sitemap.xml", context, content_type="application/xml"), "feeds")


def address_of(thing: Article | Category | Tag | User) -> str:
    """Under BASE_URL, whatever host the crawler used."""
    return absolute(thing.get_absolute_url())


def _changed_parts() -> dict[int, datetime]:
    """When those parts changed that have what was written or published last; of others it is not known.

    By two indexes and never by all articles.
    """
    published = Article.objects.published()
    rewritten = published.newly_worded().values_list("pk", "text_changed_at")[:PART]
    appeared = published.newest_first().values_list("pk", "published_at")[:PART]
    moments: dict[int, datetime] = {}
    for pk, moment in chain(rewritten, appeared):
        number = pk // PART + 1
        moments[number] = max(moment, moments.get(number, moment))
    return moments


def _pictures(start: int) -> dict[int, list[Image]]:
    """Covers and figures of a thousand keys."""
    places = [PictureUse.Place.COVER, PictureUse.Place.BODY]
    uses = PictureUse.objects.filter(article__gte=start, article__lt=start + PART, place__in=places)
    shown: dict[int, list[Image]] = defaultdict(list)
    fields = [f"image__{name}" for name in Image.PICTURE_FIELDS]
    for use in uses.select_related("image").only("article", "image", *fields).order_by("pk"):
        if use.image not in shown[use.article_id]:
            shown[use.article_id].append(use.image)
    return shown


def images(found: list[Image]) -> str:
    """https://developers.google.com/search/docs/crawling-indexing/sitemaps/image-sitemaps"""
    addresses = (absolute(fallback_url(image)) for image in found)
    return "".join(f"<image:image><image:loc>{escape(at)}</image:loc></image:image>" for at in addresses)


def languages(group: list[Article]) -> str:
    """The same article elsewhere, as its page names it."""
    return "".join(
        f'<xhtml:link rel="alternate" hreflang="{tag}" href="{escape(address)}"/>'
        for tag, address in alternates(visible(group))
    )


def lastmod(moment: datetime | None) -> str:
    return f"<lastmod>{moment:%Y-%m-%dT%H:%M:%S+00:00}</lastmod>" if moment else ""


def element(name: str, address: str, lastmod: str = "", more: str = "") -> str:
    return f"<{name}><loc>{escape(address)}</loc>{lastmod}{more}</{name}>\n"


def streamed(elements: Iterable[str]) -> StreamingHttpResponse:
    return StreamingHttpResponse(_sitemap("urlset", elements), content_type="application/xml")


def _sitemap(root: str, elements: Iterable[str]) -> Iterable[str]:
    opening = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{SITEMAPS}"{PREFIXES[root]}>\n'
    return chain([opening], map("".join, batched(elements, PIECE)), [f"</{root}>\n"])
