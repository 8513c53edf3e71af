"""Connections to Redis, which nobody waits for again and again while it is away."""

from __future__ import annotations

from typing import Any

from redis import ConnectionError as RedisConnectionError
from redis import ConnectionPool
from redis import TimeoutError as RedisTimeoutError

from .outage import Outage

# A cache that is away makes answers slower, not wrong: it can be done without for some seconds.
OUTAGE_SECONDS = 5.0


class Pool(ConnectionPool):
    """The connections of a process; refused at once for a while after one of them has failed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outage = Outage(OUTAGE_SECONDS)

    def get_connection(self, *args: Any, **kwargs: Any) -> Any:
        if self.outage.lasts:
            raise RedisConnectionError("Redis did not answer a moment ago.")
        try:
            return super().get_connection(*args, **kwargs)
        except (RedisConnectionError, RedisTimeoutError):
            self.outage.begin()
            raise

    def release(self, connection: Any) -> None:
        # The client disconnects what did not answer in time, and only that.
        if not connection.is_connected:
            self.outage.begin()
        super().release(connection)
