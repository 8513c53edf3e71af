"""Figures of servers, as gunicorn's workers write them into METRICS_DIR."""

import os

from prometheus_client import CollectorRegistry, Counter, Histogram, values

OPERATION = ("operation", "document")


def write(folder, monkeypatch, operations):
    """Write the figures of a server with one worker."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "started").touch()
    os.utime(folder / "started", (1_700_000_000, 1_700_000_000))
    with monkeypatch.context() as patched:
        patched.setenv("PROMETHEUS_MULTIPROC_DIR", str(folder))
        patched.setattr(values, "ValueClass", values.MultiProcessValue(lambda: 0))
        registry = registry_of(operations)
    assert registry


def registry_of(operations):
    """Count operations: their names, and what differs from one quick request."""
    registry = CollectorRegistry()
    took = Histogram("cms_graphql_seconds", "-", OPERATION, registry=registry)
    totals = {
        name: Counter(f"cms_graphql_{name}", "-", OPERATION, registry=registry)
        for name in ("sql_statements", "sql_seconds", "cost")
    }
    shares = {
        name: Counter(f"cms_graphql_{name}", "-", (*OPERATION, *labels), registry=registry)
        for name, labels in {
            "cache": ["state"],
            "errors": ["code"],
            "client_requests": ["client"],
            "sent": ["method", "source"],
        }.items()
    }
    for operation in operations:
        count(operation, took, totals, shares)
    return registry


def count(operation, took, totals, shares):
    labels = (operation.get("name", "Session"), operation.get("document", "abc"))
    requests = operation.get("requests", 1)
    for _ in range(requests):
        took.labels(*labels).observe(operation.get("seconds", 0.1))
    for name, usual in {"sql_statements": 3, "sql_seconds": 0.01, "cost": 100}.items():
        totals[name].labels(*labels).inc(operation.get(name, usual) * requests)
    for state, number in operation.get("states", {}).items():
        shares["cache"].labels(*labels, state).inc(number)
    for code, number in operation.get("errors", {}).items():
        shares["errors"].labels(*labels, code).inc(number)
    for client, number in operation.get("clients", {"web": requests}).items():
        shares["client_requests"].labels(*labels, client).inc(number)
    sent = operation.get("sent", ("GET", "registered"))
    shares["sent"].labels(*labels, *sent).inc(requests)
