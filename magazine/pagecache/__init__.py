"""Pages for everybody, kept in front of everything else: a hit runs no view, no session and no query.

A WSGI application around the magazine's own. It keeps what a view has given cache tags (`purging.log.tagged`) and
everybody may see, until one of the tags is purged; where no new page can be made, it shows the old one.
"""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from django.db import Error as DatabaseFailure
from django.db import close_old_connections
from django.db.models.functions import Now
from django.utils import timezone

from outages import Outage
from purging.log import HEADER, committed
from purging.models import Purge

from ..metrics import count_page
from .key import Environ, Key, page_key
from .ledger import REMEMBERED, Event, Ledger, Schedule
from .page import Headers, Page, StartResponse
from .store import LARGEST_PAGE, MEGABYTE, Memory, Shelf

FRESH_SECONDS = 60  # after which a page is made anew for the sake of "5 min ago" and the number of views
LISTEN_SECONDS = 0.25
TIDY_SECONDS = 60
LONGEST_WAIT = 10  # seconds that a reader waits for a page that another request is making
TROUBLE_SECONDS = 2  # in which old copies are shown at once after a page could not be made
KEPT_STATUSES = ("200", "301")
LEAD_ON = ("301", "404")
IN_THE_KEY = {"cookie", "accept", "accept-encoding"}  # or in how a page is kept
# What one reader's request says of how to answer, and what an answer says of one request.
READERS_OWN = {
    *("HTTP_ACCEPT_ENCODING", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_NONE_MATCH", "HTTP_RANGE", "HTTP_REFERER"),
    *("HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_IF_RANGE"),
}
READERS_HEADERS = {"x-request-id"}

STATUS = {"hit": "TechyMag; hit", "stale": "TechyMag; hit; detail=stale", "miss": "TechyMag; fwd=miss"}  # RFC 9211

log = logging.getLogger(__name__)


@dataclass(eq=False)
class Flight:
    """A page that one request is making and that others wait for."""

    landed: threading.Event = field(default_factory=threading.Event)
    page: Page | None = None


class Asked(NamedTuple):
    """One request for a page that may be anybody's."""

    key: Key
    environ: Environ
    start_response: StartResponse

    @property
    def has_more_query(self) -> bool:
        return self.environ["QUERY_STRING"] != self.key[2]

    def answer(self, page: Page, result: str) -> Iterable[bytes]:
        count_page(result)
        return page.answer(self.environ, self.start_response, STATUS[result])


class PageCache:
    """`schedule` tells what the clock alone will change; `folder` is shared by the processes of one machine."""

    def __init__(self, application, *, schedule: Schedule, folder: Path, memory_mb: int, disk_mb: int):
        self.application = application
        self.ledger = Ledger(schedule)
        self.memory: Memory[Page] = Memory(memory_mb * MEGABYTE)
        self.shelf = Shelf(folder, disk_mb * MEGABYTE)
        self._trouble_until = 0.0
        self._flights: dict[Key, Flight] = {}
        self._gone: Counter[str] = Counter()  # tags whose pages are on their way out of the folder
        self._is_gone = threading.Event()
        self._gone_lock = threading.Lock()
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if committed:
            self._hear_own()
        key = page_key(environ)
        if key is None:
            count_page("bypass")
            return self.application(environ, start_response)
        page, asked = self.memory.get(key), Asked(key, environ, start_response)
        if page and _is_fresh(page) and self.ledger.is_current(page):
            return self._answer(asked, page, "hit")
        if page and time.monotonic() < self._trouble_until:
            return self._answer(asked, page, "stale")
        return self._renew(asked, page)

    def _answer(self, asked: Asked, page: Page, result: str) -> Iterable[bytes]:
        """Where nothing stands, the whole query may lead on, without most of which the page was made."""
        if page.status.startswith(LEAD_ON) and asked.has_more_query and result != "stale":
            count_page("bypass")
            return self.application(asked.environ, asked.start_response)
        return asked.answer(page, result)

    def _renew(self, asked: Asked, old: Page | None) -> Iterable[bytes]:
        """One request makes the page; the others get the old copy, or wait where there is none."""
        with self._lock:
            flight = self._flights.get(asked.key)
            leads = flight is None
            if flight is None:
                flight = self._flights[asked.key] = Flight()
        if not leads:
            return self._follow(asked, old, flight)
        try:
            return self._lead(asked, old, flight)
        finally:
            del self._flights[asked.key]
            flight.landed.set()

    def _follow(self, asked: Asked, old: Page | None, flight: Flight) -> Iterable[bytes]:
        if old:
            return self._answer(asked, old, "stale")
        flight.landed.wait(LONGEST_WAIT)
        if flight.page:
            return self._answer(asked, flight.page, "hit")
        return self._answer(asked, self._make(asked), "miss")

    def _lead(self, asked: Asked, old: Page | None, flight: Flight) -> Iterable[bytes]:
        kept = self.shelf.get(asked.key)
        if kept and self.ledger.adopts(kept) and _is_fresh(kept):
            return self._answer(asked, self._keep(asked, kept, flight), "hit")
        page, old = self._make(asked), old or self._if_still_there(kept)
        if page.status.startswith("5") and old:
            if page.status.startswith("503"):  # no other page can be made either
                self._trouble_until = time.monotonic() + TROUBLE_SECONDS
            return self._answer(asked, self._keep(asked, old, flight), "stale")
        if page.tags and self.ledger.is_current(page):
            self._keep(asked, page, flight)
            self.shelf.put(asked.key, page)
            if not self.ledger.is_current(page):  # perhaps something was taken away just now
                self.memory.remove(asked.key)
                self.shelf.remove(asked.key)
        return self._answer(asked, page, "miss")

    def _if_still_there(self, kept: Page | None) -> Page | None:
        """A copy of the folder, if nothing that it shows can have been taken away."""
        return kept if kept and self.ledger.knows(kept) and kept.tags.isdisjoint(self._gone) else None

    def _keep(self, asked: Asked, page: Page, flight: Flight) -> Page:
        flight.page = page
        self.memory.put(asked.key, page)
        return page

    def _make(self, asked: Asked) -> Page:
        """As for a reader of whom nothing is known; with tags only when everybody may have it."""
        seen, horizon, made_at = self.ledger.count, self.ledger.horizon, time.time()
        status, headers, body = _ask(self.application, asked)
        tags = _tags(status, headers) if len(body) <= LARGEST_PAGE else frozenset()
        return Page(status, headers, body, tags, seen, horizon, made_at)

    # what the purge log says

    def start(self) -> None:
        for name, task in (("purge log", self._listen), ("page folder", self._tidy)):
            threading.Thread(target=self._for_ever, args=[name, task], name=name, daemon=True).start()

    def _for_ever(self, name: str, task: Callable[[], None]) -> None:
        """Whatever goes wrong is logged, and tried again."""
        outage = Outage(f"The {name}")
        while True:
            try:
                task()
                outage.end()
            except (DatabaseFailure, OSError) as error:
                outage.begin(error)
                time.sleep(LISTEN_SECONDS)
            except Exception:
                log.exception("The page cache goes on after an error")
                time.sleep(LISTEN_SECONDS)
            finally:
                close_old_connections()

    def _listen(self) -> None:
        """Four times a second, and when something is due."""
        self._hear(self.ledger.read_log())
        self._hear(self.ledger.read_clock())
        due = (self.ledger.next_event - timezone.now()).total_seconds()
        time.sleep(min(max(due, 0.001), LISTEN_SECONDS))

    def _hear_own(self) -> None:
        """What this process has just committed; its next reader sees it."""
        with self._lock:
            while committed:
                purge = committed.popleft()
                self.ledger.note(purge)
                self._hear([Event(tuple(purge.tags.split()), purge.gone)])

    def _hear(self, events: list[Event]) -> None:
        if gone := [tag for event in events if event.gone for tag in event.tags]:
            self.memory.remove_tagged(gone)
            with self._gone_lock:
                self._gone.update(gone)
            self._is_gone.set()

    def _tidy(self) -> None:
        """What was taken away leaves the folder at once, what is old every minute; no reader waits for that."""
        if self._is_gone.wait(TIDY_SECONDS):
            self._is_gone.clear()
            self.shelf.remove_tagged(gone := dict(self._gone))
            with self._gone_lock:
                self._gone.subtract(gone)
                self._gone += Counter()  # without what is at zero
        else:
            self._prune()

    def _prune(self) -> None:
        self.shelf.prune()
        # The newest entry of the log stays, see `Ledger`.
        if newest := Purge.objects.order_by("pk").last():
            Purge.objects.filter(created_at__lt=Now() - REMEMBERED).exclude(pk=newest.pk).delete()


def _is_fresh(page: Page) -> bool:
    return 0 <= time.time() - page.made_at < FRESH_SECONDS


def _ask(application, asked: Asked) -> tuple[str, Headers, bytes]:
    """A whole, plain answer, whatever the reader wants of it."""
    _, _, query, _ = asked.key
    environ = {name: value for name, value in asked.environ.items() if name not in READERS_OWN}
    environ |= {"REQUEST_METHOD": "GET", "QUERY_STRING": query}
    answered: list = []
    parts = application(environ, lambda *start: answered.extend(start))
    try:
        body = b"".join(parts)
    finally:
        getattr(parts, "close", lambda: None)()  # WSGI lets an answer do without
    status, headers = answered[:2]
    return status, [(name, value) for name, value in headers if name.lower() not in READERS_HEADERS], body


def _tags(status: str, headers: Headers) -> frozenset[str]:
    """Of a page that any reader may get who asks for it; none of any other."""
    given = {name.lower(): value for name, value in headers}
    is_public = "public" in given.get("cache-control", "") and "set-cookie" not in given
    varies = {name.strip().lower() for name in given.get("vary", "").split(",")} - {""}
    if status[:3] in KEPT_STATUSES and is_public and varies <= IN_THE_KEY:
        return frozenset(given.get(HEADER.lower(), "").split())
    return frozenset()
