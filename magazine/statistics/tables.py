"""What stands in lists and tables, and goes out as CSV: the best of a period, and the days one by one."""

from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import Sum
from django.urls import reverse

from accounts.models import User
from articles.models import Activity, Article, Category
from articles.models.activity import Kind
from reactions.models import Reaction

from .charts import long_label
from .periods import COUNTERS, Period, Series
from .scopes import Scope

BEST = {"views": "Most read", "likes": "Most liked", "dislikes": "Most disliked", "comments": "Most discussed"}
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
    unit = series.period.span.label
    return Table(f"{unit.lower()}s", f"{unit} by {unit.lower()}", [unit, *(c.capitalize() for c in counters)], rows)


def best_articles(scope: Scope, period: Period, counter: str) -> Table:
    name = f"best-{scope.name}-{period.name}-{counter}"
    sums = cache.get_or_set(name, partial(_sums_of_best, scope, period, counter), SECONDS)
    articles = Article.objects.only("title", "slug").in_bulk(sums)
    found = [(articles[key], count) for key, count in sums.items() if key in articles]
    rows = [
        Row(article.title, scope.address_of(article), [count], _share(count, found[0][1])) for article, count in found
    ]
    return Table(f"most-{counter}", BEST[counter], ["Article", counter.capitalize()], rows)


def by_category(period: Period) -> Table:
    sums = period.of(Activity.objects.of_kind(Kind.CATEGORY)).sums("subject")
    names = {
        pk: (name, slug) for pk, name, slug in Category.objects.filter(pk__in=sums).values_list("pk", "name", "slug")
    }
    return _ranked("categories", "Category", sums, names)


def by_author(period: Period) -> Table:
    sums = period.of(Activity.objects.of_kind(Kind.AUTHOR)).sums("subject")
    names = {person.pk: (str(person), person.username) for person in User.objects.filter(pk__in=sums)}
    return _ranked("authors", "Author", sums, names)


def by_reason(article: Article) -> Table:
    """Why readers disliked it, in per cent of those who said why."""
    given = Reaction.objects.reasons_for(article)
    rows = [Row(label, "", [count, _share(count, sum(given.values()))]) for label, count in given.items()]
    return Table("reasons", "Why readers disliked it", ["Reason", "Readers", "Per cent"], rows)


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


def _ranked(name: str, what: str, sums: dict[int, dict[str, int]], names: dict[int, tuple[str, str]]) -> Table:
    """`names` say what a subject is called and what it is called in addresses."""
    address = f"admin:statistics-{what.lower()}"
    known = [(*names[key], numbers) for key, numbers in sums.items() if key in names]
    known.sort(key=lambda row: (-row[2]["views"], row[0]))
    rows = [
        Row(label, reverse(address, args=[word]), [*numbers.values()], _share(numbers["views"], known[0][2]["views"]))
        for label, word, numbers in known
    ]
    return Table(name, name.capitalize(), [what, *(counter.capitalize() for counter in COUNTERS)], rows)


def _share(count: int, of: int) -> int:
    return round(100 * count / of) if of else 0
