"""Programs of others that a test starts for itself and stops again by their process id."""

import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

from osmem_server import OsmemServer

from tests.magazine.servers import LONGEST, answers, until


@contextmanager
def running(command, port, log, **options):
    """A program that listens on this port, until it is stopped."""
    assert shutil.which(command[0]), f"{command[0]} is not installed"
    with Path(log).open("ab") as out:
        process = subprocess.Popen([*map(str, command)], stdout=out, stderr=out, **options)  # noqa: S603
    try:
        until(lambda: answers(port) or process.poll() is not None)
        assert process.poll() is None, Path(log).read_text(errors="replace")
        yield process
    finally:
        process.terminate()
        process.wait(LONGEST)


@contextmanager
def osmem():
    """A server that answers as OpenSearch does; it has an `url`."""
    with OsmemServer.start(japanese=False) as server:
        yield server
    server.process.stdout.close()  # which its launcher forgets
