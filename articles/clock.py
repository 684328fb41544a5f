"""Scheduled changes go live: every process of the magazine looks, web server or worker, so that any one is enough."""

import logging
import time
from datetime import datetime
from threading import Thread

from django.db import close_old_connections
from django.db.models import Min
from django.utils import timezone

from .models import Revision

TICK = 1  # seconds after which at the latest a process hears what another one has scheduled

logger = logging.getLogger(__name__)


def start() -> None:
    Thread(target=_tick_for_ever, name="clock", daemon=True).start()


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
    """What fails is tried again with the next tick, and said once."""
    is_failing = False
    while True:
        wait: float = TICK
        try:
            if next_at := publish_due_changes():
                wait = min(max((next_at - timezone.now()).total_seconds(), 0), TICK)
            is_failing = False
        except Exception:
            if not is_failing:
                logger.exception("Scheduled changes wait, and are tried again.")
            is_failing, wait = True, TICK
        finally:
            close_old_connections()
        time.sleep(wait)
