"""Traces of requests to the API for OpenTelemetry: on where the settings name a collector.

While they are off no SDK is imported here, and a request costs one look at `is_on`.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .observation import Observation
    from .spans import Spans

logger = logging.getLogger("cms.telemetry")


class Tracing:
    """What this process sends of its requests; nothing before it is started."""

    def __init__(self) -> None:
        self.is_on = False
        self._spans: Spans | None = None

    def start(self) -> None:
        """Begin to send traces, if the settings say where to; in the process that answers."""
        if settings.TRACES and self._spans is None:
            from .spans import Spans  # slow import: only for those who want traces

            self._spans = Spans()
            self.is_on = True

    def stop(self) -> None:
        """Send what is left, and no more."""
        self.is_on = False
        if self._spans is not None:
            self._spans.close()
            self._spans = None

    def add(self, seen: Observation, request: HttpRequest, begin: float) -> str:
        """Send the trace of a request, and give its id; empty if it is not kept."""
        try:
            return self._spans.add(seen, request, begin) if self._spans else ""
        except Exception:
            # The answer is ready: it is worth more than its trace.
            logger.exception("A request was not traced.")
            return ""


tracing = Tracing()
