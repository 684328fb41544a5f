"""What pages are made of, kept in memory until one of its cache tags is purged.

A request that comes through the page cache brings such a memory (`magazine/pagecache/pieces.py`); without one, as in
commands and tasks, everything is made each time.
"""

from collections.abc import Callable, Hashable, Iterable
from contextvars import ContextVar
from typing import Protocol


class Memory(Protocol):
    def kept[T](self, name: Hashable, make: Callable[[], T], tags: Callable[[T], Iterable[str]]) -> T: ...


memory: ContextVar[Memory | None] = ContextVar("memory", default=None)


def kept[T](name: Hashable, make: Callable[[], T], tags: Callable[[T], Iterable[str]]) -> T:
    """What `make` gives, or gave before and nothing has ended since; `name` is all that it depends on but the database.

    All readers share it: nobody may change it, and nothing of a single reader may be in it.
    """
    known = memory.get()
    return known.kept(name, make, tags) if known else make()
