"""The magazine under its real server, and others that it needs, each started and stopped by the test that asks."""

import os
import secrets
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

import psycopg
from django.conf import settings as django_settings

ROOT = Path(__file__).parents[2]
LONGEST = 60  # seconds that anything may take to start or stop


def free_port() -> int:
    """Below the ports that the system gives to connections: one of those could be taken again before it is used."""
    while True:
        port = 15_000 + secrets.randbelow(17_000)
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return port


def variables(folder, port, **more) -> dict[str, str]:
    told = {
        "DEBUG": "true",
        "BASE_URL": f"http://127.0.0.1:{port}",
        "DATA_DIR": str(folder),
        "ENV_FILE": f"{folder}/.env",
    }
    return {"PATH": os.environ["PATH"]} | told | more


def manage(folder, *arguments, **more) -> subprocess.CompletedProcess:
    command = [sys.executable, "manage.py", *map(str, arguments)]
    told = variables(folder, 8000, **more)
    return subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, check=False, timeout=300)  # noqa: S603


@dataclass
class Server:
    process: subprocess.Popen
    port: int

    def workers(self) -> set[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return {int(pid) for pid in children.read_text().split()}

    def replace_workers(self) -> None:
        old = self.workers()
        self.process.send_signal(signal.SIGHUP)
        until(lambda: self.workers() and not old & self.workers())
        until(lambda: answers(self.port))  # a worker is there before it listens


def until(holds) -> None:
    end = time.monotonic() + LONGEST
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def get(address: str, data: bytes | None = None, **headers) -> SimpleNamespace:
    """Status, text and headers, whatever the status; with `data` it is a POST."""
    request = urllib.request.Request(address, data, headers=headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=LONGEST) as answer:  # noqa: S310
            return SimpleNamespace(status=answer.status, text=answer.read().decode(), headers=answer.headers)
    except urllib.error.HTTPError as answer:
        with answer:
            return SimpleNamespace(status=answer.code, text=answer.read().decode(), headers=answer.headers)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def serve(folder, *, workers: int = 1, **more):
    """Granian as in production; gives the magazine's address and the server."""
    port = free_port()
    command = [
        *(str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--no-access-log"),
        *("--workers-kill-timeout", "20s"),  # one that is stopped while it starts does not hear it
        *("--port", str(port), "--workers", str(workers), "--blocking-threads", "4", "magazine.wsgi:application"),
    ]
    log = Path(folder) / "server.log"
    with log.open("w") as out:
        told = variables(folder, port, **more)
        process = subprocess.Popen(command, cwd=ROOT, env=told, stdout=out, stderr=out)  # noqa: S603
    try:
        until(lambda: answers(port) or process.poll() is not None)
        assert process.poll() is None, log.read_text()
        yield f"http://127.0.0.1:{port}", Server(process, port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(LONGEST)


@contextmanager
def redis():
    """A Redis of the test's own; gives its port and two ways to treat it: `stop()` and `start()`."""
    port = free_port()
    command = ["redis-server", "--port", str(port), "--save", "", "--daemonize", "no"]
    running = []

    def start() -> None:
        running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL))  # noqa: S603
        until(lambda: answers(port))

    def stop() -> None:
        process = running.pop()
        process.terminate()
        process.wait(LONGEST)

    start()
    try:
        yield SimpleNamespace(port=port, start=start, stop=stop)
    finally:
        while running:
            stop()


class Magazine:
    """One of its own with one article, on the engine that the suite runs on; in production's way, by commands."""

    def __init__(self, folder: Path, database: str, static: Path) -> None:
        self.folder, self.database, self.static = folder, database, static
        folder.mkdir(exist_ok=True)
        if not self.is_sqlite:
            self.variables["DATABASE_URL"] = url_of(database)

    @property
    def is_sqlite(self) -> bool:
        return not self.database

    @cached_property
    def variables(self) -> dict[str, str]:
        return {"STATIC_ROOT": str(self.static)}

    def manage(self, *arguments, **more) -> subprocess.CompletedProcess:
        return manage(self.folder, *arguments, **self.variables | more)

    def sql(self, statement: str) -> list[tuple]:
        if self.is_sqlite:
            with closing(sqlite3.connect(self.folder / "db.sqlite3", timeout=LONGEST)) as database, database:
                return database.execute(statement).fetchall()
        with psycopg.connect(url_of(self.database), autocommit=True) as database:
            cursor = database.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def files(self) -> set[str]:
        """What lies in its folder, but for what comes and goes."""
        return {path.name for path in self.folder.iterdir()} - {"db.sqlite3-wal", "db.sqlite3-shm", "mail", "pages"}


def url_of(database: str) -> str:
    its = django_settings.DATABASES["default"]
    login = f"{quote(its['USER'], safe='')}:{quote(its['PASSWORD'], safe='')}"
    return f"postgres://{login}@{quote(its['HOST'], safe='')}:{its['PORT'] or 5432}/{database}"


def on_the_server(statement: str) -> list[tuple]:
    with psycopg.connect(url_of("postgres"), autocommit=True) as database:
        cursor = database.execute(statement)
        return cursor.fetchall() if cursor.description else []
