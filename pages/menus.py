"""What the frame of every page leads to: the menu at the top and the list at the foot."""

from collections.abc import Iterable
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Category
from purging.kept import kept
from sitesettings.models import site_settings

from .models import COUNTING, Page

OWN = "link"  # what an entry leads to that is neither a category nor a page


class Link(NamedTuple):
    label: str
    address: str
    category: int | None = None


class Frame(NamedTuple):
    menu: list[Link]
    footer: list[Link]


def sections() -> dict[str, Link]:
    """By the names that entries know them by."""
    return {f"category:{c.pk}": Link(c.name, c.get_absolute_url(), c.pk) for c in Category.objects.all()}


def published_pages() -> dict[str, Link]:
    """How we count is always among them."""
    pages = Page.objects.published().only("title", "slug")
    links = {f"page:{page.pk}": Link(page.title, page.get_absolute_url()) for page in pages}
    counting = reverse("how-we-count")
    if all(link.address != counting for link in links.values()):
        links[f"page:{COUNTING}"] = Link(_("How we count"), counting)
    return links


def listed(entries: list[dict], targets: dict[str, Link], always: Iterable[str]) -> list[Link]:
    """What editors put in order and did not hide, then whatever came since and belongs here `always`."""
    named = {entry["to"] for entry in entries}
    chosen = [_link(entry, targets) for entry in entries if not entry["hidden"]]
    return [*filter(None, chosen), *(targets[name] for name in always if name not in named)]


def _link(entry: dict, targets: dict[str, Link]) -> Link | None:
    """None for what has been deleted or is not published."""
    target = Link("", entry["address"]) if entry["to"] == OWN else targets.get(entry["to"])
    return target and target._replace(label=entry["label"] or target.label)


def frame() -> Frame:
    return kept("frame", _frame, lambda frame: ())


def _frame() -> Frame:
    chosen, categories, pages = site_settings(), sections(), published_pages()
    targets = categories | pages
    return Frame(listed(chosen.menu, targets, categories), listed(chosen.footer, targets, pages))
