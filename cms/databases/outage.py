"""What a process remembers of a server that is away, so that not every request waits for it."""

from __future__ import annotations

import time


class Outage:
    """A server did not answer a moment ago: for some seconds nobody asks it."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._until = 0.0

    def begin(self) -> None:
        """Note that the server did not answer."""
        self._until = time.monotonic() + self.seconds

    def end(self) -> None:
        """Note that it did."""
        self._until = 0.0

    @property
    def lasts(self) -> bool:
        """Whether it is too early to ask again."""
        return time.monotonic() < self._until
