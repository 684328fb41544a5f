"""What was read most lately: views by the hour or the day, of which older ones count for less."""

from functools import partial
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import Case, F, Sum, Value, When
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.models import Activity, Article
from articles.models.activity import Kind, Span

CANDIDATES = 50  # of each hour or day
KEPT = 100  # keys, as one or the other may not be visible any more when they are shown
SECONDS = 300  # for which they are kept
FULL_WEIGHT = 1000  # weights are whole numbers, so that every database adds up the same


class Period(NamedTuple):
    """So many hours or days (`length`), and after how many of them a view counts for half."""

    name: str
    label: str | Promise
    span: Span
    length: int
    half_life: int

    def weight(self, age: int) -> int:
        """Exponential decay, `2 ** (-age / half-life)`, as in Cormode et al. 2009, doi:10.1109/ICDE.2009.65."""
        return round(FULL_WEIGHT * 2 ** (-age / self.half_life))


WEEK = Period("7d", _("7 days"), Span.DAY, 7, 2)
PERIODS = {
    period.name: period
    for period in [Period("24h", _("24 hours"), Span.HOUR, 24, 6), WEEK, Period("30d", _("30 days"), Span.DAY, 30, 7)]
}


def most_read(period: Period = WEEK, count: int = 5) -> list[Article]:
    """A column of cards; the same for all readers for some minutes, but for what is not to be seen any more."""
    keys = cache.get_or_set(f"most-read-{period.name}", partial(_ranked, period), SECONDS)[: 2 * count]
    cards = Article.objects.as_cards().in_bulk(keys)  # not of the published ones: SQLite would look at all of these
    return [cards[key] for key in keys if key in cards and cards[key].is_published][:count]


def _ranked(period: Period) -> list[int]:
    """Keys by the weighted sum of their views; of equals the article that was begun later comes first.

    Only what was among the first fifty of one of the hours or days is added up: an index finds these.
    """
    now = period.span.begin(timezone.now())
    ages = {now - age * period.span.length: age for age in range(period.length)}
    rows = Activity.objects.of_kind(Kind.ARTICLE).filter(span=period.span, views__gt=0)
    firsts = [rows.filter(start=start).order_by("-views", "pk").values("pk")[:CANDIDATES] for start in ages]
    first, *others = (Activity.objects.filter(pk__in=some).values("subject") for some in firsts)
    weight = Case(*(When(start=start, then=Value(period.weight(age))) for start, age in ages.items()))
    candidates = rows.filter(start__in=ages, subject__in=first.union(*others)).order_by().values("subject")
    ranked = candidates.annotate(score=Sum(F("views") * weight)).order_by("-score", "-subject")
    keys = list(ranked.values_list("subject", flat=True)[:KEPT])
    articles = Article.objects.only("status", "published_at", "expires_at").in_bulk(keys)
    return [key for key in keys if key in articles and articles[key].is_published]
