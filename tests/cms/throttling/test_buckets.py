"""Buckets in the process and in Redis: the same answers, and one in place of the other."""

import time
import uuid

import pytest
from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from cms.throttling import buckets
from cms.throttling.buckets import ProcessBuckets, Rate, RedisBuckets

RATE = Rate(points=100, seconds=10)
needs_redis = pytest.mark.skipif(not settings.REDIS_URL, reason="needs Redis (REDIS_URL)")


def redis_at(url):
    return Redis.from_url(url, socket_timeout=0.25, retry=Retry(NoBackoff(), 0))


def in_process(rate):
    return ProcessBuckets(rate)


def in_redis(rate):
    return RedisBuckets(rate, redis_at(settings.REDIS_URL))


@pytest.fixture(params=[in_process, pytest.param(in_redis, marks=needs_redis)])
def kept(request):
    return request.param


@pytest.fixture
def name():
    return uuid.uuid4().hex


def test_full_bucket_gives_what_it_holds_and_no_more(kept, name):
    bucket = kept(RATE)

    assert [bucket.take(name, 50), bucket.take(name, 50)] == [0, 0]
    assert bucket.take(name, 1) == 0  # Not one microsecond is left of the ten seconds.
    assert 0 < bucket.take(name, 1) <= 0.2


def test_request_that_is_dearer_than_a_bucket_leaves_a_debt(kept, name):
    bucket = kept(RATE)

    assert bucket.take(name, 250) == 0
    assert 14.5 < bucket.take(name, 1) <= 15


def test_who_is_refused_pays_nothing(kept, name):
    bucket = kept(RATE)
    bucket.take(name, 200)

    waiting = [bucket.take(name, 100) for _ in range(5)]

    assert max(waiting) <= 10


def test_points_come_back(kept, name):
    bucket = kept(Rate(points=100, seconds=0.5))
    bucket.take(name, 120)
    first = bucket.take(name, 1)

    time.sleep(first + 0.02)

    assert first > 0
    assert bucket.take(name, 1) == 0


def test_clients_do_not_share_a_bucket(kept, name):
    bucket = kept(RATE)
    bucket.take(name, 500)

    assert bucket.take(f"{name}-other", 1) == 0


@needs_redis
def test_processes_share_a_bucket_in_redis(name):
    in_redis(RATE).take(name, 200)

    assert in_redis(RATE).take(name, 1) > 9


@needs_redis
def test_bucket_in_redis_is_forgotten_when_it_is_full(name):
    in_redis(RATE).take(name, 10)

    left = redis_at(settings.REDIS_URL).pttl(buckets.PREFIX + name)

    assert 500 < left <= 1001


def test_without_redis_a_process_has_its_own_bucket(name):
    bucket = RedisBuckets(RATE, redis_at("redis://127.0.0.1:1/0"))

    assert bucket.take(name, 200) == 0
    assert 9 < bucket.take(name, 1) <= 10


def test_process_remembers_a_bounded_number_of_buckets(monkeypatch):
    monkeypatch.setattr(buckets, "MAX_REMEMBERED", 3)
    bucket = ProcessBuckets(RATE)
    for number in range(5):
        bucket.take(str(number), 200)

    assert [bucket.take(str(number), 1) > 0 for number in (4, 3, 2)] == [True] * 3
    assert bucket.take("0", 1) == 0
