"""A task that fails is tried again, later and later, and then failed for good; a dead worker's one at once."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.tasks import TaskResultStatus
from django.utils import timezone

from tasks.models import FIRST_PAUSE, GROWTH, MOST_TRIES, Heartbeat, Task, WorkerDied
from tasks.worker import Worker, take_up_lost

from . import jobs
from .conftest import lines

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("queue")]


def claimed(by: str) -> Task:
    """A task that a worker of this name has just begun."""
    if not Task.objects.exists():
        jobs.fail.enqueue()
    Task.objects.get().claim(by)
    return Task.objects.get()


def alive(name: str) -> None:
    Heartbeat.objects.create(worker_id=name)


def test_failing_task_is_tried_with_growing_pauses_and_then_failed():
    jobs.fail.enqueue("Nobody answers.")
    for tries in range(1, MOST_TRIES):
        before = timezone.now()
        Worker(batch=True).run()
        task = Task.objects.get()
        pause = FIRST_PAUSE * GROWTH ** (tries - 1)
        assert (task.state, task.tries) == ("waiting", tries)
        assert before + pause <= task.next_try <= timezone.now() + pause
        assert "ConnectionError: Nobody answers." in task.traceback
        Task.objects.update(run_after=timezone.now())
    Worker(batch=True).run()
    task = Task.objects.get()
    assert (task.state, task.tries) == ("failed", MOST_TRIES)
    assert task.exception_class_path == "builtins.ConnectionError"
    Worker(batch=True).run()
    assert Task.objects.get().tries == MOST_TRIES


def test_task_that_waits_for_its_next_try_is_left_alone():
    jobs.fail.enqueue()
    Worker(batch=True).run()
    Worker(batch=True).run()
    assert Task.objects.get().tries == 1


def test_success_after_a_failure_forgets_the_error(tmp_path):
    jobs.write.enqueue(str(tmp_path / "later" / "notes"), "here")
    Worker(batch=True).run()
    assert "FileNotFoundError" in Task.objects.get().traceback
    (tmp_path / "later").mkdir()
    Task.objects.update(run_after=timezone.now())
    Worker(batch=True).run()
    task = Task.objects.get()
    assert (task.state, task.tries, task.traceback) == ("done", 2, "")
    assert lines(tmp_path / "later" / "notes") == ["here"]


def test_error_that_no_database_keeps_is_kept_readable():
    jobs.fail.enqueue()
    Task.objects.update(args_kwargs={"args": [], "kwargs": {}})
    task = claimed("first")
    task.set_failed(ValueError("a\0b\ud800"))
    assert "a\\0b\\ud800" in Task.objects.get().traceback


def test_task_whose_code_is_gone_is_tried_and_told():
    jobs.fail.enqueue()
    Task.objects.update(task_path="tests.tasks.jobs.gone")
    Worker(batch=True).run()
    task = Task.objects.get()
    assert (task.state, str(task)) == ("waiting", "gone")
    assert "ImportError" in task.traceback


def test_living_worker_keeps_its_task():
    alive("first")
    claimed("first")
    take_up_lost()
    assert Task.objects.get().state == "running"


def test_task_of_a_worker_whose_heart_stopped_is_ready_at_once(settings):
    alive("first")
    Heartbeat.objects.update(beat_at=Now() - timedelta(seconds=settings.TASKS_LEASE + 1))
    claimed("first")
    take_up_lost()
    task = Task.objects.get()
    assert (task.state, task.tries) == ("waiting", 1)
    assert task.next_try <= timezone.now()
    assert not Heartbeat.objects.exists()


def test_task_that_is_the_end_of_every_worker_fails_for_good():
    for number in range(MOST_TRIES):
        claimed(f"worker {number}")
        take_up_lost()
    task = Task.objects.get()
    assert task.state == "failed"
    assert task.exception_class_path == f"{WorkerDied.__module__}.WorkerDied"
    assert f"worker {MOST_TRIES - 1} died in the middle of it." in task.traceback


@pytest.mark.parametrize("outcome", ["set_successful", "set_failed", "set_lost"])
def test_outcome_of_a_worker_that_lost_its_task_does_not_count(outcome):
    lost = claimed("first")
    take_up_lost()
    claimed("second")
    arguments = {"set_successful": [None], "set_failed": [ValueError()], "set_lost": []}[outcome]
    getattr(lost, outcome)(*arguments)
    task = Task.objects.get()
    assert (task.status, task.worker) == (TaskResultStatus.RUNNING, "second")


def test_worker_leaves_no_heartbeat_behind():
    Worker(batch=True).run()
    assert not Heartbeat.objects.exists()
