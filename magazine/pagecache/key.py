"""Which requests may be answered with a page that was made for somebody else, and which ask for the same page."""

from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.http.cookie import parse_cookie

from articles.paging import PAGE_NUMBER
from articles.plain import prefers_markdown
from comments.orders import ORDERS
from reactions.most_read import PERIODS

from ..addresses import came_by_https
from ..context import THEMES
from ..middleware import SHAREABLE_COOKIES

type Environ = dict[str, Any]
type Key = tuple[str, str, str, str]

# Lists that have pages, discussions that also have an order, and what is most read of a period. Everything else in a
# query changes nothing, as utm_source or fbclid do, but for `reply`, which is one reader's.
PAGED = ("/articles/", "/categories/", "/tags/", "/authors/", "/archive/", "/feeds/")
MOST_READ = "/most-read/"
NEGOTIATED, MARKDOWN = "/articles/", "markdown"  # which has no colours
LONGEST_HEADER = 1000  # characters of one that is looked at; browsers send a tenth of it
PERSONAL = ("/accounts/", "/admin/", "/comments/", "/corrections/", "/preview/", "/search/", "/theme/")
SERVED_OTHERWISE = ("/sitemap", "/static/", "/media/", "/share/", "/healthz", "/readyz", "/metrics")
NEVER = PERSONAL + SERVED_OTHERWISE


def page_key(environ: Environ) -> Key | None:
    """Host, path, query, and colour scheme or Markdown; None where one reader alone could be meant, or no page."""
    path = environ["PATH_INFO"]
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or path.startswith(NEVER):
        return None
    host = environ.get("HTTP_HOST", "")
    if host not in _hosts(settings.BASE_URL, *settings.ALLOWED_HOSTS):
        return None
    if "HTTP_AUTHORIZATION" in environ or "HTTP_HX_REQUEST" in environ:
        return None
    if settings.HTTPS and not came_by_https(environ):
        return None  # and is about to be sent there
    theme = _theme(environ["HTTP_COOKIE"]) if "HTTP_COOKIE" in environ else ""
    query = _query(environ["QUERY_STRING"], _names_at(path)) if environ["QUERY_STRING"] else ""
    if theme is None or query is None:
        return None
    is_markdown = path.startswith(NEGOTIATED) and prefers_markdown(environ.get("HTTP_ACCEPT", ""))
    return host, path, query, MARKDOWN if is_markdown else theme


@lru_cache(maxsize=10)
def _hosts(base_url: str, *allowed: str) -> frozenset[str]:
    """How browsers write the names of the magazine; in any other way a name is served, but no page is kept for it."""
    base = urlsplit(base_url)
    port = f":{base.port}" if base.port else ""
    return frozenset([base.netloc, *(f"{host}{port}" for host in allowed if host[0] not in "*.")])


def _theme(cookies: str) -> str | None:
    """ "" where the system decides; None with any cookie by which a reader could be known."""
    return _theme_of(cookies) if len(cookies) <= LONGEST_HEADER else None


@lru_cache(maxsize=1000)
def _theme_of(cookies: str) -> str | None:
    found = parse_cookie(cookies)
    if not found.keys() <= SHAREABLE_COOKIES:
        return None
    theme = found.get("theme", "")
    return theme if theme in THEMES else ""


def _names_at(path: str) -> tuple[str, ...]:
    """What of a query changes something there."""
    if path == MOST_READ:
        return ("period",)
    return ("order", "page") if path.startswith(PAGED) else ()


def _query(query: str, names: tuple[str, ...]) -> str | None:
    """In one order and without what changes nothing; None for what is one reader's, or for the magazine to refuse."""
    return _query_of(query, names) if len(query) <= LONGEST_HEADER else None


@lru_cache(maxsize=1000)
def _query_of(query: str, names: tuple[str, ...]) -> str | None:
    try:
        asked = dict(parse_qsl(query, keep_blank_values=True, errors="strict"))
    except ValueError:
        return None
    page, order = asked.get("page", "1"), asked.get("order", "newest")
    if "reply" in asked or "\0" in "".join(asked.values()) or not query.isascii():
        return None
    if "page" in names and not (PAGE_NUMBER.fullmatch(page) and order in ORDERS):
        return None
    if asked.get("period") not in PERIODS:
        asked.pop("period", None)  # as the page itself does
    return urlencode([(name, asked[name]) for name in names if name in asked])
