"""What was measured, as text for people and as JSON."""

from __future__ import annotations

import json
import os
import platform
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from .database import FOLDER
from .queries import QUERIES

if TYPE_CHECKING:
    from pathlib import Path

    from .dataset import DataSet

SYSTEMS = ("product", "stored", "floor", "stock")
HEAD = ("query", "system", "ratio", "req/s", "p95 ms", "CPU ms", "DB CPU ms", "SQL", "bytes")


def machine(version: str) -> dict[str, Any]:
    """What the figures were measured on, in general terms."""
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "database": version,
        "load_average_before": round(os.getloadavg()[0], 1),
    }


def write(data: DataSet, results: dict[str, Any]) -> Path:
    """Write the JSON file of a run."""
    path = FOLDER / f"results-{data.name}-{data.kind}.json"
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    path.write_text(json.dumps({"measured_at": moment, **results}, indent=2) + "\n")
    return path


def table(results: dict[str, Any]) -> str:
    """The comparison as a Markdown table; a dash is what cannot be asked or measured."""
    rows: list[tuple[str, ...]] = [HEAD]
    for query, figures in results["queries"].items():
        for system in SYSTEMS:
            name = f"{query.upper()} {QUERIES[query]}" if system == SYSTEMS[0] else ""
            rows.append((name, system, *_cells(figures.get(system))))
    return _markdown(rows)


def _cells(figures: dict[str, Any] | None) -> tuple[str, ...]:
    if figures is None:
        return ("–",) * (len(HEAD) - 2)
    names = ("requests_per_second", "p95_ms", "cpu_ms", "database_cpu_ms", "statements", "bytes")
    return (_ratio(figures["ratio"]), *(_text(figures[name]) for name in names))


def _ratio(value: float) -> str:
    return f"{value:.3f}" if value < 1 else f"{value:.2f}"


def _text(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def growth_table(growth: dict[str, Any]) -> str:
    """The growth as Markdown tables: what a request costs, in parts of the smallest site's."""
    parts = []
    for axis, by_query in growth.items():
        sizes = list(next(iter(by_query.values())))
        rows = [("query", *(f"{axis} {size}" for size in sizes), "SQL")]
        for query, figures in by_query.items():
            cells = [f"{figures[size]['growth']:.2f}" for size in sizes]
            counts = " / ".join(str(figures[size]["statements"]) for size in sizes)
            rows.append((query.upper() if query in QUERIES else query, *cells, counts))
        parts.append(_markdown(rows))
    return "\n\n".join(parts)


def _markdown(rows: list[tuple[str, ...]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])
