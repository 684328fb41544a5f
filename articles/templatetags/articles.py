from datetime import datetime, timedelta

from django import template
from django.template.defaultfilters import date as format_date
from django.utils import timezone
from django.utils.safestring import SafeString

import markup

from ..models import Article, Category, Image
from ..picture import picture_html

register = template.Library()

LONG_WORDS, LONG_HEADINGS = 900, 3  # from here on a piece has a table of contents and shows how far one has read


@register.simple_tag(takes_context=True)
def categories(context) -> list[Category]:
    """Every category in its order: one query a page, none where the view passed them as `sections`."""
    return context["sections"] if "sections" in context else list(Category.objects.all())


@register.simple_tag
def picture(image: Image, sizes: str, alt: str | None = None, eager: bool = False) -> SafeString:
    return picture_html(image, sizes=sizes, alt=alt, eager=eager)


@register.simple_tag
def contents(article: Article) -> list[markup.Heading]:
    """The parts of a long piece; [] for a short one."""
    if article.words < LONG_WORDS:
        return []
    headings = markup.headings(article.body_html)
    return headings if len(headings) >= LONG_HEADINGS else []


@register.filter
def ago(moment: datetime) -> str:
    """How long since, as long as that says more than the date does."""
    past = timezone.now() - moment
    if timedelta() <= past < timedelta(hours=1):
        return f"{past // timedelta(minutes=1) or 1} min ago"
    if timedelta() <= past < timedelta(days=1):
        return _count(past // timedelta(hours=1), "hour")
    if timedelta() <= past < timedelta(days=7):
        return _count(past // timedelta(days=1), "day")
    local = timezone.localtime(moment)
    return format_date(local, "j F" if local.year == timezone.localdate().year else "j F Y")


def _count(number: int, unit: str) -> str:
    return f"{number} {unit} ago" if number == 1 else f"{number} {unit}s ago"
