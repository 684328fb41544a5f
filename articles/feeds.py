"""Feeds of articles, full text: of the magazine and of every listing; and the page that tells of them all."""

from dataclasses import replace
from datetime import date, datetime
from mimetypes import guess_type
from pathlib import Path

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

import markup
from purging.log import tagged
from sitesettings.models import site_settings

from .addresses import absolute
from .licences import credit_line
from .models import Article, AuditEntry, Category, Image, Tag
from .models.article import ArticleQuerySet
from .models.listing import ListingQuerySet
from .notes import notes_html
from .paging import cut_page, page_number
from .people import people
from .picture import fallback_url
from .syndication import ITEMS, Author, Channel, Cover, Entry, feed_response, tag_uri


@require_safe
def subscribe(request: HttpRequest) -> HttpResponse:
    """What feeds there are, for people: browsers themselves know no feeds any more."""
    return tagged(render(request, "articles/subscribe.html"))


@require_safe
def site(request: HttpRequest, kind: str) -> HttpResponse:
    return _feed(request, kind, Channel("", "/"), Article.objects.all())


@require_safe
def category(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    category = get_object_or_404(Category, slug=slug)
    channel = Channel(category.name, category.get_absolute_url(), category.description)
    return _feed(request, kind, channel, Article.objects.in_category(category))


@require_safe
def tag(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    tag = get_object_or_404(Tag, slug=slug)
    return _feed(request, kind, Channel(tag.name, tag.get_absolute_url()), tag.taggings.all())


@require_safe
def archive(request: HttpRequest, year: int, month: int, kind: str) -> HttpResponse:
    title, link = (
        date_format(date(year, month, 1), "YEAR_MONTH_FORMAT"),
        reverse("articles:archive", args=[year, month]),
    )
    return _feed(request, kind, Channel(title, link), Article.objects.in_month(year, month))


@require_safe
def author(request: HttpRequest, username: str, kind: str) -> HttpResponse:
    person = get_object_or_404(people(), username=username)
    channel = Channel(str(person), person.get_absolute_url(), person.bio)
    return _feed(request, kind, channel, person.bylines.all(), f"person-{person.pk}")


def _feed(
    request: HttpRequest, kind: str, channel: Channel, articles: ArticleQuerySet | ListingQuerySet, *tags: str
) -> HttpResponse:
    number = page_number(request)
    start = (number - 1) * ITEMS
    page = cut_page(request, number, ITEMS, articles.published().newest_keys(start, start + ITEMS + 1))
    return article_feed(request, kind, channel, page, *tags)


def article_feed(request: HttpRequest, kind: str, channel: Channel, page, *tags: str) -> HttpResponse:
    """Of a page of keys, the newest first."""
    shown = list(Article.objects.published().filter(pk__in=page.items).as_page().with_histories().newest_first())
    entries = replace(page, items=[entry_of(article) for article in shown])
    signed = {f"person-{author.pk}" for article in shown for author in article.byline_authors}
    changed_at = max([*_last_changes(), *(article.modified_at for article in shown)], default=None)
    return feed_response(request, kind, channel, entries, "feeds", *sorted(signed), *tags, changed_at=changed_at)


def entry_of(article: Article) -> Entry:
    """Who signs nothing is the magazine itself: an Atom entry has an author."""
    address, people = absolute(article.get_absolute_url()), article.byline_authors
    authors = [Author(str(person), absolute(person.get_absolute_url())) for person in people]
    return Entry(
        id=tag_uri(article.created_at, f"article-{article.pk}"),
        address=address,
        title=article.title,
        summary=article.lead,
        content=markup.render_for_feeds(article.body, address) + notes_html(article),
        published_at=article.published_at,
        updated_at=article.updated_at,
        authors=authors or [Author(site_settings().name, absolute("/"))],
        labels=[str(label) for label in (article.category, *article.tags.all())],
        cover=_cover(article.cover) if article.cover else None,
        talk=f"{address}#comments",
        language=article.lang,
    )


def _cover(image: Image) -> Cover:
    address = fallback_url(image)
    kind = guess_type(address)[0] or "image/jpeg"
    return Cover(absolute(address), kind, _size(image), image.alt, markup.text(credit_line(image)))


def _size(image: Image) -> int:
    """Bytes of a file on this machine; of one in a bucket it would be a request each, and no reader needs it."""
    try:
        return Path(default_storage.path(image.renditions.get("fallback") or image.file.name)).stat().st_size
    except (NotImplementedError, OSError):
        return 0


def _last_changes() -> list[datetime]:
    """The newest act of the newsroom, which may have taken something away, and the newest expiry."""
    acts = AuditEntry.objects.newest_first().values_list("at", flat=True)
    expired = Article.objects.filter(expires_at__lte=timezone.now()).order_by("-expires_at")
    return [*acts[:1], *expired.values_list("expires_at", flat=True)[:1]]
