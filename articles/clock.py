"""What happens by itself: every process of the magazine looks, web server or worker, so that any one is enough."""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from threading import Thread

from django.db import close_old_connections
from django.db.models import Min
from django.utils import timezone

from . import announcing
from .models import Revision
from .tasks import relate_waiting

TICK = 1  # seconds after which at the latest a process hears what another one has scheduled

logger = logging.getLogger(__name__)

_jobs: dict[Callable[[], object], int] = {announcing.announce: announcing.SECONDS, relate_waiting: 2}
_apart: dict[Callable[[], object], int] = {}


def every(seconds: int, job: Callable[[], object]) -> None:
    """Have something done again and again. Each process does it, so it must take what there is to do under a lock."""
    _jobs[job] = seconds


def apart(seconds: int, job: Callable[[], object]) -> None:
    """As `every`, in a thread of its own: what waits for another machine must not keep the clock waiting."""
    _apart[job] = seconds


def start() -> None:
    Thread(target=_tick_for_ever, name="clock", daemon=True).start()
    for job, seconds in _apart.items():
        Thread(target=_repeat_for_ever, args=(job, seconds), name=job.__qualname__, daemon=True).start()


def publish_due_changes() -> datetime | None:
    """Each under the lock of its article, so that the first process does it; says when there is more to do.

    One that fails keeps none of the others back, and is raised in the end.
    """
    failures = []
    for revision in Revision.objects.due(timezone.now()).select_related("article").defer("content"):
        try:
            if revision.article.publish_due_changes():
                logger.info("Changes of article id=%s went live.", revision.article_id)
        except Exception as error:
            error.add_note(f"Article id={revision.article_id}")
            failures.append(error)
    if failures:
        raise ExceptionGroup("Scheduled changes", failures)
    return Revision.objects.scheduled().aggregate(at=Min("goes_live_at"))["at"]


def _tick_for_ever() -> None:
    """What fails is tried again when its time comes again, and said once."""
    done_at = dict.fromkeys(_jobs, time.monotonic())
    failing: set[Callable] = set()
    while True:
        wait: float = TICK
        if next_at := _done(publish_due_changes, failing):
            wait = min(max((next_at - timezone.now()).total_seconds(), 0), TICK)
        for job, seconds in _jobs.items():
            if time.monotonic() - done_at[job] >= seconds:
                _done(job, failing)
                done_at[job] = time.monotonic()
        close_old_connections()
        time.sleep(wait)


def _repeat_for_ever(job: Callable[[], object], seconds: int) -> None:
    failing: set[Callable] = set()
    while True:
        _done(job, failing)
        close_old_connections()
        time.sleep(seconds)


def _done[T](job: Callable[[], T], failing: set[Callable]) -> T | None:
    try:
        result = job()
    except Exception:
        if job not in failing:
            logger.exception("%s fails, and is tried again.", job.__qualname__)
        failing.add(job)
        return None
    failing.discard(job)
    return result
