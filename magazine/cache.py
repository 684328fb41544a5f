"""The cache that all processes share."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import wraps

from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from outages import Outage

from .localcache import LocalCache

WAIT_SECONDS = 0.25  # Redis answers in less than a millisecond, or it is in trouble
# A connection that a restart has cut is made again at once; more tries would only keep the reader waiting.
OPTIONS = {
    "socket_timeout": WAIT_SECONDS,
    "socket_connect_timeout": WAIT_SECONDS,
    "retry": Retry(NoBackoff(), 1),
}


class PlainRedisCache(RedisCache):
    def add_many(self, keys: Iterable[str], timeout: float) -> set[str]:
        """In one round trip."""
        keys = list(keys)
        pipeline = self._cache.get_client(write=True).pipeline(transaction=False)
        for key in keys:
            pipeline.set(self.make_and_validate_key(key), 1, ex=int(timeout), nx=True)
        return {key for key, added in zip(keys, pipeline.execute(), strict=True) if added}


OUTAGES: dict[str, Outage] = defaultdict(lambda: Outage("Redis"))  # by address; each thread has a cache of its own


def or_locally(name: str) -> Callable:
    """The operation in Redis; while Redis is away, the same in the memory of this process."""
    in_redis, in_memory = getattr(PlainRedisCache, name), getattr(LocalCache, name)

    @wraps(in_redis)
    def operation(self, *args, **kwargs):
        if self.outage.may_try():
            try:
                result = in_redis(self, *args, **kwargs)
            except RedisError as error:
                self.outage.begin(error)
            else:
                self.outage.end()
                return result
        return in_memory(self.memory, *args, **kwargs)

    return operation


class SteadyRedisCache(PlainRedisCache):
    """Redis; while it is away each process remembers for itself, so that limits still limit and no page fails."""

    def __init__(self, server, params: dict) -> None:
        super().__init__(server, params | {"OPTIONS": OPTIONS | params.get("OPTIONS", {})})
        self.memory = LocalCache(f"instead of {server}", {"OPTIONS": {"MAX_ENTRIES": 100_000}} | params)
        self.outage = OUTAGES[str(server)]

    add = or_locally("add")
    add_many = or_locally("add_many")
    get = or_locally("get")
    set = or_locally("set")
    touch = or_locally("touch")
    delete = or_locally("delete")
    get_many = or_locally("get_many")
    has_key = or_locally("has_key")
    incr = or_locally("incr")
    set_many = or_locally("set_many")
    delete_many = or_locally("delete_many")
    clear = or_locally("clear")

    def ping(self) -> None:
        """Ask Redis itself; raises RedisError when it does not answer."""
        self._cache.get_client().ping()
