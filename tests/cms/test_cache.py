"""The shared cache: a help when it answers, never a fault when it does not."""

import socket
import time

import pytest
from django.conf import settings
from django.core.cache import caches
from django_redis.cache import RedisCache
from redis import TimeoutError as RedisTimeoutError

OPTIONS = settings.REDIS_CACHE


def cache_at(location):
    return RedisCache(location, OPTIONS | {"LOCATION": location})


@pytest.fixture
def silent_server():
    """A server that takes connections and says nothing, as a stopped Redis does."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


@pytest.fixture
def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return f"redis://127.0.0.1:{port}/0"


def test_redis_that_is_down_counts_as_a_miss(closed_port):
    cache = cache_at(closed_port)

    cache.set("key", "value")

    assert cache.get("key", "default") == "default"


def test_redis_that_hangs_counts_as_a_miss_within_a_second(silent_server):
    cache = cache_at(silent_server)
    start = time.monotonic()

    assert cache.get("key", "default") == "default"
    assert time.monotonic() - start < 1


def test_redis_that_hangs_is_not_waited_for_again(silent_server):
    cache = cache_at(silent_server)
    cache.get("key")
    start = time.monotonic()

    assert [cache.get("key", "default") for _ in range(100)] == ["default"] * 100
    assert time.monotonic() - start < 0.2


@pytest.mark.skipif(not settings.REDIS_URL, reason="needs Redis (REDIS_URL)")
def test_redis_that_falls_silent_is_not_waited_for_again():
    cache = cache_at(settings.REDIS_URL)
    cache.set("test_redis_silent", "value", timeout=5)
    client = cache.client.get_client()
    start = time.monotonic()

    with pytest.raises(RedisTimeoutError):
        client.execute_command("BLPOP", "test_redis_nothing", 1)
    assert [cache.get("test_redis_silent") for _ in range(100)] == [None] * 100
    assert time.monotonic() - start < 0.5
    # The pool of an address is shared.
    client.connection_pool.outage.end()
    assert cache.get("test_redis_silent") == "value"


@pytest.mark.skipif(not settings.REDIS_URL, reason="needs Redis (REDIS_URL)")
def test_redis_keeps_what_it_is_given():
    cache = cache_at(settings.REDIS_URL)
    cache.set("test_redis_keeps", {"a": ["value"]}, timeout=5)

    assert cache.get("test_redis_keeps") == {"a": ["value"]}
    cache.delete("test_redis_keeps")
    assert cache.get("test_redis_keeps") is None


def test_tests_share_nothing_with_redis():
    assert caches.settings["default"]["BACKEND"].endswith("LocMemCache")
