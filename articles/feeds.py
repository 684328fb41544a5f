"""RSS 2.0, Atom and JSON Feed 1.1, full text, for the site and every listing."""

import json
from dataclasses import dataclass
from datetime import date
from mimetypes import guess_type
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.http import http_date
from django.views.decorators.http import require_safe

import markup
from purging.log import tagged
from sitesettings.models import site_settings

from .models import Article, Category, Tag
from .models.article import ArticleQuerySet
from .models.listing import ListingQuerySet
from .people import people
from .picture import fallback_url

ITEMS = 20


class Rss(Rss201rev2Feed):
    """RSS with the full text in `content:encoded`, the lead alone in `description`."""

    content_type = "application/rss+xml; charset=utf-8"

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def add_item_elements(self, handler, item) -> None:
        super().add_item_elements(handler, item)
        for name in item["author_names"]:
            handler.addQuickElement("dc:creator", name)
        handler.addQuickElement("content:encoded", item["content"])


class Atom(Atom1Feed):
    """Atom with the full text in `content` and every author."""

    content_type = "application/atom+xml; charset=utf-8"

    def add_item_elements(self, handler, item) -> None:
        super().add_item_elements(handler, item)
        for name in item["author_names"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        handler.addQuickElement("content", item["content"], {"type": "html"})


class JsonFeed(SyndicationFeed):
    """https://www.jsonfeed.org/version/1.1/"""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile, encoding) -> None:
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "language": self.feed["language"],
            "items": [self._item(item) for item in self.items],
        }
        json.dump(feed, outfile, ensure_ascii=False)

    @staticmethod
    def _item(item: dict) -> dict:
        return {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "summary": item["description"],
            "content_html": item["content"],
            "date_published": rfc3339_date(item["pubdate"]),
            "date_modified": rfc3339_date(item["updateddate"]),
            "authors": [{"name": name} for name in item["author_names"]],
            "tags": [str(name) for name in item["categories"]],
        } | ({"image": item["enclosures"][0].url} if item["enclosures"] else {})


FORMATS: dict[str, type[Rss | Atom | JsonFeed]] = {"rss": Rss, "atom": Atom, "json": JsonFeed}


@dataclass(frozen=True)
class Channel:
    """What a feed is about."""

    title: str
    link: str
    description: str
    articles: ArticleQuerySet | ListingQuerySet


@require_safe
def site(request: HttpRequest, kind: str) -> HttpResponse:
    return _feed(request, kind, Channel("", "/", site_settings().tagline, Article.objects.all()))


@require_safe
def category(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    category = get_object_or_404(Category, slug=slug)
    articles = Article.objects.in_category(category)
    return _feed(request, kind, Channel(category.name, category.get_absolute_url(), category.description, articles))


@require_safe
def tag(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    tag = get_object_or_404(Tag, slug=slug)
    return _feed(request, kind, Channel(tag.name, tag.get_absolute_url(), "", tag.taggings.all()))


@require_safe
def archive(request: HttpRequest, year: int, month: int, kind: str) -> HttpResponse:
    title, link = f"{date(year, month, 1):%B %Y}", reverse("articles:archive", args=[year, month])
    return _feed(request, kind, Channel(title, link, "", Article.objects.in_month(year, month)))


@require_safe
def author(request: HttpRequest, username: str, kind: str) -> HttpResponse:
    person = get_object_or_404(people(), username=username)
    return _feed(request, kind, Channel(str(person), person.get_absolute_url(), person.bio, person.bylines.all()))


def _feed(request: HttpRequest, kind: str, channel: Channel) -> HttpResponse:
    """The newest articles; asking again with `If-Modified-Since` or `If-None-Match` costs no bytes."""
    keys = channel.articles.published().newest_keys(0, ITEMS)
    shown = list(Article.objects.filter(pk__in=keys).as_page().newest_first())
    feed = FORMATS[kind](
        title=markup.printable(" – ".join(filter(None, [channel.title, site_settings().name]))),
        link=_absolute(channel.link),
        description=markup.printable(channel.description),
        language=settings.LANGUAGE_CODE,
        feed_url=_absolute(request.path),
    )
    for article in shown:
        feed.add_item(**_item(article))
    response = HttpResponse(feed.writeString("utf-8"), content_type=FORMATS[kind].content_type)
    if shown:
        response.headers["Last-Modified"] = http_date(max(article.updated_at for article in shown).timestamp())
    return tagged(response, "feeds")


def _item(article: Article) -> dict:
    address = _absolute(article.get_absolute_url())
    return {
        "title": markup.printable(article.title),
        "link": address,
        "description": markup.printable(article.lead),
        "content": markup.render_for_feeds(article.body, address),
        "author_names": [markup.printable(str(author)) for author in article.byline_authors],
        "categories": [markup.printable(str(label)) for label in (article.category, *article.tags.all())],
        "pubdate": article.published_at,
        "updateddate": article.updated_at,
        "unique_id": f"tag:{urlsplit(settings.BASE_URL).hostname},{article.created_at:%Y-%m-%d}:article-{article.pk}",
        "unique_id_is_permalink": False,
        "enclosures": [_enclosure(article)] if article.cover else [],
    }


def _enclosure(article: Article) -> Enclosure:
    """The cover. Its length is what the field requires but no reader needs, so no file is opened for it."""
    address = fallback_url(article.cover)
    return Enclosure(_absolute(address), "0", guess_type(address)[0] or "image/jpeg")


def _absolute(address: str) -> str:
    return urljoin(settings.BASE_URL, address)
