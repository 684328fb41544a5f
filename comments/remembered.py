"""HTML of discussions that was made before: most of a page has not changed since it was shown the last time."""

from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime
from threading import Lock
from typing import NamedTuple

LIMIT = 16_000_000  # characters of HTML a process remembers; what they were made of takes as much again


class Made(NamedTuple):
    """HTML around the moments whose wording (“5 min ago”) moves on: one more text than there are moments."""

    texts: list[str]
    moments: list[datetime]

    @property
    def size(self) -> int:
        return sum(map(len, self.texts))


class Memory:
    """By all that the HTML was made of, so it is never out of date; what was not asked for longest goes first."""

    def __init__(self, limit: int) -> None:
        self.limit, self.size = limit, 0
        self.things: OrderedDict[Hashable, Made] = OrderedDict()
        self.lock = Lock()

    def get(self, key: Hashable) -> Made | None:
        with self.lock:
            if made := self.things.get(key):
                self.things.move_to_end(key)
            return made

    def put(self, key: Hashable, made: Made) -> None:
        with self.lock:
            if key not in self.things:
                self.things[key] = made
                self.size += made.size
            while self.size > self.limit:
                self.size -= self.things.popitem(last=False)[1].size
