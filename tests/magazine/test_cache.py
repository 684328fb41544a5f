"""A real Redis that goes away and comes back."""

import socket

import pytest
from django.core.cache import cache, caches
from redis.exceptions import RedisError

from magazine import engines
from outages import Outage
from tests.factories import PASSWORD, make_article
from tests.magazine import servers

AGENT = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0"}


@pytest.fixture
def redis(settings, monkeypatch):
    """A server that is the cache of this test."""
    monkeypatch.setattr(Outage, "RETRY_SECONDS", 0.2)
    with servers.redis() as server:
        use(settings, f"redis://127.0.0.1:{server.port}/0")
        yield server


def use(settings, location):
    settings.CACHES = {"default": {"BACKEND": "magazine.cache.SteadyRedisCache", "LOCATION": location}}


def is_in_redis():
    """Whether the cache speaks to Redis again."""
    cache.get("anything")
    return not cache.outage.is_on


@pytest.mark.parametrize("is_away", [False, True])
def test_it_is_a_cache_like_any_other_whether_redis_is_there_or_not(redis, is_away):
    if is_away:
        redis.stop()
    assert cache.add("a", [1]) is True
    assert cache.add("a", [2]) is False
    assert cache.get("a") == [1]
    assert cache.get("b", "nothing") == "nothing"
    assert cache.touch("a", 60) is True
    assert cache.set_many({"b": 1, "c": None}, 60) == []
    assert cache.get_many(["a", "b", "c", "d"]) == {"a": [1], "b": 1, "c": None}
    assert cache.incr("b", 2) == 3
    assert "b" in cache
    assert cache.get_or_set("e", lambda: 5) == 5
    cache.delete_many(["a", "b"])
    assert cache.delete("e") is True
    assert cache.get_many(["a", "b", "e"]) == {}
    with pytest.raises(ValueError, match="not found"):
        cache.incr("a")
    cache.set("gone-at-once", 1, 0)
    assert "gone-at-once" not in cache


def test_what_was_said_while_redis_was_away_does_not_come_back_to_it(redis):
    cache.set("a", "before")
    redis.stop()
    assert cache.get("a") is None
    cache.set("a", "meanwhile")
    assert cache.get("a") == "meanwhile"
    redis.start()
    servers.until(is_in_redis)
    assert cache.get("a") is None
    cache.set("a", "after")
    redis.stop()
    redis.start()
    servers.until(is_in_redis)
    assert "a" not in cache


def test_connection_cut_by_a_restart_is_made_again_unnoticed(redis, caplog):
    cache.set("a", 1)
    redis.stop()
    redis.start()
    cache.set("a", 2)
    assert cache.get("a") == 2
    assert not cache.outage.is_on
    assert not caplog.records


def test_outage_is_logged_once_and_so_is_its_end(redis, caplog):
    redis.stop()
    for _ in range(20):
        cache.get("a")
    redis.start()
    servers.until(is_in_redis)
    away, back = [record.getMessage() for record in caplog.records]
    assert away.startswith("Redis is away, going on without it: ")
    assert back == "Redis is back."


def test_redis_that_is_silent_holds_up_one_call_and_not_the_others(settings):
    """A machine that takes connections and never answers; each wait would be visible as a connection."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(100)
        use(settings, f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        for number in range(50):
            cache.set(f"key-{number}", number)
        assert [cache.get(f"key-{number}") for number in range(50)] == list(range(50))
        silent.settimeout(0.1)
        asked = 0
        while True:
            try:
                silent.accept()[0].close()
            except TimeoutError:
                break
            asked += 1
        assert 1 <= asked <= 4


def test_full_redis_is_as_good_as_none(redis):
    cache._cache.get_client().config_set("maxmemory", 1)
    cache.set("a", "x" * 1000)
    assert cache.get("a") == "x" * 1000
    assert cache.outage.is_on


def test_ping_asks_redis_itself(redis):
    cache.ping()
    redis.stop()
    cache.get("a")
    with pytest.raises(RedisError):
        cache.ping()


def test_passwords_cannot_be_guessed_faster_without_redis(redis, client, bob):
    """The limit goes on in the process: ten tries at a name in five minutes, as with Redis."""
    redis.stop()
    for _ in range(5):
        assert "do not belong together" in client.post("/accounts/login/", {"login": "bob", "password": "no"}).text
    page = client.post("/accounts/login/", {"login": "bob", "password": PASSWORD})
    assert "Too many failed attempts" in page.text


def test_readers_notice_nothing(redis, client, bob, alice):
    article = make_article("Chips")
    beacon = f"/articles/{article.slug}/views/"
    redis.stop()
    assert client.get("/").status_code == 200
    assert client.get(f"/articles/{article.slug}/").status_code == 200
    for _ in range(3):
        assert client.post(beacon, headers=AGENT).status_code == 204
    assert client.post(f"/articles/{article.slug}/reactions/", {"value": "like"}).status_code == 302
    assert client.post("/accounts/login/", {"login": "bob", "password": PASSWORD}).status_code == 302
    article.stats.refresh_from_db()
    assert article.stats.likes == 1


@pytest.mark.parametrize("scheme", ["redis", "valkey"])
def test_redis_and_valkey_speak_the_same(redis, settings, scheme):
    settings.CACHES = {"default": engines.cache(f"{scheme}://127.0.0.1:{redis.port}/1")}
    cache.set("a", 1)
    assert caches["default"]._cache.get_client().dbsize() == 1
