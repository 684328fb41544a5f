"""Where pages are kept: in the memory of the process, and for all processes of a machine in a folder."""

import json
import logging
import shutil
import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Hashable, Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol

from .key import Key
from .page import Page

MEGABYTE = 1024 * 1024
LARGEST_PAGE = 2 * MEGABYTE
BLOCK = 4096  # what a file takes beside its bytes, so that many small ones are not taken for little
OLDEST = 24 * 3600  # seconds, as stale-if-error says; only an outage shows a page of this age

log = logging.getLogger(__name__)


class Kept(Protocol):
    tags: frozenset[str]

    @property
    def size(self) -> int: ...


class Memory[T: Kept]:
    """The pages, or pieces of them, asked for last, up to so many bytes."""

    def __init__(self, limit: int):
        self.limit = limit
        self.size = 0
        self._pages: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: Hashable) -> T | None:
        try:
            self._pages.move_to_end(key)
            return self._pages[key]
        except KeyError:
            return None

    def put(self, key: Hashable, page: T) -> None:
        with self._lock:
            self._pop(key)
            self._pages[key] = page
            self.size += page.size
            while self.size > self.limit:
                self._pop(next(iter(self._pages)))

    def remove(self, key: Hashable) -> None:
        with self._lock:
            self._pop(key)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self.size = 0

    def remove_tagged(self, tags: Iterable[str]) -> None:
        with self._lock:
            for key in [key for key, page in self._pages.items() if not page.tags.isdisjoint(tags)]:
                self._pop(key)

    def _pop(self, key: Hashable) -> None:
        if page := self._pages.pop(key, None):
            self.size -= page.size


class Shelf:
    """A folder of pages, a file each: one line of facts, then the body."""

    def __init__(self, folder: Path, limit: int):
        self.folder, self.limit = folder, limit
        folder.mkdir(parents=True, exist_ok=True)

    def get(self, key: Key) -> Page | None:
        try:
            facts, _, body = self._path(key).read_bytes().partition(b"\n")
            told = json.loads(facts)
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:  # what a power cut has left of it is no page
            log.warning("A kept page cannot be read: %s", error)
            return None
        headers = [(name, value) for name, value in told["headers"]]
        return Page(told["status"], headers, body, frozenset(told["tags"]), -1, told["horizon"], told["made_at"])

    def put(self, key: Key, page: Page) -> None:
        """All of it or nothing; a full disk costs only the copy."""
        facts: dict[str, Any] = {"status": page.status, "headers": page.headers, "tags": sorted(page.tags)}
        facts |= {"horizon": page.horizon, "made_at": page.made_at}
        part = self.folder / f"{uuid.uuid4().hex}.part"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)  # somebody may have emptied the parent
            part.write_bytes(json.dumps(facts).encode() + b"\n" + page.body)
            part.replace(self._path(key))
        except OSError as error:
            log.warning("A page could not be kept on disk: %s", error)
            with suppress(OSError):
                part.unlink()

    def remove(self, key: Key) -> None:
        self._path(key).unlink(missing_ok=True)

    def remove_tagged(self, tags: Iterable[str]) -> None:
        wanted = set(tags)
        for path in self.folder.iterdir():
            try:
                with path.open("rb") as file:
                    facts = json.loads(file.readline())
                if not wanted.isdisjoint(facts["tags"]):
                    path.unlink(missing_ok=True)
            except FileNotFoundError:  # another process was faster
                continue
            except (ValueError, KeyError):  # half written: by another process just now, or when the power went
                path.unlink(missing_ok=True)

    def prune(self) -> None:
        """The newest that fit; a file that vanishes meanwhile was pruned by another process."""
        room, oldest = self.limit, time.time() - OLDEST
        for path, facts in sorted(self._files(), key=lambda file: -file[1].st_mtime):
            room -= facts.st_size + BLOCK
            if room < 0 or facts.st_mtime < oldest:
                path.unlink(missing_ok=True)
        for folder in self.folder.parent.iterdir():  # of earlier releases
            if folder != self.folder and folder.stat().st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)

    def _files(self):
        for path in self.folder.iterdir():
            try:
                yield path, path.stat()
            except FileNotFoundError:
                continue

    def _path(self, key: Key) -> Path:
        return self.folder / blake2b("\n".join(key).encode(), digest_size=16).hexdigest()
