"""What is known of one request to the API while it is answered."""

from __future__ import annotations

import hashlib
import re
import time
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from . import metrics
from .labels import ANONYMOUS, REGISTERED, TEXT
from .tracing import tracing

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

CLIENT_HEADERS = ("HTTP_X_CLIENT_NAME", "HTTP_APOLLOGRAPHQL_CLIENT_NAME")
SANE_CLIENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@/ -]{0,39}")
UNKNOWN = "unknown"
MAX_NAME = 60
DOCUMENT_DIGITS = 12
MAX_REMEMBERED = 100


class Ran(NamedTuple):
    """A statement of SQL that was run: from when to when, and what it raised."""

    sql: str
    begin: float
    end: float
    error: str


class Phase:
    """A part of the work on a request, under way; the seconds are added to `phases`."""

    __slots__ = ("begin", "name", "phases")

    def __init__(self, phases: dict[str, float], name: str) -> None:
        self.phases = phases
        self.name = name

    def __enter__(self) -> None:
        self.begin = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        seconds = time.perf_counter() - self.begin
        self.phases[self.name] = self.phases.get(self.name, 0.0) + seconds


@dataclass(slots=True)
class Observation:
    """One request: what it asked, what that took, and how it ended."""

    client: str = UNKNOWN
    operation: str | None = None
    document: str = ""
    kind: str = ""
    method: str = ""
    source: str = TEXT
    is_known: bool = False
    cost: int = 0
    cache: str = "none"
    codes: set[str] = field(default_factory=set)
    sql_count: int = 0
    sql_seconds: float = 0.0
    seconds: float = 0.0
    status: int = 0
    statements: list[Ran] | None = None
    trace_id: str = ""
    phases: dict[str, float] = field(default_factory=dict)

    def names(
        self, operation: str | None, text: str, kind: str = "query", source: str = TEXT
    ) -> None:
        """Say which operation of which document it is, of which kind, and how it was sent."""
        self.kind = kind
        self.source = source
        self.operation = (operation or ANONYMOUS)[:MAX_NAME]
        self.document = digits_of(text)

    @property
    def is_registered(self) -> bool:
        """Whether it was asked for as a document that a front end has registered."""
        return self.source == REGISTERED

    def phase(self, name: str) -> Phase:
        """Measure a part of the work, which is what is done in the context."""
        return Phase(self.phases, name)

    def count_statement(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        """Run a statement of SQL and count it; Django calls this for each."""
        begin, failed = time.perf_counter(), ""
        try:
            return execute(sql, params, many, context)
        except Exception as error:
            failed = type(error).__name__
            raise
        finally:
            end = time.perf_counter()
            self.sql_count += 1
            self.sql_seconds += end - begin
            if self.statements is not None:
                self.statements.append(Ran(sql, begin, end, failed))

    def server_timing(self) -> str:
        """The header of that name (W3C Server Timing), in milliseconds."""
        parts = {**self.phases, "total": self.seconds}
        timings = [f"{name};dur={seconds * 1000:.2f}" for name, seconds in parts.items()]
        sql = f'sql;dur={self.sql_seconds * 1000:.2f};desc="{self.sql_count} statements"'
        return ", ".join([*timings, sql])

    def log_fields(self) -> dict[str, Any]:
        """What the log's line on the request says beside method, path and status."""
        trace = {"trace_id": self.trace_id} if self.trace_id else {}
        return trace | {
            "operation": self.operation,
            "document": self.document,
            "client": self.client,
            "cost": self.cost,
            "cache": self.cache,
            "sql_count": self.sql_count,
            "sql_ms": round(self.sql_seconds * 1000, 1),
            "codes": sorted(self.codes),
        }


@lru_cache(maxsize=MAX_REMEMBERED)
def digits_of(text: str) -> str:
    """The first digits of a document's SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:DOCUMENT_DIGITS]


_current: ContextVar[Observation | None] = ContextVar("observation", default=None)


def current() -> Observation:
    """The observation of the request that is being answered; outside of all, one for nobody."""
    return _current.get() or Observation()


class ObservedRequest:
    """A request under observation; see `observed`."""

    __slots__ = ("begin", "database", "request", "seen", "token")

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.database = connections[DEFAULT_DB_ALIAS]
        self.seen = Observation(
            client=client_of(request),
            method=str(request.method),
            statements=[] if tracing.is_on else None,
        )

    def __enter__(self) -> Observation:
        # Kept on the request for the log's line, which the middleware writes when this is over.
        self.request.observation = self.seen  # type: ignore[attr-defined]  # Django's has none
        self.token, self.begin = _current.set(self.seen), time.perf_counter()
        self.database.execute_wrappers.append(self.seen.count_statement)
        return self.seen

    def __exit__(self, *_: object) -> None:
        seen = self.seen
        self.database.execute_wrappers.pop()
        _current.reset(self.token)
        seen.seconds = time.perf_counter() - self.begin
        metrics.add(seen)
        if seen.statements is not None:
            seen.trace_id = tracing.add(seen, self.request, self.begin)


def observed(request: HttpRequest) -> ObservedRequest:
    """Observe a request, and add what was seen to the figures and traces."""
    return ObservedRequest(request)


def client_of(request: HttpRequest) -> str:
    """The name that a front end gives itself; nobody vouches for it."""
    given = next((name for header in CLIENT_HEADERS if (name := request.META.get(header))), "")
    return given if SANE_CLIENT.fullmatch(given) else UNKNOWN


def with_timing(seen: Observation, response: HttpResponse) -> HttpResponse:
    """Tell how long the work took, where the settings want it told."""
    if settings.SERVER_TIMING:
        response["Server-Timing"] = seen.server_timing()
    return response
