"""What stands in lists and tables, and goes out as CSV: the best of a period, and the days one by one."""

from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import Sum
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from articles.models import Activity, Article, Category
from articles.models.activity import Kind, Span
from reactions.models import Reaction

from .charts import long_label
from .periods import COUNTER_NAMES, COUNTERS, Period, Series
from .scopes import Scope

BEST = {
    "views": gettext_lazy("Most read"),
    "likes": gettext_lazy("Most liked"),
    "dislikes": gettext_lazy("Most disliked"),
    "comments": gettext_lazy("Most discussed"),
}
SHOWN = 8
EXPORTED = 100
CANDIDATES = 30  # of each hour or day
SECONDS = 120  # for which the lists are kept; numbers and charts are those of this moment


class Row(NamedTuple):
    label: str
    url: str
    numbers: list[int]
    share: int = 0  # per cent of the first row


@dataclass(frozen=True)
class Table:
    """`name` is what the address of its CSV calls it."""

    name: str
    title: str
    head: list[str]
    rows: list[Row]

    @property
    def shown(self) -> list[Row]:
        return self.rows[:SHOWN]


def of_points(series: Series, counters: list[str]) -> Table:
    rows = [
        Row(long_label(point.start, series.period.span), "", [point.numbers[counter] for counter in counters])
        for point in series.points
    ]
    if series.period.span == Span.HOUR:
        return Table("hours", _("Hour by hour"), [_("Hour"), *_heads(counters)], rows)
    return Table("days", _("Day by day"), [_("Day"), *_heads(counters)], rows)


def best_articles(scope: Scope, period: Period, counter: str) -> Table:
    name = f"best-{scope.name}-{period.name}-{counter}"
    sums = cache.get_or_set(name, partial(_sums_of_best, scope, period, counter), SECONDS)
    articles = Article.objects.only("title", "slug").in_bulk(sums)
    found = [(articles[key], count) for key, count in sums.items() if key in articles]
    rows = [
        Row(article.title, scope.address_of(article), [count], _share(count, found[0][1])) for article, count in found
    ]
    return Table(f"most-{counter}", str(BEST[counter]), [_("Article"), *_heads([counter])], rows)


def by_category(period: Period) -> Table:
    sums = period.of(Activity.objects.of_kind(Kind.CATEGORY)).sums("subject")
    names = {
        pk: (name, slug) for pk, name, slug in Category.objects.filter(pk__in=sums).values_list("pk", "name", "slug")
    }
    rows = _ranked("admin:statistics-category", sums, names)
    return Table("categories", _("Categories"), [_("Category"), *_heads(COUNTERS)], rows)


def by_author(period: Period) -> Table:
    sums = period.of(Activity.objects.of_kind(Kind.AUTHOR)).sums("subject")
    names = {person.pk: (str(person), person.username) for person in User.objects.filter(pk__in=sums)}
    rows = _ranked("admin:statistics-author", sums, names)
    return Table("authors", _("Authors"), [_("Author"), *_heads(COUNTERS)], rows)


def by_reason(article: Article) -> Table:
    """Why readers disliked it, in per cent of those who said why."""
    given = Reaction.objects.reasons_for(article)
    rows = [Row(label, "", [count, _share(count, sum(given.values()))]) for label, count in given.items()]
    return Table("reasons", _("Why readers disliked it"), [_("Reason"), _("Readers"), _("Per cent")], rows)


def _sums_of_best(scope: Scope, period: Period, counter: str) -> dict[int, int]:
    """The first hundred of those that were among the first of one of the hours or days.

    An index finds these, whatever else was read.
    """
    rows = Activity.objects.of_kind(Kind.ARTICLE).filter(span=period.span, **{f"{counter}__gt": 0})
    firsts = [rows.filter(start=start).order_by(f"-{counter}").values("pk")[:CANDIDATES] for start in period.starts]
    first, *others = (Activity.objects.filter(pk__in=some).values("subject") for some in firsts)
    candidates = scope.articles_among(first.union(*others))
    sums = period.of(rows).filter(subject__in=candidates).order_by().values("subject").annotate(sum=Sum(counter))
    return dict(sums.order_by("-sum", "-subject").values_list("subject", "sum")[:EXPORTED])


def _ranked(address: str, sums: dict[int, dict[str, int]], names: dict[int, tuple[str, str]]) -> list[Row]:
    """`names` say what a subject is called and what it is called in addresses."""
    known = [(*names[key], numbers) for key, numbers in sums.items() if key in names]
    known.sort(key=lambda row: (-row[2]["views"], row[0]))
    return [
        Row(label, reverse(address, args=[word]), [*numbers.values()], _share(numbers["views"], known[0][2]["views"]))
        for label, word, numbers in known
    ]


def _heads(counters: list[str]) -> list[str]:
    return [capfirst(str(COUNTER_NAMES[counter])) for counter in counters]


def _share(count: int, of: int) -> int:
    return round(100 * count / of) if of else 0
