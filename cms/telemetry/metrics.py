"""The figures, in the form of Prometheus: shared by gunicorn's workers through files."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    values,
)
from prometheus_client.multiprocess import MultiProcessCollector

from .labels import OTHER, Labels

if TYPE_CHECKING:
    from .observation import Observation

OPERATION = ("operation", "document")
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
# Registered documents have places of their own, which no stranger can take.
MAX_REMEMBERED = 2_000
REGISTERED_PLACES, OTHER_PLACES, CLIENT_PLACES, PAIR_PLACES = 400, 100, 50, 500

SECONDS = Histogram(
    "cms_graphql_seconds", "Time to answer an operation", OPERATION, buckets=BUCKETS
)
STATEMENTS = Counter("cms_graphql_sql_statements", "SQL statements of an operation", OPERATION)
SQL_SECONDS = Counter("cms_graphql_sql_seconds", "Time in SQL of an operation", OPERATION)
COST = Counter("cms_graphql_cost", "Points of cost of an operation", OPERATION)
CACHE = Counter("cms_graphql_cache", "Answers by whether the cache had them", (*OPERATION, "state"))
SENT = Counter(
    "cms_graphql_sent",
    "Requests by their method, and by how they named the document",
    (*OPERATION, "method", "source"),
)
ERRORS = Counter("cms_graphql_errors", "Answers with an error, by its code", (*OPERATION, "code"))
REFUSED = Counter("cms_graphql_refused", "Requests that named no operation that may run", ("code",))
CLIENTS = Counter(
    "cms_graphql_client_requests",
    "Requests of an operation by a client",
    (
        *OPERATION,
        "client",
    ),
)

_registered: Labels[tuple[str, str]] = Labels(REGISTERED_PLACES)
_others: Labels[tuple[str, str]] = Labels(OTHER_PLACES)
_clients: Labels[str] = Labels(CLIENT_PLACES)
_pairs: Labels[tuple[str, str, str]] = Labels(PAIR_PLACES)


def add(seen: Observation) -> None:
    """Add a request to the figures."""
    if seen.operation is None:
        for code in seen.codes:
            REFUSED.labels(code).inc()
        return
    name = (seen.operation, seen.document)
    seen.is_known = (_registered if seen.is_registered else _others).admits(name)
    labels = name if seen.is_known else (OTHER, "")
    seconds, statements, sql_seconds, cost = _of_operation(labels)
    seconds.observe(seen.seconds)
    statements.inc(seen.sql_count)
    sql_seconds.inc(seen.sql_seconds)
    cost.inc(seen.cost)
    _one(CACHE, *labels, seen.cache).inc()
    _one(SENT, *labels, seen.method, seen.source).inc()
    for code in seen.codes:
        _one(ERRORS, *labels, code).inc()
    client = seen.client if _clients.admits(seen.client) else OTHER
    if not _pairs.admits((*labels, client)):
        labels, client = (OTHER, ""), OTHER
    _one(CLIENTS, *labels, client).inc()


@lru_cache(maxsize=REGISTERED_PLACES + OTHER_PLACES + 1)
def _of_operation(labels: tuple[str, str]) -> tuple[Histogram, Counter, Counter, Counter]:
    """The figures of one operation; finding them again takes as long as adding to them."""
    return (
        SECONDS.labels(*labels),
        STATEMENTS.labels(*labels),
        SQL_SECONDS.labels(*labels),
        COST.labels(*labels),
    )


@lru_cache(maxsize=MAX_REMEMBERED)
def _one(counter: Counter, *labels: str) -> Counter:
    """The figure of a counter with labels."""
    return counter.labels(*labels)


def exposition() -> bytes:
    """All figures of all workers, as Prometheus reads them."""
    return bytes(generate_latest(registry()))


def registry() -> CollectorRegistry:
    """What this process knows, or what all workers have written to their files."""
    if not values.ValueClass._multiprocess:  # noqa: SLF001 - how the library itself asks
        return REGISTRY
    shared = CollectorRegistry()
    MultiProcessCollector(shared)
    return shared
