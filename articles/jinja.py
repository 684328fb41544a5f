"""What templates may say about articles."""

import json
from datetime import datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.safestring import SafeString

import markup

from .licences import credit_line
from .models import Article, Category
from .picture import picture_html
from .structured_data import breadcrumbs, news_article, social_image

LONG_WORDS, LONG_HEADINGS = 900, 3  # from here on a piece has a table of contents and shows how far one has read
HOUR, DAY = 3600, 86400  # seconds
# As in Django's json_script: nothing in the data can end the script element.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def categories() -> list[Category]:
    """Every category in its order; a page asks once."""
    return list(Category.objects.all())


def contents(article: Article) -> list[markup.Heading]:
    """The parts of a long piece; [] for a short one."""
    if article.words < LONG_WORDS:
        return []
    headings = markup.headings(article.body_html)
    return headings if len(headings) >= LONG_HEADINGS else []


def json_ld(article: Article) -> list[SafeString]:
    """For an article that was loaded by `as_page()`; no query."""
    return [_json(news_article(article)), _json(breadcrumbs(article))]


def time(moment: datetime, exact: bool = False) -> SafeString:
    """A `<time>` that says how long since, or the date."""
    year, day, opening = _stamp(moment)
    said = (not exact and _ago(moment)) or (day if year == timezone.localdate().year and not exact else f"{day} {year}")
    return SafeString(f"{opening}{said}</time>")


@lru_cache(maxsize=10_000)
def _stamp(moment: datetime) -> tuple[int, str, str]:
    """What never changes of it, remembered and not by Django's formats: a long page has hundreds."""
    local = timezone.localtime(moment)
    day = f"{local.day} {local:%B}"
    return local.year, day, f'<time datetime="{local:%Y-%m-%dT%H:%M:%S%z}" title="{day} {local:%Y, %H:%M %Z}">'


def _ago(moment: datetime) -> str:
    """How long since, as long as that says more than the date does, else ""."""
    seconds = int((timezone.now() - moment).total_seconds())
    if seconds < 0 or seconds >= 7 * DAY:
        return ""
    if seconds < HOUR:
        return f"{seconds // 60 or 1} min ago"
    return _count(seconds // HOUR, "hour") if seconds < DAY else _count(seconds // DAY, "day")


def _count(number: int, unit: str) -> str:
    return f"{number} {unit} ago" if number == 1 else f"{number} {unit}s ago"


def _json(data: dict) -> SafeString:
    return SafeString(json.dumps(data, ensure_ascii=False).translate(ESCAPES))


GLOBALS = {
    "categories": categories,
    "contents": contents,
    "credit_line": credit_line,
    "json_ld": json_ld,
    "picture": picture_html,
    "social_image": social_image,
    "time": time,
}
