"""What the magazine depends on, each asked in a thread of its own: one that hangs holds up nobody."""

import logging
import os
import threading
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection, connections

from tasks.backends import has_queue
from tasks.models import Heartbeat

from .folder import make_folder
from .routers import REPLICA

logger = logging.getLogger(__name__)

LIMIT = 2  # seconds until an answer is no longer waited for
KEPT = 1  # seconds for which an answer holds, however often it is asked for


class Dependency:
    def __init__(self, name: str, probe: Callable[[], None], *, needed: bool = False) -> None:
        """`probe` raises when something is wrong. Without what is `needed` no page can be made."""
        self.name, self.probe, self.needed = name, probe, needed
        self.works, self.seconds = False, 0.0
        self._thread, self._lock, self._began, self._stale_at = threading.Thread(), threading.Lock(), 0.0, 0.0

    def begin(self) -> None:
        with self._lock:
            if not self._thread.is_alive() and time.monotonic() >= self._stale_at:
                self._began = time.monotonic()
                self._thread = threading.Thread(target=self._ask, daemon=True)
                self._thread.start()

    def wait(self) -> bool:
        """Whether it works; when it has hung for longer than the limit, nobody waits for it any more."""
        thread = self._thread
        thread.join(max(0, self._began + LIMIT - time.monotonic()))
        return self.works and not thread.is_alive()

    def _ask(self) -> None:
        try:
            self.probe()
            self.works = True
        except Exception as error:  # whatever it is, it is the answer
            self.works = False
            logger.warning("%s: %s", self.name, error)
        finally:
            connections.close_all()
            self.seconds = time.monotonic() - self._began
            self._stale_at = time.monotonic() + KEPT

    def told(self, works: bool) -> str:
        return f"{self.name} ok {self.seconds * 1000:.0f} ms" if works else f"{self.name} problem"


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM django_migrations")
        cursor.fetchone()


def _cache() -> None:
    """Redis itself is asked where there is one: its cache goes on in this process's memory without it."""
    if hasattr(cache, "ping"):
        cache.ping()
    key = f"readyz:{uuid.uuid4()}"
    cache.set(key, 1, timeout=10)
    if cache.get(key) != 1:
        raise ConnectionError("it does not keep what it is given")
    cache.delete(key)


def _storage() -> None:
    if not isinstance(default_storage, FileSystemStorage):
        default_storage.exists("readyz")
        return
    folder = make_folder(default_storage)
    if not os.access(folder, os.W_OK):
        raise PermissionError(f"{folder} cannot be written to")


def _tasks() -> None:
    """Where tasks are done at once there is nothing to be away."""
    if has_queue() and not Heartbeat.objects.living().exists():
        raise RuntimeError("no worker runs")


def _replica() -> None:
    with connections[REPLICA].cursor() as cursor:
        cursor.execute("SELECT 1")


DEPENDENCIES = [
    Dependency("database", _database, needed=True),
    Dependency("cache", _cache),
    Dependency("storage", _storage),
    Dependency("tasks", _tasks),
    *([Dependency(REPLICA, _replica)] if REPLICA in settings.DATABASES else []),
]


def ask() -> dict[Dependency, bool]:
    """Whether each works."""
    for dependency in DEPENDENCIES:
        dependency.begin()
    return {dependency: dependency.wait() for dependency in DEPENDENCIES}
