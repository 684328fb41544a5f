"""Views on their way to the database: a beacon only drops one here, and they are counted and written together."""

import atexit
import logging
import threading
import time
from collections import Counter, deque
from datetime import date

from django.conf import settings
from django.core.cache import cache
from django.db import Error as DatabaseFailure
from django.db import connection, transaction
from django.utils import timezone
from prometheus_client import Counter as Metric

from articles.models import Activity
from purging.log import purge

from .counting import Counting, View
from .models import Reaction, ViewDay

LONGEST_AGENT = 300  # characters; those of browsers have half of that
SETTLE_SECONDS = 60  # after which what was counted is in the numbers of the day
PRUNE_SECONDS = 3600
SECONDS_KNOWN = 60  # for which a published article is taken for published

WRITTEN = Metric("techymag_views_written", "Views that this server has counted and written.")

log = logging.getLogger(__name__)


class Tally:
    """Seen by this process and not written. A normal stop writes it; `kill -9` loses what came since the last write.

    A view that comes alone is written at once, so that its reader finds it counted; under load one batch follows the
    other in VIEWS_FLUSH_SECONDS, whatever the number of views.
    """

    def __init__(self) -> None:
        self._seen: deque[View] = deque()
        self._counted: Counter[tuple[int, date]] = Counter()
        self._counting = Counting()
        self._articles: dict[str, tuple[int, float]] = {}
        self._written_at = 0.0
        self._lock = threading.Lock()
        self._writer: threading.Thread | None = None

    def know(self, slug: str, article_id: int) -> None:
        """The article is published: for a while its beacons need not ask again."""
        self._articles = self._articles if len(self._articles) < 100_000 else {}
        self._articles[slug] = article_id, time.monotonic() + SECONDS_KNOWN

    def known(self, slug: str) -> int | None:
        article_id, until = self._articles.get(slug, (None, 0.0))
        return article_id if time.monotonic() < until else None

    @property
    def is_quiet(self) -> bool:
        """Nothing was seen for a while: the next view comes alone."""
        waiting = self._seen or self._counted  # … which is also how it looks while the database takes none
        return not waiting and time.monotonic() - self._written_at >= settings.VIEWS_FLUSH_SECONDS

    def add(self, article_id: int, address: str, agent: str) -> None:
        comes_alone = self.is_quiet
        self._seen.append(View(article_id, timezone.now().date(), address, agent[:LONGEST_AGENT]))
        if comes_alone or not settings.VIEWS_FLUSH_SECONDS:
            self.write(show=True)
        if self._writer is None and settings.VIEWS_FLUSH_SECONDS:
            self._start_writer()

    def write(self, *, show: bool = False) -> None:
        """Count what was seen and write it; what cannot be written is kept for the next time."""
        with self._lock:
            self._written_at = time.monotonic()
            seen = [self._seen.popleft() for _ in range(len(self._seen))]
            try:
                self._counted += self._counting.count(seen)
            except Exception:
                self._seen.extendleft(reversed(seen))
                raise
            try:
                with transaction.atomic():
                    ViewDay.add(self._counted)
                    if show and self._counted:
                        purge(*(f"article-{article_id}" for article_id, _ in self._counted), at_cdn=False)
                WRITTEN.inc(self._counted.total())
                self._counted.clear()
            except DatabaseFailure as error:
                log.warning("%s views wait for the database: %s", self._counted.total(), error)

    def _start_writer(self) -> None:
        with self._lock:
            if self._writer is None:
                self._writer = threading.Thread(target=self._keep_writing, name="views", daemon=True)
                self._writer.start()
                atexit.register(self.write)

    def _keep_writing(self) -> None:
        settled_at = time.monotonic()
        while True:
            time.sleep(settings.VIEWS_FLUSH_SECONDS)
            if self._seen or self._counted:
                try:
                    self.write()
                except Exception:
                    log.exception("The views stay in memory after an error")
                connection.close()
            if time.monotonic() - settled_at >= SETTLE_SECONDS:
                settled_at = time.monotonic()
                self._settle()

    @staticmethod
    def _settle() -> None:
        try:
            Activity.settle()
            if cache.add("activity-pruned", True, PRUNE_SECONDS):
                Activity.prune()
                Reaction.objects.forget_networks()
        except DatabaseFailure as error:
            log.warning("The numbers of the day wait for the database: %s", error)
        connection.close()


tally = Tally()
