"""The times that charts show, and what happened in them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.models import Stats
from articles.models.activity import ActivityQuerySet, Span

COUNTERS = Stats.COUNTERS
COUNTER_NAMES = {"views": _("views"), "likes": _("likes"), "dislikes": _("dislikes"), "comments": _("comments")}


@dataclass(frozen=True)
class Period:
    """So many hours or days (UTC), of which the last is not over."""

    name: str
    label: str | Promise
    span: Span
    count: int

    @property
    def length(self) -> timedelta:
        return self.span.length * self.count

    @property
    def until(self) -> datetime:
        return self.span.begin(timezone.now()) + self.span.length

    @property
    def since(self) -> datetime:
        return self.until - self.length

    @property
    def starts(self) -> list[datetime]:
        return [self.since + self.span.length * number for number in range(self.count)]

    def of(self, rows: ActivityQuerySet) -> ActivityQuerySet:
        return rows.during(self.span, self.since, self.until)


PERIODS = {
    period.name: period
    for period in [
        Period("24h", _("24 hours"), Span.HOUR, 24),
        Period("7d", _("7 days"), Span.DAY, 7),
        Period("30d", _("30 days"), Span.DAY, 30),
    ]
}
USUAL = "7d"


def period_named(name: str | None) -> Period:
    return PERIODS.get(name, PERIODS[USUAL])


class Point(NamedTuple):
    """An hour or a day: what happened, and what had happened one period before."""

    start: datetime
    numbers: dict[str, int]
    before: dict[str, int]


@dataclass(frozen=True)
class Total:
    counter: str
    count: int
    now: int
    before: int

    @property
    def name(self) -> str:
        return str(COUNTER_NAMES[self.counter])

    @property
    def change(self) -> int | None:
        """In per cent of the period before; None where nothing was."""
        return round(100 * (self.now - self.before) / self.before) if self.before else None

    @property
    def drop(self) -> int:
        return -self.change


@dataclass(frozen=True)
class Series:
    period: Period
    points: list[Point]

    def total(self, counter: str) -> Total:
        """Compared are only hours and days that are over with the same ones before: this morning is no yesterday."""
        over = self.points[:-1]
        now, before = (
            sum(part[counter] for part in parts) for parts in ([p.numbers for p in over], [p.before for p in over])
        )
        return Total(counter, now + self.points[-1].numbers[counter], now, before)

    @cached_property
    def totals(self) -> dict[str, Total]:
        return {counter: self.total(counter) for counter in COUNTERS}


def series(rows: ActivityQuerySet, period: Period) -> Series:
    """One query, that reads no more rows than there are hours or days in two periods for each subject."""
    counted = rows.during(period.span, period.since - period.length, period.until).sums("start")
    nothing = dict.fromkeys(COUNTERS, 0)
    points = [
        Point(start, counted.get(start, nothing), counted.get(start - period.length, nothing))
        for start in period.starts
    ]
    return Series(period, points)
