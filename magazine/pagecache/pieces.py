"""What `purging.kept` gives to requests: pieces of pages, as fresh as if they were asked for in the database."""

import pickle
import time
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connections, router

from purging.kept import memory
from purging.log import EVERYTHING
from purging.models import Purge

from ..routers import alias_for_strangers
from .key import Environ
from .ledger import Ledger
from .page import StartResponse
from .store import MEGABYTE, Memory

LONGEST = 300  # seconds; less than a ledger remembers, and an end for what somebody changed without a purge
OVERHEAD = 1000  # bytes of a piece beside what is in it


@dataclass(eq=False)
class Piece:
    value: Any
    tags: frozenset[str]
    seen: int  # as of a `Page`
    size: int
    made_at: float

    @property
    def is_fresh(self) -> bool:
        return 0 <= time.time() - self.made_at < LONGEST


class Pieces:
    """A WSGI application around the magazine's own, which may keep pieces while it answers who only reads."""

    def __init__(self, application, *, memory_mb: int):
        self.application = application
        self.memory: Memory[Piece] = Memory(memory_mb * MEGABYTE)
        self.ledger = Ledger(lambda since, until: ([], None))  # who shows a piece looks at the clock

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        token = memory.set(Reading(self) if environ["REQUEST_METHOD"] in ("GET", "HEAD") else None)
        try:
            return self.application(environ, start_response)
        finally:
            memory.reset(token)


class Reading:
    """One request, which reads the purge log before it uses the first piece: nobody misses their own change."""

    def __init__(self, pieces: Pieces):
        self.memory, self.ledger = pieces.memory, pieces.ledger

    def kept[T](self, name: Hashable, make: Callable[[], T], tags: Callable[[T], Iterable[str]]) -> T:
        if not self._may_use:
            return make()
        piece = self.memory.get(name)
        if piece and piece.is_fresh and self.ledger.is_current(piece):
            return piece.value
        seen, made_at, value = self.ledger.count, time.time(), make()
        size = OVERHEAD + 2 * len(pickle.dumps(value))  # and as much again for what is made of it
        self.memory.put(name, Piece(value, frozenset([EVERYTHING, *tags(value)]), seen, size, made_at))
        return value

    @cached_property
    def _may_use(self) -> bool:
        """Whether the log tells of the database that this request reads from."""
        alias = router.db_for_read(Purge)
        if alias != alias_for_strangers() or connections[alias].in_atomic_block:
            return False
        if self.ledger.has_news(alias):
            self.ledger.read_log()
        return True
