"""How feeds are written: RSS 2.0, Atom and JSON Feed 1.1, in pages (RFC 5005), whatever they tell of."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from io import StringIO
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed, Stylesheet, SyndicationFeed, rfc3339_date
from django.utils.http import http_date

from markup import printable
from purging.log import tagged
from sitesettings.models import site_settings

from .addresses import absolute
from .paging import Page

ITEMS = 20
XML = "application/xml; charset=utf-8"  # of application/rss+xml, browsers show the source, or save it
MEDIA = "http://search.yahoo.com/mrss/"
NOTHING_YET = datetime(2000, 1, 1, tzinfo=UTC)  # when an empty feed changed, or it would be another one each second


@dataclass(frozen=True)
class Author:
    name: str
    address: str


@dataclass(frozen=True)
class Cover:
    address: str
    kind: str
    size: int
    description: str
    credit: str


@dataclass(frozen=True)
class Entry:
    """One article or comment; every text in it may be anything that people typed."""

    id: str
    address: str
    title: str
    content: str
    published_at: datetime
    updated_at: datetime
    authors: list[Author]
    summary: str = ""
    labels: list[str] = field(default_factory=list)
    cover: Cover | None = None
    talk: str = ""  # where it is talked about
    language: str = ""


@dataclass(frozen=True)
class Channel:
    """What a feed is about."""

    title: str
    link: str
    description: str = ""
    query: str = ""  # what its address says beside its path, such as `?q=…`


class Steady(SyndicationFeed):
    """Says the same until something changes, and nothing in its summaries is taken for HTML."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else NOTHING_YET

    def item_attributes(self, item) -> dict[str, str]:
        own = {"xml:lang": item["language"]} if item["language"] not in ("", self.feed["language"]) else {}
        return super().item_attributes(item) | own

    def add_item_elements(self, handler, item) -> None:
        super().add_item_elements(handler, item | {"description": item["description"] and escape(item["description"])})
        if cover := item["cover"]:
            handler.startElement("media:content", {"url": cover.address, "medium": "image", "type": cover.kind})
            for name in ("description", "credit"):
                if words := getattr(cover, name):
                    handler.addQuickElement(f"media:{name}", words)
            handler.endElement("media:content")


class Rss(Steady, Rss201rev2Feed):
    """RSS with the full text in `content:encoded`, the lead alone in `description`."""

    content_type = XML

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:media": MEDIA,
        }

    def add_root_elements(self, handler) -> None:
        super().add_root_elements(handler)
        for rel, address in self.feed["links"]:
            handler.addQuickElement("atom:link", None, {"rel": rel, "href": address})
        handler.startElement("image", {})
        for name, told in (("url", "logo"), ("title", "title"), ("link", "link")):
            handler.addQuickElement(name, self.feed[told])
        handler.endElement("image")

    def add_item_elements(self, handler, item) -> None:
        super().add_item_elements(handler, item)
        for author in item["authors"]:
            handler.addQuickElement("dc:creator", author.name)
        handler.addQuickElement("content:encoded", item["content"])


class Atom(Steady, Atom1Feed):
    """Atom with the full text in `content` and every author."""

    content_type = XML

    def write(self, outfile, encoding) -> None:
        """With the stylesheet, which Django gives to RSS alone."""
        super().write(text := StringIO(), encoding)
        declaration, end, feed = text.getvalue().partition("?>\n")
        sheets = "".join(f"<?xml-stylesheet {sheet}?>\n" for sheet in self.feed["stylesheets"])
        outfile.write(f"{declaration}{end}{sheets}{feed}")

    def root_attributes(self) -> dict[str, str]:
        return super().root_attributes() | {"xmlns:media": MEDIA}

    def add_root_elements(self, handler) -> None:
        super().add_root_elements(handler)
        for rel, address in self.feed["links"]:
            handler.addQuickElement("link", "", {"rel": rel, "href": address})
        handler.addQuickElement("logo", self.feed["logo"])

    def add_item_elements(self, handler, item) -> None:
        super().add_item_elements(handler, item)
        for author in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", author.name)
            handler.addQuickElement("uri", author.address)
            handler.endElement("author")
        handler.addQuickElement("content", item["content"], {"type": "html"})


class JsonFeed(SyndicationFeed):
    """https://www.jsonfeed.org/version/1.1/"""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile, encoding) -> None:
        links = dict(self.feed["links"])
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "language": self.feed["language"],
            "icon": self.feed["logo"],
            "next_url": links.get("next"),
            "hubs": [{"type": "WebSub", "url": hub} for rel, hub in self.feed["links"] if rel == "hub"],
            "items": [_told(self._item(item)) for item in self.items],
        }
        json.dump(_told(feed) | {"items": feed["items"]}, outfile, ensure_ascii=False)

    @staticmethod
    def _item(item: dict) -> dict:
        return {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "summary": item["description"],
            "content_html": item["content"],
            "image": item["cover"] and item["cover"].address,
            "date_published": rfc3339_date(item["pubdate"]),
            "date_modified": rfc3339_date(item["updateddate"]),
            "authors": [{"name": author.name, "url": author.address} for author in item["authors"]],
            "tags": [str(name) for name in item["categories"]],
            "language": item["language"],
        }


FORMATS: dict[str, type[Rss | Atom | JsonFeed]] = {"rss": Rss, "atom": Atom, "json": JsonFeed}


def feed_response(
    request: HttpRequest, kind: str, channel: Channel, page: Page[Entry], *tags: str, changed_at: datetime | None = None
) -> HttpResponse:
    """One page of a feed; asking again with `If-Modified-Since` or `If-None-Match` costs no bytes.

    `changed_at` is when something may have left it, which its entries cannot tell.
    """
    brand, address = site_settings(), _address(request, channel, page)
    feed = FORMATS[kind](
        title=printable(" – ".join(filter(None, [channel.title, brand.name]))),
        link=absolute(channel.link),
        description=(about := printable(channel.description or brand.tagline)),
        subtitle=about,
        language=brand.language,
        feed_url=address,
        feed_guid=absolute(request.path + channel.query),
        logo=absolute(brand.logo.url if brand.logo else static("img/logo.png")),
        links=_links(request, page),
        stylesheets=[] if kind == "json" else [Stylesheet(static("feeds/readable.css"))],
    )
    for entry in page.items:
        feed.add_item(**_item(entry))
    response = HttpResponse(feed.writeString("utf-8"), content_type=FORMATS[kind].content_type)
    if moments := [moment for moment in (changed_at, *(entry.updated_at for entry in page.items)) if moment]:
        response.headers["Last-Modified"] = http_date(max(moments).timestamp())
    hubs = [("hub", settings.WEBSUB_HUB)] if settings.WEBSUB_HUB else []
    response.headers["Link"] = ", ".join(f'<{at}>; rel="{rel}"' for rel, at in [*hubs, ("self", address)])
    return tagged(response, *tags)


def tag_uri(moment: datetime, name: str) -> str:
    """RFC 4151: the same for ever, whatever becomes of the address."""
    return f"tag:{urlsplit(settings.BASE_URL).hostname},{moment:%Y-%m-%d}:{name}"


def _address(request: HttpRequest, channel: Channel, page: Page) -> str:
    return absolute(request.path + (channel.query or (f"?page={page.number}" if page.number > 1 else "")))


def _links(request: HttpRequest, page: Page) -> list[tuple[str, str]]:
    """To the pages around it (RFC 5005), and to who tells of what is new (WebSub)."""
    queries = {"previous": page.previous, "next": page.next}
    links = [(rel, absolute(request.path) + query.removesuffix("?")) for rel, query in queries.items() if query]
    return [*links, ("hub", settings.WEBSUB_HUB)] if settings.WEBSUB_HUB else links


def _item(entry: Entry) -> dict:
    cover = entry.cover
    return {
        "title": printable(entry.title),
        "link": entry.address,
        "description": printable(entry.summary) or None,
        "content": printable(entry.content),
        "authors": [Author(printable(author.name), author.address) for author in entry.authors],
        "categories": [printable(label) for label in entry.labels],
        "comments": entry.talk or None,
        "pubdate": entry.published_at,
        "updateddate": entry.updated_at,
        "unique_id": entry.id,
        "unique_id_is_permalink": False,
        "cover": cover,
        "language": entry.language,
        "enclosures": [Enclosure(cover.address, str(cover.size), cover.kind)] if cover else [],
    }


def _told(facts: dict) -> dict:
    return {name: fact for name, fact in facts.items() if fact}
