"""Workers hang, are replaced and stop: whose request was accepted gets an answer."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor

from tests.magazine.servers import LONGEST, answers, until

from .load import Load
from .magazines import ESTABLISHED, WORKERS, sockets


def test_worker_that_hangs_stops_nobody_else(magazine):
    """Each worker has a queue of its own: who stands in the one that does not move waits until it does."""
    hanging = min(magazine.server.workers())
    os.kill(hanging, signal.SIGSTOP)
    with ThreadPoolExecutor(100) as crowd:
        pages = [crowd.submit(magazine.read, f"/articles/story-{number % 10}/") for number in range(100)]
        until(lambda: sum(page.done() for page in pages) > 20)
        os.kill(hanging, signal.SIGCONT)
    assert {page.result().status for page in pages} == {200}


def test_reload_under_load_fails_nobody(magazine):
    """But for a connection that a worker takes in its last moment and closes unread: nginx asks again for those."""
    load = Load(magazine)
    with load.running():
        until(lambda: load.pages and load.likes and load.title)
        magazine.server.replace_workers()
        until(magazine.is_up)
        seen = len(load.pages)
        until(lambda: len(load.pages) > seen + 20)
    assert len(load.unanswered) <= WORKERS
    assert {page.status for page in load.pages} == {200}
    magazine.manage("recount", "--check")


def accepted(port: int) -> int:
    """Connections whose request has been read; those that wait to be accepted belong to no process yet."""
    return sum(
        queues.endswith(":00000000") and inode != "0"
        for _, _, _, _, queues, _, _, _, _, inode, *_ in sockets(port, ESTABLISHED)
    )


def test_request_that_was_accepted_is_answered_before_the_end(magazine):
    reader = magazine.signed_in("reader0")
    with magazine.crowd() as crowd:
        with magazine.locked():
            comment = crowd.submit(reader.post, "/articles/story-1/comments/", body="Just in time")
            until(lambda: accepted(magazine.port) == 1)
            magazine.server.process.send_signal(signal.SIGTERM)
            until(lambda: not answers(magazine.port))
        assert comment.result().status == 302
    assert magazine.server.process.wait(LONGEST) == 0
    magazine.start()
    assert "Just in time" in magazine.read("/articles/story-1/").text
