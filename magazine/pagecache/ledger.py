"""What one process knows of the purge log, and of what the clock alone changes."""

import threading
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from django.db import connections
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from purging.log import EVERYTHING
from purging.models import Purge

from ..routers import PRIMARY, alias_for_strangers
from .page import Page

REMEMBERED = timedelta(minutes=10)  # a page of more than a minute is made anew in any case
SLOWEST_COMMIT = 600  # seconds after which a number that is missing in the log is one that was rolled back
MOST_MISSING = 10_000
MOST_MARKS = 100_000  # tags; then the old ones are forgotten
LOOK_AGAIN = timedelta(minutes=1)  # for what is due next, should somebody have changed it behind our back


class Event(NamedTuple):
    """Pages change at a moment without anybody doing anything: something appears, or is `gone` as it expires."""

    tags: tuple[str, ...]
    gone: bool


class Heard(NamedTuple):
    """The latest change of a tag: our number, the log's, the moment of an event of the clock, and when we heard."""

    ours: int
    number: int
    at: float
    when: float


UNHEARD = Heard(0, 0, 0, 0)

# What happens after the first moment and up to the second, and when the next thing will.
type Schedule = Callable[[datetime, datetime], tuple[list[Event], datetime | None]]


class Dated(Protocol):
    """A page or a piece of one."""

    tags: frozenset[str]
    seen: int


class Ledger:
    """Says whether a page is still what the magazine would make now.

    Every change gets the next number in the order in which this process hears of it, and a page remembers the number
    from before it was made (`seen`). A page that another process made, or this one before it was started, is measured
    by the log's own numbers: it knows all up to its `horizon`, below which no entry can still be on its way, although
    transactions commit in another order than they take their numbers.
    """

    def __init__(self, schedule: Schedule):
        self.schedule = schedule
        self.count = 0
        self.since = self.last = 0  # numbers in the log: what is heard begins after the one and ends with the other
        self.next_event = timezone.now()
        self._heard: dict[str, Heard] = {}
        self._missing: dict[int, float] = {}
        self._own: set[int] = set()
        self._clock = timezone.now() - REMEMBERED
        self._is_open = False
        self._lock = threading.Lock()

    @property
    def horizon(self) -> int:
        return min(self._missing, default=self.last + 1) - 1

    def is_current(self, page: Dated) -> bool:
        """Nothing that the page shows has changed since it was made."""
        count = self.count
        if page.seen == count:
            return True
        if page.seen < 0 or any(self._heard[tag].ours > page.seen for tag in page.tags if tag in self._heard):
            return False
        page.seen = count
        return True

    def adopts(self, page: Page) -> bool:
        """The same of a page that was kept on disk, which is then measured like one of our own."""
        page.seen = self.count
        heard = [self._heard[tag] for tag in page.tags if tag in self._heard]
        if self._is_open and self.knows(page) and all(h.number <= page.horizon and h.at <= page.made_at for h in heard):
            return True
        page.seen = -1
        return False

    def knows(self, page: Page) -> bool:
        """Whatever was taken away since the page was made, it is known here, or by those who kept it until just now."""
        if self._is_open:
            return page.horizon >= self.since
        return time.time() - page.made_at < REMEMBERED.total_seconds()

    def note(self, purge: Purge) -> None:
        """What this process has committed itself is known before the log is read again."""
        with self._lock:
            if purge.pk > self.last or purge.pk in self._missing:
                self._own.add(purge.pk)
                self._mark(purge.tags.split(), number=purge.pk)

    def has_news(self, alias: str) -> bool:
        """Whether anything was written to the log since it was read; quick, as it is asked before every page."""
        if not self._is_open or self._missing:
            return True
        with connections[alias].cursor() as cursor:
            cursor.execute(f"SELECT max(id) FROM {Purge._meta.db_table}")  # noqa: S608 (ours)
            return (cursor.fetchone()[0] or 0) != self.last

    def read_log(self) -> list[Event]:
        """What is new in the log; all of it is marked."""
        alias = alias_for_strangers()
        log = Purge.objects.using(alias).order_by("pk")
        if not self._is_open:
            # The newest entry always stays in the log: it tells where to begin.
            log = log.filter(created_at__gte=Now() - REMEMBERED) or log.reverse()[:1]
        else:
            log = log.filter(Q(pk__gt=self.last) | Q(pk__in=list(self._missing)))
        purges = list(log)
        with self._lock:
            if purges and not self._is_open:
                self.since = purges[0].pk - 1
            for purge in purges:
                self._take(purge, alias)
            self._forget()
            self._is_open = True
        if purges:
            self.next_event = timezone.now()  # somebody may have changed what is due
        return [Event(tuple(purge.tags.split()), purge.gone) for purge in purges]

    def read_clock(self) -> list[Event]:
        """What has appeared or expired since the last time; asks only when something is due."""
        now = timezone.now()
        if now < self.next_event:
            return []
        events, next_event = self.schedule(self._clock, now)
        self._clock, self.next_event = now, min(next_event or now + LOOK_AGAIN, now + LOOK_AGAIN)
        with self._lock:
            for event in events:
                self._mark(event.tags, at=now.timestamp())
        return events

    def _take(self, purge: Purge, alias: str) -> None:
        if self.last and purge.pk > self.last:
            self._miss(range(self.last + 1, purge.pk))
        self._missing.pop(purge.pk, None)
        self.last = max(self.last, purge.pk)
        is_known = purge.pk in self._own and alias == PRIMARY  # a replica may only now show what was changed
        self._own.discard(purge.pk)
        if not is_known:
            self._mark(purge.tags.split(), number=purge.pk)

    def _miss(self, numbers: range) -> None:
        """They may still be committed. A leap too large to follow up is taken for a change of everything."""
        if len(numbers) + len(self._missing) > MOST_MISSING:
            self._mark([EVERYTHING], number=numbers.stop)
        else:
            self._missing |= dict.fromkeys(numbers, time.monotonic())

    def _mark(self, tags: Iterable[str], *, number: int = 0, at: float = 0) -> None:
        """The count moves last: whoever sees it finds the marks."""
        for tag in tags:
            before = self._heard.get(tag, UNHEARD)
            self._heard[tag] = Heard(self.count + 1, max(number, before.number), max(at, before.at), time.monotonic())
        self.count += 1

    def _forget(self) -> None:
        """Numbers that will not come any more, and marks that are older than any page that is shown as new."""
        now = time.monotonic()
        self._missing = {number: since for number, since in self._missing.items() if now - since < SLOWEST_COMMIT}
        if len(self._heard) > MOST_MARKS:
            fresh = REMEMBERED.total_seconds()
            self._heard = {tag: heard for tag, heard in self._heard.items() if now - heard.when < fresh}
