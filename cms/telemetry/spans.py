"""A request to the API as spans of OpenTelemetry, by its semantic conventions.

The spans are made when the answer is ready, of what was observed on the way. They carry names,
numbers and codes: no text of documents, no variables, no SQL.
"""

from __future__ import annotations

import re
import time
from functools import lru_cache
from threading import Thread
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, Status, StatusCode, format_trace_id, set_span_in_context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from .labels import ANONYMOUS

if TYPE_CHECKING:
    from django.http import HttpRequest
    from opentelemetry.context import Context
    from opentelemetry.trace import Span

    from .observation import Observation, Ran

NAME = "miti-cms"
UNNAMED = "GraphQL Operation"
FAULTS = {"INTERNAL", "UNAVAILABLE"}
SERVER_ERROR = 500
MAX_STATEMENTS = 100
MAX_SUMMARY = 255
# How long a worker that ends waits for a collector that takes its time.
PATIENCE = 2.0
SECOND = 1_000_000_000

VERB = re.compile(r"\b(?:SELECT|INSERT|UPDATE|DELETE|SAVEPOINT|RELEASE|ROLLBACK|SET)\b")
TABLE = re.compile(r'\b(?:FROM|JOIN|INTO|UPDATE) "?(\w+)')


class Spans:
    """Makes spans, and sends them from a thread of its own; a full queue loses the oldest."""

    def __init__(self) -> None:
        resource = Resource.create()
        if str(resource.attributes[SERVICE_NAME]).startswith("unknown_service"):
            resource = resource.merge(Resource({SERVICE_NAME: NAME}))
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer("cms.telemetry")
        self._callers = TraceContextTextMapPropagator()

    def add(self, seen: Observation, request: HttpRequest, begin: float) -> str:
        """Send a request that has been answered, and give the id of its trace."""
        # From the clock that measures to the clock that tells the time.
        offset = time.time_ns() - int(time.perf_counter() * SECOND)
        span = self._tracer.start_span(
            _name(seen),
            context=self._context_of(request),
            kind=SpanKind.SERVER,
            attributes=_attributes(seen, request),
            start_time=offset + int(begin * SECOND),
        )
        if not span.is_recording():
            return ""
        error = _error(seen)
        if error:
            span.set_attribute("error.type", error)
            span.set_status(Status(StatusCode.ERROR))
        for ran in (seen.statements or [])[:MAX_STATEMENTS]:
            self._add_statement(ran, span, offset)
        span.end(offset + int((begin + seen.seconds) * SECOND))
        return format_trace_id(span.get_span_context().trace_id)

    def close(self) -> None:
        """Send what waits, unless it takes too long."""
        closing = Thread(target=self._provider.shutdown, daemon=True)
        closing.start()
        closing.join(PATIENCE)

    def _context_of(self, request: HttpRequest) -> Context:
        """Where the caller says that its trace goes on (W3C Trace Context)."""
        names = ("traceparent", "tracestate")
        given = {name: request.META.get(f"HTTP_{name.upper()}", "") for name in names}
        return self._callers.extract(given)

    def _add_statement(self, ran: Ran, parent: Span, offset: int) -> None:
        name = summary(ran.sql)
        vendor = connection.vendor
        span = self._tracer.start_span(
            name,
            context=set_span_in_context(parent),
            kind=SpanKind.CLIENT,
            # `db.system` is how the conventions called it until 2025; most tools still read it.
            attributes={"db.system.name": vendor, "db.system": vendor, "db.query.summary": name},
            start_time=offset + int(ran.begin * SECOND),
        )
        if ran.error:
            span.set_attribute("error.type", ran.error)
            span.set_status(Status(StatusCode.ERROR))
        span.end(offset + int(ran.end * SECOND))


def _name(seen: Observation) -> str:
    """The kind of operation, with its name where their number is bounded (cms.telemetry.labels)."""
    if seen.operation is None:
        return UNNAMED
    is_named = seen.is_known and seen.operation != ANONYMOUS
    return f"{seen.kind} {seen.operation}" if is_named else seen.kind


def _attributes(seen: Observation, request: HttpRequest) -> dict[str, Any]:
    attributes = {
        "http.request.method": request.method,
        "http.response.status_code": seen.status,
        "url.path": request.path,
        "url.scheme": request.scheme,
        "cms.client.name": seen.client,
        "cms.cache.state": seen.cache,
        "cms.cost": seen.cost,
        "cms.error_codes": sorted(seen.codes),
        "cms.sql.statements": seen.sql_count,
        "cms.sql.seconds": seen.sql_seconds,
    }
    if seen.operation is not None:
        attributes["graphql.operation.type"] = seen.kind
        attributes["cms.document"] = seen.document
        if seen.operation != ANONYMOUS:
            attributes["graphql.operation.name"] = seen.operation
    return attributes


def _error(seen: Observation) -> str:
    """What was our fault, if anything was; what the client did wrong is none of it."""
    faults = sorted(FAULTS & seen.codes)
    if faults:
        return faults[0]
    return str(seen.status) if seen.status >= SERVER_ERROR else ""


@lru_cache(maxsize=2048)
def summary(sql: str) -> str:
    """What a statement does to which of our tables; nothing else of it is passed on."""
    verb = VERB.search(sql)
    found = [name for name in dict.fromkeys(TABLE.findall(sql)) if name in _tables()]
    return " ".join([verb[0] if verb else "SQL", *found])[:MAX_SUMMARY]


@lru_cache
def _tables() -> frozenset[str]:
    models = apps.get_models(include_auto_created=True)
    return frozenset(model._meta.db_table for model in models)
