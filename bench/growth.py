"""How the product's answers cost more, or do not, when there is more content or deeper queries."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from .dataset import DataSet
from .measure import Target, run_rounds
from .queries import QUERIES, Ask, ask_deep, ask_product
from .servers import serve
from .statements import statements_of

if TYPE_CHECKING:
    from .progress import Progress

LANGUAGES = ("en", "fr", "es", "ar", "fa", "ko")
SESSIONS, LOCALES, DEPTHS = (10, 100, 1000), (1, 3, 6), (1, 2, 3)
MIDDLE_LOCALES = 3
# The smallest site has so many of everything, so that all sites answer with as many rows.
FIRST = 8


def measure_growth(
    kind: str, sizes: tuple[int, ...], rounds: int, seconds: float, progress: Progress
) -> dict[str, dict[str, Any]]:
    """Measure along the three axes: sessions, of these sizes; locales and depth, of the middle."""
    middle_size = sizes[len(sizes) // 2]
    by_sessions = {n: _data(n, MIDDLE_LOCALES, kind) for n in sizes}
    by_locales = {n: _data(middle_size, n, kind) for n in LOCALES}
    asks = {query: ask_product(query, FIRST) for query in QUERIES}
    middle = _data(middle_size, MIDDLE_LOCALES, kind)
    return {
        "sessions": _along("sessions", by_sessions, asks, rounds, seconds, progress),
        "locales": _along("locales", by_locales, asks, rounds, seconds, progress),
        "depth": _deeper(middle, rounds, seconds, progress),
    }


def _data(sessions: int, locales: int, kind: str) -> DataSet:
    return DataSet(sessions, LANGUAGES[:locales], kind)


def _along(
    axis: str,
    sites: dict[int, DataSet],
    asks: dict[str, Ask],
    rounds: int,
    seconds: float,
    progress: Progress,
) -> dict[str, Any]:
    """The figures of each query by the size of the site."""
    databases = {size: data.prepare(progress) for size, data in sites.items()}
    progress.say("counting SQL statements")
    counts = {size: statements_of("product", item, asks) for size, item in databases.items()}
    figures: dict[str, Any] = {}
    with contextlib.ExitStack() as stack:
        servers = {
            size: stack.enter_context(serve("product", item)) for size, item in databases.items()
        }
        for query, ask in asks.items():
            targets = {
                size: Target(f"{size} {axis}", server, ask) for size, server in servers.items()
            }
            run_rounds(list(targets.values()), rounds, seconds, progress, query)
            figures[query] = {
                str(size): _figures(target, targets[min(targets)], counts[size][query])
                for size, target in targets.items()
            }
    return figures


def _figures(target: Target, smallest: Target, statements: list[str]) -> dict[str, Any]:
    growth = round(target.growth_from(smallest), 3)
    return {**target.figures(), "growth": growth, "statements": len(statements)}


def _deeper(data: DataSet, rounds: int, seconds: float, progress: Progress) -> dict[str, Any]:
    """The figures of one query by its depth."""
    database = data.prepare(progress)
    asks = {str(depth): ask_deep(depth) for depth in DEPTHS}
    counts = statements_of("product", database, asks)
    with serve("product", database) as server:
        targets = {depth: Target(f"depth {depth}", server, ask) for depth, ask in asks.items()}
        run_rounds(list(targets.values()), rounds, seconds, progress, "depth")
        return {
            "nested": {
                depth: _figures(target, targets[min(targets)], counts[depth])
                for depth, target in targets.items()
            }
        }
