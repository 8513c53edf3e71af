"""The operations that take most of the server's time, from the figures of its workers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from prometheus_client import CollectorRegistry
from prometheus_client.multiprocess import MultiProcessCollector

if TYPE_CHECKING:
    from collections.abc import Iterable

    from prometheus_client import Metric

# gunicorn.conf.py makes it when the server begins.
STARTED = "started"


@dataclass
class Operation:
    """The figures of one operation, since the servers were started."""

    name: str
    document: str
    count: float = 0
    seconds: float = 0
    statements: float = 0
    sql_seconds: float = 0
    cost: float = 0
    states: dict[str, float] = field(default_factory=dict)
    errors: dict[str, float] = field(default_factory=dict)
    clients: dict[str, float] = field(default_factory=dict)
    methods: dict[str, float] = field(default_factory=dict)
    sources: dict[str, float] = field(default_factory=dict)

    def mean(self, value: float) -> float:
        """A figure for one request."""
        return value / self.count if self.count else 0.0

    @property
    def milliseconds(self) -> float:
        """How long one takes."""
        return self.mean(self.seconds) * 1000

    @property
    def hits(self) -> float:
        """Which share of the answers the cache had."""
        return self.mean(self.states.get("hit", 0))

    @property
    def statements_each(self) -> float:
        """How many statements one takes."""
        return self.mean(self.statements)

    @property
    def sql_milliseconds(self) -> float:
        """How long its statements take."""
        return self.mean(self.sql_seconds) * 1000

    @property
    def cost_each(self) -> float:
        """What one costs."""
        return self.mean(self.cost)

    @property
    def clients_by_use(self) -> list[str]:
        """Who asks, most first."""
        return sorted(self.clients, key=lambda name: (-self.clients[name], name))


# Which figure of an operation a sample is.
TOTALS = {
    "cms_graphql_seconds_count": "count",
    "cms_graphql_seconds_sum": "seconds",
    "cms_graphql_sql_statements_total": "statements",
    "cms_graphql_sql_seconds_total": "sql_seconds",
    "cms_graphql_cost_total": "cost",
}
SHARES = {
    "cms_graphql_cache_total": {"states": "state"},
    "cms_graphql_errors_total": {"errors": "code"},
    "cms_graphql_client_requests_total": {"clients": "client"},
    "cms_graphql_sent_total": {"methods": "method", "sources": "source"},
}


def dearest(registries: Iterable[CollectorRegistry], number: int = 20) -> list[Operation]:
    """The operations with the most time in all, the first one first."""
    found: dict[tuple[str, str], Operation] = {}
    for registry in registries:
        for metric in registry.collect():
            _add(found, metric)
    return sorted(found.values(), key=lambda operation: -operation.seconds)[:number]


def on_this_machine() -> list[CollectorRegistry]:
    """The figures of all servers that share METRICS_DIR."""
    return [_read(folder) for folder in _folders()]


def since() -> datetime | None:
    """When the first of these servers began; None if none has."""
    begun = [file for folder in _folders() if (file := folder / STARTED).exists()]
    moments = [datetime.fromtimestamp(file.stat().st_mtime, UTC) for file in begun]
    return min(moments, default=None)


def _folders() -> list[Path]:
    return sorted(Path(settings.METRICS_DIR).glob("[0-9]*"))


def _read(folder: Path) -> CollectorRegistry:
    registry = CollectorRegistry()
    MultiProcessCollector(registry, str(folder))
    return registry


def _add(found: dict[tuple[str, str], Operation], metric: Metric) -> None:
    for sample in metric.samples:
        key = (sample.labels.get("operation", ""), sample.labels.get("document", ""))
        if sample.name in TOTALS:
            operation = found.setdefault(key, Operation(*key))
            name = TOTALS[sample.name]
            setattr(operation, name, getattr(operation, name) + sample.value)
        elif sample.name in SHARES:
            operation = found.setdefault(key, Operation(*key))
            for name, label in SHARES[sample.name].items():
                shares, value = getattr(operation, name), sample.labels[label]
                shares[value] = shares.get(value, 0) + sample.value
