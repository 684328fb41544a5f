"""What the queue of `django_tasks_db` lacks: whose worker lives, and what becomes of a try that failed."""

import logging
from datetime import datetime, timedelta
from traceback import format_exception
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.tasks import TaskResultStatus
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import retry

logger = logging.getLogger(__name__)

MOST_TRIES = 7
FIRST_PAUSE = timedelta(seconds=10)
GROWTH = 4  # of the pause from try to try: 10 s, 40 s, 3 min, 11 min, 43 min, 3 h; longer than most outages


class WorkerDied(Exception):  # noqa: N818 (what happened, for those who read it at the desk)
    pass


class Task(DBTaskResult):
    """A task of the queue and what came of it. Only the worker that runs it may write that down."""

    STATES = {
        TaskResultStatus.READY: "waiting",
        TaskResultStatus.RUNNING: "running",
        TaskResultStatus.FAILED: "failed",
        TaskResultStatus.SUCCESSFUL: "done",
    }
    STUCK = [TaskResultStatus.READY, TaskResultStatus.FAILED]  # when a try has failed

    class Meta:
        proxy = True
        verbose_name = _("background task")
        default_permissions = ["view", "change"]

    def __str__(self) -> str:
        return self.task_name.replace("_", " ")

    @retry()
    def set_successful(self, return_value: Any) -> None:
        self._record(
            status=TaskResultStatus.SUCCESSFUL,
            finished_at=timezone.now(),
            return_value=return_value,
            exception_class_path="",
            traceback="",
        )

    def set_failed(self, exc: BaseException) -> None:
        """Once more after a pause that grows from try to try, or failed for good."""
        self._end_try(exc, pause=FIRST_PAUSE * GROWTH ** (self.tries - 1))

    def set_lost(self) -> None:
        """At once by another worker; but a task that is the end of every worker must not go round for ever."""
        self._end_try(WorkerDied(f"{self.worker} died in the middle of it."), pause=timedelta(0))

    def start_over(self) -> bool:
        """With all tries before it; False when it is not one that failed, or others were quicker."""
        stuck = Task.objects.filter(pk=self.pk, status__in=self.STUCK).exclude(traceback="")
        now = timezone.now()
        return bool(stuck.update(status=TaskResultStatus.READY, run_after=now, worker_ids=[], finished_at=None))

    @property
    def can_start_over(self) -> bool:
        return self.status in self.STUCK and bool(self.traceback)

    @property
    def state(self) -> str:
        return self.STATES[TaskResultStatus(self.status)]

    @property
    def tries(self) -> int:
        return len(self.worker_ids)

    @property
    def worker(self) -> str:
        """Who runs it, or tried last."""
        return self.worker_ids[-1] if self.worker_ids else ""

    @property
    def next_try(self) -> datetime | None:
        is_delayed = self.status == TaskResultStatus.READY and self.run_after.year < datetime.max.year
        return self.run_after if is_delayed else None

    @retry()
    def _end_try(self, error: BaseException, *, pause: timedelta) -> None:
        now = timezone.now()
        if self.tries < MOST_TRIES:
            outcome = {"status": TaskResultStatus.READY, "run_after": now + pause}
        else:
            outcome = {"status": TaskResultStatus.FAILED, "finished_at": now}
        text = "".join(format_exception(error))
        self._record(
            **outcome,
            return_value=None,
            exception_class_path=f"{type(error).__module__}.{type(error).__qualname__}",
            # As PostgreSQL keeps it: an error may quote any bytes.
            traceback=text.encode(errors="backslashreplace").decode().replace("\0", "\\0"),
        )

    def _record(self, **outcome) -> None:
        """Nothing, when somebody else has the task by now: it is theirs to finish."""
        mine = Task.objects.running().filter(pk=self.pk, worker_ids=self.worker_ids)
        if not mine.update(**outcome):
            logger.warning("Task id=%s was taken over from %s, whose outcome does not count.", self.pk, self.worker)
        for name, value in outcome.items():
            setattr(self, name, value)


class HeartbeatQuerySet(models.QuerySet["Heartbeat"]):
    """Who lives is told by the clock of the database, which all workers share."""

    def living(self) -> "HeartbeatQuerySet":
        return self.filter(beat_at__gte=_lease_began())

    def stopped(self) -> "HeartbeatQuerySet":
        return self.filter(beat_at__lt=_lease_began())


def _lease_began() -> models.Expression:
    return Now() - timedelta(seconds=settings.TASKS_LEASE)


class Heartbeat(models.Model):
    """A worker that lives; when its last beat is older than the lease, the others take the row away, and its tasks."""

    worker_id = models.CharField(primary_key=True, max_length=64)
    beat_at = models.DateTimeField(db_default=Now())

    objects = HeartbeatQuerySet.as_manager()

    def __str__(self) -> str:
        return self.worker_id
