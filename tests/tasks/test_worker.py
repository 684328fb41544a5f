"""Workers are killed, stopped, slowed down; every task is done, and by one of them."""

import signal
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.models import Article
from articles.tasks import make_renditions
from tasks.models import Heartbeat, Task
from tests.factories import make_article, make_image, make_upload

from . import jobs
from .conftest import LEASE, lines, states, until


@pytest.fixture
def notes(tmp_path):
    return tmp_path / "notes"


@pytest.fixture
def gate(tmp_path):
    return tmp_path / "gate"


def test_task_of_a_killed_worker_is_taken_up_and_done_once(start_worker, notes, gate):
    jobs.wait.enqueue(str(notes), str(gate))
    first = start_worker()
    until(lambda: lines(notes) == ["began"])
    first.kill()
    start_worker()
    until(lambda: lines(notes) == ["began"] * 2)
    gate.touch()
    until(lambda: states() == ["done"])
    assert lines(notes) == ["began", "began", "ended"]
    assert Task.objects.get(task_path=jobs.wait.module_path).tries == 2


def test_picture_of_a_killed_worker_gets_all_its_renditions(start_worker, settings):
    image = make_image(file=make_upload(size=(2400, 1600)))
    make_renditions.enqueue(image.pk)
    folder = (settings.MEDIA_ROOT / image.file.name).parent
    first = start_worker()
    until(lambda: len(list(folder.iterdir())) > 1)
    first.kill()
    assert states() == ["running"]
    start_worker()
    until(lambda: states() == ["done"])
    image.refresh_from_db()
    assert image.renditions["widths"] == [480, 800, 1200, 1600]
    assert {path.name for path in folder.iterdir()} == {name.rpartition("/")[2] for name in image.file_names}


def test_slow_worker_keeps_its_task_while_another_is_idle(start_worker, notes, gate):
    jobs.wait.enqueue(str(notes), str(gate))
    start_worker()
    start_worker()
    until(lambda: lines(notes) and Heartbeat.objects.count() == 2)
    assert not Heartbeat.objects.stopped()
    began = Heartbeat.objects.earliest("beat_at").beat_at
    until(lambda: (Heartbeat.objects.earliest("beat_at").beat_at - began).total_seconds() > 1.5 * LEASE)
    gate.touch()
    until(lambda: states() == ["done"])
    assert lines(notes) == ["began", "ended"]


def test_frozen_worker_loses_its_task_and_ends_when_it_thaws(start_worker, notes, gate):
    jobs.wait.enqueue(str(notes), str(gate))
    frozen = start_worker()
    until(lambda: lines(notes) == ["began"])
    frozen.send_signal(signal.SIGSTOP)
    start_worker()
    until(lambda: lines(notes) == ["began"] * 2)
    frozen.send_signal(signal.SIGCONT)
    # Writing down what its threads do, without Python's lock, may hit one that is running: it ends all the same.
    assert frozen.wait(60) in (1, -signal.SIGSEGV)
    assert states() == ["running"]
    gate.touch()
    until(lambda: states() == ["done"])
    assert Task.objects.get(task_path=jobs.wait.module_path).tries == 2


def test_two_workers_never_do_the_same(start_worker, notes):
    written = [str(number) for number in range(40)]
    for line in written:
        jobs.write.enqueue(str(notes), line)
    start_worker()
    start_worker()
    until(lambda: set(states()) == {"done"})
    assert sorted(lines(notes), key=int) == written
    assert all(task.tries == 1 for task in Task.objects.filter(task_path=jobs.write.module_path))


def test_worker_told_to_stop_finishes_what_it_does_and_leaves_the_rest(start_worker, notes, gate):
    jobs.wait.enqueue(str(notes), str(gate))
    jobs.write.enqueue(str(notes), "next")
    worker = start_worker()
    until(lambda: lines(notes) == ["began"])
    worker.send_signal(signal.SIGTERM)
    gate.touch()
    assert worker.wait(60) == 0
    assert lines(notes) == ["began", "ended"]
    assert states() == ["done", "waiting"]
    assert not Heartbeat.objects.exists()


def test_worker_told_twice_breaks_off_and_leaves_its_task_for_another_try(start_worker, notes, gate):
    jobs.wait.enqueue(str(notes), str(gate))
    worker = start_worker()
    until(lambda: lines(notes) == ["began"])
    worker.send_signal(signal.SIGTERM)
    until(lambda: "shutting down" in (notes.parent / "worker.log").read_text())
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(60) == 0
    assert lines(notes) == ["began"]
    assert states() == ["waiting"]
    assert not Heartbeat.objects.exists()


def test_worker_without_a_queue_says_so():
    with pytest.raises(CommandError, match="TASKS=database"):
        call_command("worker")


def test_changes_go_live_where_only_a_worker_runs(start_worker, alice):
    article = make_article("Chips")
    article.save_draft(article.content | {"title": "Wafers"}, by=alice)
    article.schedule_changes(timezone.now() + timedelta(seconds=1))
    start_worker().kill()
    start_worker()
    until(lambda: Article.objects.get().title == "Wafers")
    assert Article.objects.get().draft is None
