"""Charts drawn on the server: columns one unit wide and a hundred high, and what stands beside them."""

from dataclasses import dataclass
from datetime import datetime
from math import floor, log10

from django.utils import timezone
from django.utils.formats import date_format

from articles.models.activity import Span

from .periods import COUNTER_NAMES, Period, Series

HEIGHT = 100
ROUND = [1, 2, 4, 6, 8, 10]  # times a power of ten, an axis ends there
LABELLED = {"24h": 6, "7d": 1, "30d": 7}  # every which column has its name below it


@dataclass(frozen=True)
class Bar:
    """A column, and the height of the line that is the period before."""

    label: str
    long_label: str
    count: int
    before: int
    height: float
    before_height: float
    is_over: bool

    @property
    def top(self) -> float:
        return HEIGHT - self.height


@dataclass(frozen=True)
class Chart:
    counter: str
    period: Period
    bars: list[Bar]
    ceiling: int

    @property
    def name(self) -> str:
        return str(COUNTER_NAMES[self.counter])

    @property
    def line(self) -> str:
        """The period before, as points of a polyline through the middles of the columns."""
        return " ".join(f"{number}.5,{HEIGHT - bar.before_height}" for number, bar in enumerate(self.bars))

    @property
    def has_before(self) -> bool:
        return any(bar.before for bar in self.bars)

    @property
    def middle(self) -> int | None:
        return self.ceiling // 2 if self.ceiling > 1 else None

    @property
    def best(self) -> Bar:
        return max(self.bars, key=lambda bar: bar.count)


def chart(series: Series, counter: str) -> Chart:
    counts = [(point, point.numbers[counter], point.before[counter]) for point in series.points]
    ceiling = ceiling_of(max(max(now, before) for _, now, before in counts))
    every, last = LABELLED[series.period.name], len(counts) - 1
    bars = [
        Bar(
            label=short_label(point.start, series.period.span) if (last - number) % every == 0 else "",
            long_label=long_label(point.start, series.period.span),
            count=now,
            before=before,
            height=_height(now, ceiling),
            before_height=_height(before, ceiling),
            is_over=number < last,
        )
        for number, (point, now, before) in enumerate(counts)
    ]
    return Chart(counter, series.period, bars, ceiling)


def ceiling_of(count: int) -> int:
    """The next number in which one counts: 7 becomes 8, and 1,234 becomes 2,000."""
    power = 10 ** floor(log10(count)) if count else 1
    return next(power * factor for factor in ROUND if power * factor >= count)


def short_label(start: datetime, span: Span) -> str:
    return (
        date_format(timezone.localtime(start), "TIME_FORMAT")
        if span == Span.HOUR
        else date_format(start, "SHORT_DAY_FORMAT")
    )


def long_label(start: datetime, span: Span) -> str:
    if span == Span.HOUR:
        return date_format(timezone.localtime(start), "WEEKDAY_TIME_FORMAT")
    return date_format(start, "WEEKDAY_FORMAT")


def _height(count: int, ceiling: int) -> float:
    return round(HEIGHT * max(count, 0) / ceiling, 1)
