"""The limit of one kind of request: what each costs, and what is said to who asks too much."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from typing import TYPE_CHECKING

from django.conf import settings

from .buckets import MAX_REMEMBERED, ProcessBuckets, Rate, RedisBuckets
from .clients import bucket_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .buckets import Buckets


class Throttle:
    """Takes points for requests, and says how long a client without points has to wait."""

    def __init__(self, buckets: Buckets | None) -> None:
        self.buckets = buckets
        self._empty: OrderedDict[str, float] = OrderedDict()

    @classmethod
    def from_settings(cls, points: int) -> Throttle:
        """So many points a minute for each client; 0 is no limit. In Redis, if there is one."""
        if not points:
            return cls(None)
        rate = Rate(points)
        if not settings.REDIS_URL:
            return cls(ProcessBuckets(rate))
        from django_redis import get_redis_connection  # optional dependency: not without Redis

        return cls(RedisBuckets(rate, get_redis_connection("default")))

    def seconds_to_wait(self, request: HttpRequest) -> int:
        """Whether the client is known to have no points, without asking the buckets: 0 if not."""
        if not self._empty:
            return 0
        return self._known(bucket_of(request))

    def take(self, request: HttpRequest, points: int) -> int:
        """Take points from the client's bucket; 0, or how many seconds it has to wait."""
        name = bucket_of(request) if self.buckets else None
        if self.buckets is None or name is None:
            return 0
        waiting = self.buckets.take(name, points)
        if waiting <= 0:
            return 0
        self._empty[name] = time.monotonic() + waiting
        if len(self._empty) > MAX_REMEMBERED:
            self._empty.popitem(last=False)
        return math.ceil(waiting)

    def _known(self, name: str | None) -> int:
        until = self._empty.get(name or "", 0.0)
        waiting = until - time.monotonic()
        if waiting > 0:
            return math.ceil(waiting)
        self._empty.pop(name or "", None)
        return 0
