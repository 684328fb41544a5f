"""Ways to narrow a search down, each with how many of its hits would be left."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date

from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import Byline, Category, Tagging

from .filters import ARTICLES, COMMENTS
from .finding import Hit, Search

MOST_CHOICES = 8


@dataclass(frozen=True)
class Choice:
    label: str
    address: str
    count: int = 0
    is_chosen: bool = False


@dataclass(frozen=True)
class Facet:
    name: str
    choices: list[Choice]


def kinds(search: Search) -> list[Choice]:
    counts = {kind: len(search.of_kind(kind)) for kind in (ARTICLES, COMMENTS)}
    labels = {"": _("All"), ARTICLES: _("Articles"), COMMENTS: _("Comments")}
    counts[""] = sum(counts.values())
    return [
        Choice(label, address(search, **{"in": kind}), counts[kind], kind == search.filters.kind)
        for kind, label in labels.items()
    ]


def chosen(search: Search) -> list[Choice]:
    """What narrows it down now, each with the way back."""
    filters = search.filters
    month = filters.month and date_format(date(filters.year, filters.month, 1), "YEAR_MONTH_FORMAT")
    labels: dict[str, object] = {"category": filters.category, "tag": filters.tag, "author": filters.author}
    labels |= {"month": month} if month else {"year": filters.year}
    return [Choice(str(label), address(search, **{name: ""})) for name, label in labels.items() if label]


def facets(search: Search) -> list[Facet]:
    """Three queries; a choice that all hits have is none."""
    hits, filters = search.hits, search.filters
    found = [Facet(_("Section"), [] if filters.category else _sections(search, hits))]
    found.append(
        Facet(
            _("Topic"),
            [] if filters.tag else _choices(search, "tag", _counted(Tagging, "tag__slug", "tag__name", hits)),
        )
    )
    people = _counted(Byline, "author__username", "author__display_name", hits)
    found.append(Facet(_("Author"), [] if filters.author else _choices(search, "author", people)))
    found.append(Facet(_("Month") if filters.year else _("Year"), [] if filters.month else _dates(search, hits)))
    return [facet for facet in found if any(choice.count < len(hits) for choice in facet.choices)]


def _sections(search: Search, hits: list[Hit]) -> list[Choice]:
    counts = Counter(hit.category for hit in hits)
    found = Category.objects.in_bulk(list(counts))
    return _choices(search, "category", {(one.slug, one.name): counts[key] for key, one in found.items()})


def _counted(rows, value: str, label: str, hits: list[Hit]) -> dict[tuple[str, str], int]:
    of_article = Counter(hit.article for hit in hits)
    counts: Counter = Counter()
    for article, *named in rows.objects.filter(article__in=of_article).values_list("article", value, label):
        counts[tuple(named)] += of_article[article]
    return counts


def _choices(search: Search, name: str, counts: dict[tuple[str, str], int]) -> list[Choice]:
    """The most frequent, and these by frequency."""
    best = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:MOST_CHOICES]
    return [Choice(label or value, address(search, **{name: value}), count) for (value, label), count in best]


def _dates(search: Search, hits: Iterable[Hit]) -> list[Choice]:
    """Years; of a year that is chosen its months; the newest first."""
    unit = "month" if search.filters.year else "year"
    counts = Counter(getattr(hit.at.astimezone(UTC), unit) for hit in hits)
    return [
        Choice(
            str(MONTHS[number]) if unit == "month" else str(number), address(search, **{unit: f"{number:02}"}), count
        )
        for number, count in sorted(counts.items(), reverse=True)
    ]


def address(search: Search, **changes: str) -> str:
    changes |= {"month": ""} if changes.get("year") == "" else {}
    return search.filters.address(search.query.text, **changes)
