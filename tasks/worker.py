import faulthandler
import logging
import os
import time
from socket import gethostname
from threading import Event, Thread

from django import db
from django.conf import settings
from django.db.models.functions import Now
from django.tasks import DEFAULT_TASK_BACKEND_ALIAS
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from .models import Heartbeat, Task
from .tasks import tidy_once_a_day

logger = logging.getLogger(__name__)

BEATS_IN_A_LEASE = 6
HOUR = 60 * 60


class Worker(db_worker.Worker):
    """The library's worker with a heartbeat, so that a slow one keeps its task and a dead one does not.

    A worker that cannot renew its lease in time, for whatever reason, ends before others may take up its task.
    It also ends when the database fails it between tasks: whoever started it starts it again.
    """

    def __init__(self, *, batch: bool = False) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=1,
            batch=batch,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=f"{gethostname()[:40]}-{os.getpid()}-{get_random_string(6)}",
        )

    def run(self) -> None:
        Heartbeat.objects.create(worker_id=self.worker_id)
        self._beat()
        stopping = Event()
        heart = Thread(target=self._keep_beating, args=[stopping], name="heartbeat", daemon=True)
        heart.start()
        try:
            super().run()
        finally:
            stopping.set()
            heart.join()
            faulthandler.cancel_dump_traceback_later()
            Heartbeat.objects.filter(worker_id=self.worker_id).delete()

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """As one of ours, that knows what becomes of a failure."""
        super().run_task(Task.objects.get(pk=db_task_result.pk))

    def _keep_beating(self, stopping: Event) -> None:
        next_look = 0.0
        while not stopping.wait(settings.TASKS_LEASE / BEATS_IN_A_LEASE):
            try:
                self._beat()
                take_up_lost()
                if time.monotonic() >= next_look:
                    tidy_once_a_day()
                    next_look = time.monotonic() + HOUR
            except db.Error as error:
                logger.warning("No heartbeat of %s: %s", self.worker_id, error)  # the timer runs on
            finally:
                db.connection.close()

    def _beat(self) -> None:
        asked = time.monotonic()
        if not Heartbeat.objects.filter(worker_id=self.worker_id).update(beat_at=Now()):
            logger.critical("Worker %s was taken for dead and stops at once.", self.worker_id)
            os._exit(1)
        # Kept by a thread in C: it ends the process, and shows where it was, even if Python stands still.
        left = settings.TASKS_LEASE - (time.monotonic() - asked)
        faulthandler.dump_traceback_later(max(left, 0.001), exit=True)


def take_up_lost() -> None:
    """Let others have the tasks of dead workers."""
    Heartbeat.objects.stopped().delete()
    # Before the living are asked for: whoever claimed one of these lived then.
    running: list[Task] = list(Task.objects.running())  # type: ignore[arg-type]
    living = set(Heartbeat.objects.values_list("worker_id", flat=True))
    for task in running:
        if task.worker not in living:
            logger.warning("Task id=%s was lost by %s.", task.pk, task.worker)
            task.set_lost()
