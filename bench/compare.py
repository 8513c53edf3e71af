"""The comparison in one run: product (anew and stored answers), floor and stock grapple."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

from .load import WrongAnswerError, fetch
from .measure import Target, run_rounds
from .queries import QUERIES, ask_floor, ask_product, ask_stock
from .servers import Server, serve
from .statements import statements_of

if TYPE_CHECKING:
    from .database import Database
    from .progress import Progress

ASKS = {
    "product": ask_product,
    "stored": ask_product,
    "floor": ask_floor,
    "stock": ask_stock,
}
STOCK_EVERY = 2


class DifferentAnswersError(Exception):
    """The floor and the product disagree: their speeds cannot be compared."""


def compare(
    database: Database, rounds: int, seconds: float, progress: Progress, workers: int = 1
) -> dict[str, Any]:
    """Measure every query on every system; the result is what the JSON file holds."""
    progress.say("counting SQL statements")
    counts = {
        system: {
            query: len(statements)
            for query, statements in statements_of(
                system, database, {query: ask(query) for query in QUERIES}
            ).items()
        }
        for system, ask in ASKS.items()
    }
    with contextlib.ExitStack() as stack:
        progress.say("starting the servers")
        servers = {system: stack.enter_context(serve(system, database, workers)) for system in ASKS}
        for query in QUERIES:
            check_equal(query, servers)
        results = {
            query: _compare_one(query, servers, counts, rounds, seconds, progress)
            for query in QUERIES
        }
        memory = {system: server.memory() for system, server in servers.items()}
    return {"queries": results, "memory_mb": memory}


def check_equal(query: str, servers: dict[str, Server]) -> None:
    """Raise DifferentAnswersError unless product and floor give equal JSON."""
    product, floor = (
        json.loads(fetch(servers[system].port, ASKS[system](query).encoded()))
        for system in ("product", "floor")
    )
    if product != floor or not any(product["data"].values()):
        raise DifferentAnswersError(
            f"{query}:\nproduct {json.dumps(product)[:2000]}\nfloor   {json.dumps(floor)[:2000]}"
        )


def _compare_one(
    query: str,
    servers: dict[str, Server],
    counts: dict[str, dict[str, int]],
    rounds: int,
    seconds: float,
    progress: Progress,
) -> dict[str, Any]:
    targets = {
        system: Target(
            system, server, ASKS[system](query), every=STOCK_EVERY if system == "stock" else 1
        )
        for system, server in servers.items()
    }
    if not _answers(targets["stock"]):
        del targets["stock"]
    run_rounds(list(targets.values()), rounds, seconds, progress, f"{query} {QUERIES[query]}")
    return {
        system: {
            **target.figures(),
            "ratio": round(target.ratio_to(targets["floor"]), 4),
            "statements": counts[system][query],
        }
        for system, target in targets.items()
    }


def _answers(target: Target) -> bool:
    """Whether a system can answer its query at all."""
    try:
        answer = json.loads(fetch(target.server.port, target.ask.encoded()))
    except WrongAnswerError:
        return False
    return "errors" not in answer
