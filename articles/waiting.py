"""What a page leaves to be written: soon, by the clock, for reading must not wait for a database that is locked."""

from collections.abc import Callable

from django.conf import settings
from django.db import Error as DatabaseFailure
from django.db import IntegrityError

MOST = 10_000  # that wait in one process; in a flood the rest is forgotten
SECONDS = 5  # from one writing to the next


class Waiting[Key, Value]:
    """The newest value of each key that is not written yet; a stop loses the last seconds."""

    def __init__(self, write: Callable[[Key, Value], None]) -> None:
        self._write = write
        self._values: dict[Key, Value] = {}

    def get(self, key: Key) -> Value | None:
        return self._values.get(key)

    def put(self, key: Key, value: Value) -> None:
        if len(self._values) < MOST or key in self._values:
            self._values[key] = value
        if not settings.VIEWS_FLUSH_SECONDS:
            self.write()

    def write(self) -> None:
        """What the database does not take now is kept for the next time."""
        for key in list(self._values):
            value = self._values.pop(key)
            try:
                self._write(key, value)
            except IntegrityError:
                continue  # whoever or whatever it is about went meanwhile
            except DatabaseFailure:
                self._values.setdefault(key, value)
                raise
