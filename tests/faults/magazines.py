"""A magazine as it runs in production, with some people and articles, that may be treated badly."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.magazine.servers import LONGEST, ROOT, Server, answers, free_port, until

from .browser import HOST, Browser

WORKERS, THREADS = 2, 4
LISTENING, ESTABLISHED = "0A", "01"
READERS = 8
STORIES = 12
FILL = f"""
from tests.factories import *
make_user("editor", groups=["Editors"])
for number in range({READERS}): make_user(f"reader{{number}}")
for number in range({STORIES}): make_article(f"Story {{number}}", authors=[User.objects.get(username="editor")])
"""


class Magazine:
    def __init__(self, folder: Path, static: Path, **variables):
        self.folder = folder
        self.log_file = folder.with_name(f"{folder.name}.log")
        self.port = free_port()
        self.server: Server | None = None
        self.variables = {
            "PATH": os.environ["PATH"],
            "DEBUG": "false",
            "BASE_URL": f"https://{HOST}",
            "SECRET_KEY": "of-the-tests-alone-and-long-enough-0123456789-abcdefghij",
            "EMAIL_URL": "smtp://127.0.0.1:1",
            "TRUSTED_PROXIES": "127.0.0.1",
            "DATA_DIR": str(folder),
            "STATIC_ROOT": str(static),
            "ENV_FILE": f"{folder}/.env",
            "LOG_FORMAT": "line",
            **variables,
        }

    def manage(self, *arguments: str) -> str:
        done = self._manage(*arguments)
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    def _manage(self, *arguments: str) -> subprocess.CompletedProcess:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.variables, capture_output=True, text=True, check=False)  # noqa: S603

    def fill(self) -> None:
        self.manage("migrate", "-v0")
        self.manage("shell", "-v0", "-c", FILL)

    def start(self) -> None:
        """By the same rules as the service of systemd, only on fewer threads."""
        command = [
            *(str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--no-access-log"),
            *("--port", str(self.port), "--workers", str(WORKERS), "--blocking-threads", str(THREADS)),
            *("--respawn-failed-workers", "--workers-kill-timeout", "20", "magazine.wsgi:application"),
        ]
        with self.log_file.open("a") as log:
            process = subprocess.Popen(command, cwd=ROOT, env=self.variables, stdout=log, stderr=log)  # noqa: S603
        self.server = Server(process, self.port)
        until(lambda: self.is_up() or process.poll() is not None)
        assert process.poll() is None, self.log

    def is_up(self) -> bool:
        """All workers: each listens for itself."""
        return len(self.server.workers()) == len(sockets(self.port, LISTENING)) == WORKERS

    def stop(self) -> None:
        if self.server:
            self.server.process.send_signal(signal.SIGTERM)
            self.server.process.wait(LONGEST)
            self.server = None

    def kill(self) -> None:
        """The server with all its workers, as when the machine runs out of memory."""
        for pid in [self.server.process.pid, *self.server.workers()]:
            os.kill(pid, signal.SIGKILL)
        self.server.process.wait(LONGEST)
        self.server = None
        until(lambda: not answers(self.port))

    def browser(self, address: str = "10.0.0.1") -> Browser:
        return Browser(self.port, address)

    def signed_in(self, name: str) -> Browser:
        browser = self.browser()
        browser.sign_in(name)
        return browser

    def read(self, path: str):
        """As a stranger."""
        return self.browser().get(path)

    @property
    def log(self) -> str:
        return self.log_file.read_text()

    @contextmanager
    def crowd(self) -> Iterator[ThreadPoolExecutor]:
        """More readers at once than there are threads."""
        with ThreadPoolExecutor(4 * WORKERS * THREADS) as pool:
            yield pool

    def ask(self, sql: str) -> Any:
        """The first value of the answer."""
        return self.ask_all(sql)[0]

    def ask_all(self, sql: str) -> list:
        """The first value of every row."""
        with closing(self._connect()) as database:
            return [row[0] for row in database.execute(sql).fetchall()]

    # on SQLite

    def is_sound(self) -> bool:
        """The file of the database is whole."""
        return self.ask("PRAGMA integrity_check") == "ok"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else can write in the block."""
        with closing(self._connect()) as database:
            database.execute("BEGIN IMMEDIATE")
            yield

    def _connect(self) -> Any:
        if url := self.variables.get("DATABASE_URL"):
            return psycopg.connect(url, autocommit=True)
        return sqlite3.connect(self.folder / "db.sqlite3", timeout=LONGEST, isolation_level=None)


def sockets(port: int, state: str) -> list[list[str]]:
    """What the kernel says of the connections to this port; proc(5) names the columns."""
    rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return [row for row in rows if row[1].endswith(f":{port:04X}") and row[3] == state]


@contextmanager
def tmpfs(folder: Path, megabytes: int):
    """A small disk; mounting needs root, and without it these tests fail rather than be left out."""
    assert os.geteuid() == 0, "Faults of the disk are tried on a small file system, and only root can mount one."
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, f"A small file system cannot be mounted here: {done.stderr}"
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S603, S607


def remount(folder: Path, how: str) -> None:
    """`ro` or `rw`; it may not become read-only while somebody has a file open for writing."""
    subprocess.run(["mount", "-o", f"remount,{how}", str(folder)], check=True)  # noqa: S603, S607


def fill_up(folder: Path) -> Path:
    """Leave no byte free; delete what it gives back to have room again."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError as error:
                assert error.errno == 28  # no space left
    return ballast


def copy(template: Path, folder: Path) -> None:
    shutil.copytree(template, folder, dirs_exist_ok=True)
