"""Buckets of points that fill up again at a steady rate, in the process or in Redis.

What is stored of a bucket is one moment: when it will be full again (the *generic cell rate
algorithm*). A request is let in while the bucket is not empty, and may leave it in debt, so that no
bucket is too small for the dearest request.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

from redis import Redis, RedisError

MAX_REMEMBERED = 10_000
PREFIX = "cms:rate:"

# Redis reckons by its own clock, so those of several machines need not agree. Microseconds.
SCRIPT = """
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local full_at = math.max(tonumber(redis.call('GET', KEYS[1])) or now, now)
local waiting = full_at - now - tonumber(ARGV[2])
if waiting > 0 then return waiting end
full_at = full_at + tonumber(ARGV[1])
redis.call('SET', KEYS[1], string.format('%.0f', full_at),
    'PX', math.ceil((full_at - now) / 1000) + 1)
return 0
"""


@dataclass(frozen=True)
class Rate:
    """So many points a minute, which is also what a full bucket holds."""

    points: int
    seconds: float = 60.0

    def seconds_of(self, points: float) -> float:
        """How long it takes until so many points have come back."""
        return points * self.seconds / self.points


class Buckets(Protocol):
    """Where buckets are kept."""

    def take(self, name: str, points: int) -> float:
        """Take points; 0 if that went well, else the seconds until there are some again."""


class ProcessBuckets:
    """Buckets of this process alone; those that were used least lately are forgotten first."""

    def __init__(self, rate: Rate) -> None:
        self.rate = rate
        self._full_at: OrderedDict[str, float] = OrderedDict()
        self._lock = Lock()

    def take(self, name: str, points: int) -> float:
        """Take points; 0 if that went well, else the seconds until there are some again."""
        now = time.monotonic()
        with self._lock:
            full_at = max(self._full_at.get(name, now), now)
            waiting = full_at - now - self.rate.seconds
            if waiting > 0:
                return waiting
            self._full_at[name] = full_at + self.rate.seconds_of(points)
            self._full_at.move_to_end(name)
            if len(self._full_at) > MAX_REMEMBERED:
                self._full_at.popitem(last=False)
            return 0.0


class RedisBuckets:
    """Buckets that all processes share; while Redis is away, each process has its own."""

    def __init__(self, rate: Rate, client: Redis) -> None:
        self.rate = rate
        self._script = client.register_script(SCRIPT)
        self._own = ProcessBuckets(rate)

    def take(self, name: str, points: int) -> float:
        """Take points; 0 if that went well, else the seconds until there are some again."""
        taken = round(self.rate.seconds_of(points) * 1e6)
        try:
            waiting = self._script(
                keys=[PREFIX + name], args=[taken, round(self.rate.seconds * 1e6)]
            )
        except RedisError:
            return self._own.take(name, points)
        return float(waiting) / 1e6
