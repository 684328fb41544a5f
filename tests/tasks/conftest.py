import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from tasks.models import Task

ROOT = Path(__file__).parents[2]
LEASE = 4  # seconds; a busy machine must not starve a worker for so long


@pytest.fixture
def queue(settings):
    """As in production: nothing runs before a worker does."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def start_worker(queue, transactional_db, tmp_path):
    """Real workers beside the test, on its database and its media; killed at the end if they still run."""
    started = []
    told = {"TASKS": "database", "TASKS_LEASE": str(LEASE), "DATA_DIR": str(tmp_path), "DATABASE_URL": address()}

    def start_worker() -> subprocess.Popen:
        command = [sys.executable, "manage.py", "worker"]
        with (tmp_path / "worker.log").open("a") as log:
            worker = subprocess.Popen(command, cwd=ROOT, env=os.environ | told, stdout=log, stderr=log)  # noqa: S603
        started.append(worker)
        return worker

    yield start_worker
    for worker in started:
        if worker.poll() is None:
            worker.send_signal(signal.SIGKILL)
        worker.wait()


def address() -> str:
    """Of the database of this test, as `DATABASE_URL` says it."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    return f"postgres://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"


def until(happens, seconds: float = 60) -> None:
    """Wait for it, and fail when it does not happen at all."""
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end
        time.sleep(0.05)


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def states() -> list[str]:
    """Of the tasks that tests have asked for; workers also ask for some themselves."""
    asked = Task.objects.exclude(task_path__in=["tasks.tasks.tidy", "following.sending.send_some"])
    return [task.state for task in asked.order_by("enqueued_at")]
