"""The counting rule of "How we count": what makes a page shown a view."""

import hashlib
import time
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from ipaddress import ip_network
from typing import NamedTuple

import crawleruseragents
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

REPEAT_SECONDS = 30 * 60
MOST_OF_NETWORK = 240  # views that one network can add in a minute: an office behind one router, and no more


class View(NamedTuple):
    """A page that was shown: nothing yet says that it counts."""

    article_id: int
    day: date
    address: str
    agent: str


def is_of_reader(request: HttpRequest) -> bool:
    """Not loaded ahead, and not by the newsroom."""
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return "prefetch" not in purpose and "prerender" not in purpose and not request.user.is_staff


class Counting:
    """Knows how many views came from a network in this minute."""

    def __init__(self) -> None:
        self._minute = 0
        self._counted: Counter[str] = Counter()

    def count(self, views: Iterable[View]) -> Counter[tuple[int, date]]:
        """By article and day the views that count: once in 30 minutes for a reader, none of crawlers.

        What a network adds beyond its limit is not even remembered: nobody can fill the cache with readers.
        """
        read = self._within_limits(view for view in views if not _is_crawler(view.agent))
        new = cache.add_many(list(read), REPEAT_SECONDS)  # type: ignore[attr-defined]  # our backends can
        counted = [view for key, view in read.items() if key in new]
        self._counted.update(_network(view.address) for view in counted)
        return Counter((view.article_id, view.day) for view in counted)

    def _within_limits(self, views: Iterable[View]) -> dict[str, View]:
        """By their keys in the cache; repeats use up nobody's limit, but for those of the same moment."""
        minute = int(time.monotonic() / 60)
        if minute != self._minute:
            self._minute = minute
            self._counted.clear()
        asked, read = Counter(self._counted), {}
        for view in views:
            network, key = _network(view.address), _key(view)
            if key not in read and asked[network] < MOST_OF_NETWORK:
                asked[network] += 1
                read[key] = view
        return read


@lru_cache(maxsize=10_000)
def _is_crawler(agent: str) -> bool:
    return not agent or crawleruseragents.is_crawler(agent)


@lru_cache(maxsize=10_000)
def _network(address: str) -> str:
    """What one subscriber has: an IPv4 address, or 64 bits of an IPv6 address."""
    if ":" not in address:
        return address
    return str(ip_network(f"{address}/64", strict=False))


def _key(view: View) -> str:
    return f"viewed:{view.article_id}:{visitor_hash(view.address, view.agent, view.day)}"


def visitor_hash(address: str, agent: str, day: date) -> str:
    """Different every day, kept only in the cache, so that it cannot be followed from one day to the next."""
    told = f"{settings.SECRET_KEY}|{day}|{address}|{agent}"
    return hashlib.sha256(told.encode()).hexdigest()[:32]
