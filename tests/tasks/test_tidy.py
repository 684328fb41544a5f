"""Once a day what has been kept long enough is dropped, by a worker or without one."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.tasks import TaskResultStatus
from django.utils import timezone

from tasks.models import Task
from tasks.tasks import tidy, tidy_once_a_day, tidy_without_a_worker

from . import jobs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queue")]


def finished(status: TaskResultStatus, *, days: int) -> Task:
    """A task that came to its end so many days ago."""
    task = Task.objects.get(pk=jobs.fail.enqueue().id)
    Task.objects.filter(pk=task.pk).update(status=status, finished_at=timezone.now() - timedelta(days=days))
    return task


def test_it_is_asked_for_once_a_day():
    tidy_once_a_day()
    tidy_once_a_day()
    assert Task.objects.count() == 1
    Task.objects.update(enqueued_at=timezone.now() - timedelta(hours=25))
    tidy_once_a_day()
    assert Task.objects.count() == 2


def test_what_is_done_goes_soon_and_what_failed_late():
    kept = [
        finished(TaskResultStatus.SUCCESSFUL, days=1),
        finished(TaskResultStatus.FAILED, days=50),
        Task.objects.get(pk=jobs.fail.enqueue().id),
    ]
    finished(TaskResultStatus.SUCCESSFUL, days=3)
    finished(TaskResultStatus.FAILED, days=61)
    tidy.call()
    assert set(Task.objects.all()) == set(kept)


def test_ended_sessions_go():
    for key, hours in (("ended", -1), ("open", 1)):
        Session.objects.create(session_key=key, expire_date=timezone.now() + timedelta(hours=hours))
    tidy.call()
    assert Session.objects.get().session_key == "open"


@pytest.mark.django_db(transaction=True)
def test_what_failed_without_a_worker_is_tried_again_soon(settings, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "tasks.backends.ImmediateBackend"}}
    tries = []
    monkeypatch.setattr("tasks.tasks.call_command", lambda *args, **kwargs: tries.append(1) or 1 / 0)
    for _ in range(2):
        tidy_without_a_worker()
    assert len(tries) == 2


@pytest.mark.parametrize(("backend", "stays"), [("tasks.backends.ImmediateBackend", False), (None, True)])
def test_without_a_worker_it_is_done_by_the_clock(settings, django_capture_on_commit_callbacks, backend, stays):
    if backend:
        settings.TASKS = {"default": {"BACKEND": backend}}
    for number in range(2):
        Session.objects.create(session_key=f"ended {number}", expire_date=timezone.now() - timedelta(hours=1))
        with django_capture_on_commit_callbacks(execute=True):
            tidy_without_a_worker()
    assert Session.objects.count() == (2 if stays else 1)  # once a day
