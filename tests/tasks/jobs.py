"""What workers are given to do here: importable, as they run in processes of their own."""

import time
from pathlib import Path

from django.tasks import task


def note(path: str, line: str) -> None:
    with Path(path).open("a") as file:
        file.write(f"{line}\n")


@task
def write(path: str, line: str) -> None:
    note(path, line)


@task
def wait(path: str, gate: str) -> None:
    """Goes on when there is a file of that name."""
    note(path, "began")
    while not Path(gate).exists():
        time.sleep(0.02)
    note(path, "ended")


@task
def fail(message: str = "The other side is away.") -> None:
    raise ConnectionError(message)
