"""PostgreSQL servers of a test's own, from the system's package; a machine without it skips their tests, CI fails them."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from tests.magazine.servers import answers, free_port, until

USER = "postgres"  # the server refuses to run as root
PROGRAMS = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None, key=lambda path: int(path.parent.name))

needs_postgresql = pytest.mark.skipif(not PROGRAMS and not os.environ.get("CI"), reason="PostgreSQL is not installed")


class Cluster:
    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        self.url = f"postgres://{USER}@127.0.0.1:{self.port}/{USER}"

    def start(self):
        """Nothing happens when it runs already."""
        if (self.folder / "postmaster.pid").exists():
            return
        options = f"-c port={self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        self._run("pg_ctl", "start", "--wait", "-D", self.folder, "-l", f"{self.folder}.log", "-o", options)

    def stop(self, mode="immediate"):
        """At once, as a crash would."""
        if (self.folder / "postmaster.pid").exists():
            self._run("pg_ctl", "stop", "--wait", "-D", self.folder, "-m", mode)

    def kill(self):
        """All its processes, with no chance to say goodbye."""
        postmaster = int((self.folder / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        for pid in [postmaster, *map(int, children)]:
            with suppress(ProcessLookupError):  # a child that saw the postmaster go
                os.kill(pid, signal.SIGKILL)
        until(lambda: not answers(self.port) and not Path(f"/proc/{postmaster}").exists())
        (self.folder / "postmaster.pid").unlink()

    def create(self):
        self._run(
            "initdb", "-D", self.folder, "-U", USER, "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"
        )

    def follow(self, primary):
        origin = ["-h", "127.0.0.1", "-p", str(primary.port), "-U", USER]
        self._run("pg_basebackup", "-D", self.folder, "-R", "-X", "stream", "-c", "fast", "--no-sync", *origin)

    def ask(self, sql):
        """The first value of the answer, None without one."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchone()[0] if cursor.description else None

    @staticmethod
    def _run(program, *arguments):
        as_user = ["runuser", "-u", USER, "--"] if os.geteuid() == 0 else []
        done = subprocess.run(  # noqa: S603
            [*as_user, str(PROGRAMS / program), *map(str, arguments)],
            cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout


@contextmanager
def primary_alone():
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    if os.geteuid() == 0:
        os.chown(folder, pwd.getpwnam(USER).pw_uid, -1)
    primary = Cluster(folder / "primary")
    try:
        primary.create()
        primary.start()
        yield primary
    finally:
        primary.stop()
        shutil.rmtree(folder)


@contextmanager
def primary_and_replica():
    with primary_alone() as primary:
        replica = Cluster(primary.folder.with_name("replica"))
        try:
            replica.follow(primary)
            replica.start()
            yield primary, replica
        finally:
            replica.stop()


def catch_up(primary, replica):
    """Wait until the replica has everything that the primary has now."""
    position = primary.ask("SELECT pg_current_wal_lsn()::text")
    until(lambda: replica.ask(f"SELECT pg_last_wal_replay_lsn() >= '{position}'"))
