from collections.abc import Iterable

from django.core.cache.backends.locmem import LocMemCache


class LocalCache(LocMemCache):
    """The memory of this process."""

    def add_many(self, keys: Iterable[str], timeout: float) -> set[str]:
        """Add them all; those that were not there yet."""
        return {key for key in keys if self.add(key, 1, timeout)}
