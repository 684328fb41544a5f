"""Processes are killed at any moment under load: whatever was acknowledged is there, counters say what is there."""

import os
import random
import re
import signal
import subprocess
import sys

import pytest

from tests.magazine.servers import ROOT, until

from .load import Load
from .magazines import WORKERS
from .test_disk import upload


def is_kept(magazine, load) -> None:
    """In the database, by its counters, and on the pages of every worker."""
    magazine.manage("recount", "--check")
    written = magazine.ask_all("SELECT body FROM comments_comment")
    assert set(load.comments) <= set(written)
    assert len(written) == len(set(written))
    until(lambda: all(shows(magazine, load) for _ in range(4 * WORKERS)))


def shows(magazine, load) -> bool:
    title = re.search(r"<h1[^>]*>(Edited \d+ times)", magazine.read("/articles/story-0/").text)
    likes = [counter("likes", magazine, story) >= number for story, number in load.likes.items()]
    comments = counter("comments", magazine, "story-1") >= len(load.comments)
    return bool(title and title[1] >= load.title and all(likes) and comments)


def counter(name: str, magazine, story: str) -> int:
    page = magazine.read(f"/articles/{story}/").text
    return int(re.search(rf'data-counter="{name}"[^>]*>\D*(\d+)', page)[1])


def has_begun(load, comments: int) -> bool:
    return len(load.comments) >= comments and load.likes.total() > comments and bool(load.title)


def test_kill_of_workers_and_of_the_server(magazine):
    load = Load(magazine)
    with load.running():
        until(lambda: has_begun(load, 4))
        for pid in magazine.server.workers():
            os.kill(pid, signal.SIGKILL)
            until(lambda pid=pid: pid not in magazine.server.workers() and magazine.is_up())
        until(lambda: has_begun(load, random.randint(12, 20)))
        magazine.kill()
    assert load.unanswered
    magazine.start()
    is_kept(magazine, load)
    assert magazine.is_sound()


def test_kill_of_postgresql(on_postgresql, cluster):
    magazine = on_postgresql
    load = Load(magazine)
    with load.running():
        until(lambda: has_begun(load, random.randint(4, 12)))
        cluster.kill()
        until(lambda: any(page.status == 503 or "stale" in page.headers["Cache-Status"] for page in load.pages))
        cluster.start()
        acknowledged = load.likes.total()
        until(lambda: load.likes.total() > acknowledged + 5)
        cluster.kill()
        magazine.kill()
    cluster.start()
    magazine.start()
    is_kept(magazine, load)


def test_kill_loses_no_view_that_was_written(magazine):
    """Of those that came since the last flush some are lost, but none is counted twice."""
    views = "SELECT sum(views) FROM articles_stats"

    def see(number):
        return magazine.browser(f"10.9.{number // 250}.{number % 250}").post("/articles/story-5/views/").status

    with magazine.crowd() as crowd:
        assert set(crowd.map(see, range(200))) == {204}
        until(lambda: magazine.ask(views) == 200)
        assert set(crowd.map(see, range(200, 260))) == {204}
    magazine.kill()
    assert 200 <= magazine.ask(views) <= 260
    magazine.manage("recount", "--check")
    magazine.start()
    assert counter("views", magazine, "story-5") == magazine.ask(views)


@pytest.fixture
def start_worker(tmp_path):
    started = []

    def start(magazine) -> subprocess.Popen:
        command = [sys.executable, "manage.py", "worker"]
        with (tmp_path / "worker.log").open("a") as log:
            worker = subprocess.Popen(command, cwd=ROOT, env=magazine.variables, stdout=log, stderr=log)  # noqa: S603
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.kill()
        worker.wait()


def test_kill_of_a_worker_of_tasks(make_magazine, start_worker, tmp_path):
    magazine = make_magazine(tmp_path, TASKS="database", TASKS_LEASE="4")
    editor = magazine.signed_in("editor")
    pictures = "articles.tasks.make_renditions"  # and not the mail of the sign-in, for which there is no server
    tasks = f"SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE task_path = '{pictures}' AND status"  # noqa: S608
    worker = start_worker(magazine)
    for _ in range(3):
        assert upload(editor).status == 302
    until(lambda: magazine.ask(f"{tasks} = 'RUNNING'"))
    worker.kill()
    until(lambda: "tasks problem" in magazine.read("/readyz").text)
    start_worker(magazine)
    until(lambda: not magazine.ask(f"{tasks} <> 'SUCCESSFUL'"))
    assert magazine.ask("SELECT count(*) FROM articles_image WHERE renditions LIKE '%fallback%'") == 3
