"""What templates may say about articles."""

import json
from datetime import date, datetime
from functools import lru_cache, partial

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

import markup
from purging.kept import kept

from .licences import credit_line
from .models import Article, Category
from .picture import picture_html
from .sharing import share_links
from .structured_data import breadcrumbs, collection, profile, social_image, website
from .translations import alternates

LONG_WORDS, LONG_HEADINGS = 900, 3  # from here on a piece has a table of contents and shows how far one has read
HOUR, DAY = 3600, 86400  # seconds
# As in Django's json_script: nothing in the data can end the script element.
ESCAPES = {">": "\\u003E", "<": "\\u003C", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def categories() -> list[Category]:
    """Every category in its order; a page asks once."""
    return kept("categories", partial(list, Category.objects.all()), lambda found: [])


def contents(article: Article) -> list[markup.Heading]:
    """The parts of a long piece; [] for a short one."""
    if article.words < LONG_WORDS:
        return []
    headings = markup.headings(article.body_html)
    return headings if len(headings) >= LONG_HEADINGS else []


def lang(article: Article) -> SafeString:
    """The attributes of an element with words of the article, where these are in another language than the page."""
    if article.lang == settings.LANGUAGE_CODE:
        return SafeString("")
    return SafeString(f' lang="{article.lang}" dir="{"rtl" if article.spoken.is_rtl else "ltr"}"')


def json_ld(data: dict) -> SafeString:
    """Structured data, for the inside of a script element."""
    text = json.dumps(data, ensure_ascii=False)
    for sign, escaped in ESCAPES.items():
        text = text.replace(sign, escaped)
    return SafeString(text)


def time(moment: datetime, exact: bool = False) -> SafeString:
    """A `<time>` that says how long since, or the date."""
    year, day, full, opening = _stamp(moment)
    said = (not exact and _ago(moment)) or (day if year == timezone.localdate().year and not exact else full)
    return SafeString(f"{opening}{said}</time>")


@lru_cache(maxsize=10_000)
def _stamp(moment: datetime) -> tuple[int, str, str, str]:
    """What never changes of it, remembered, and days once more: a long page has hundreds, and formats take a while."""
    local = timezone.localtime(moment)
    day, full = _day(local.date())
    opening = f'<time datetime="{local:%Y-%m-%dT%H:%M:%S%z}" title="{full}, {local:%H:%M %Z}">'
    return local.year, day, full, opening


@lru_cache(maxsize=1000)
def _day(day: date) -> tuple[str, str]:
    return date_format(day, "MONTH_DAY_FORMAT"), date_format(day, "DATE_FORMAT")


def _ago(moment: datetime) -> str:
    """How long since, as long as that says more than the date does, else ""."""
    seconds = int((timezone.now() - moment).total_seconds())
    if seconds < 0 or seconds >= 7 * DAY:
        return ""
    if seconds < HOUR:
        minutes = seconds // 60 or 1
        return ngettext("%(count)s min ago", "%(count)s min ago", minutes) % {"count": minutes}
    if seconds < DAY:
        hours = seconds // HOUR
        return ngettext("%(count)s hour ago", "%(count)s hours ago", hours) % {"count": hours}
    days = seconds // DAY
    return ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": days}


GLOBALS = {
    "alternates": alternates,
    "breadcrumbs": breadcrumbs,
    "categories": categories,
    "collection": collection,
    "contents": contents,
    "credit_line": credit_line,
    "json_ld": json_ld,
    "lang": lang,
    "picture": picture_html,
    "profile": profile,
    "share_links": share_links,
    "social_image": social_image,
    "time": time,
    "website": website,
}
