"""Counts the SQL statements of one request: `python -m bench.statements`, JSON in and out.

It runs in a process of its own, with the settings of the system it asks.
"""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import django

from .servers import environment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .database import Database
    from .queries import Ask

# What follows from a read is learned from the first runs.
WARM_UP = 10


def statements_of(system: str, database: Database, asks: Mapping[str, Ask]) -> dict[str, list[str]]:
    """The statements that a system runs for each request, once it is warm."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.statements"],
        env=environment(system, database),
        input=json.dumps({name: [ask.path, ask.body] for name, ask in asks.items()}),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    )
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def main() -> None:
    """Answer each request until it is warm, and print the statements of one more."""
    django.setup()
    from django.test import Client  # app ready: reads settings

    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=True)
    asks = json.load(sys.stdin)
    found = {}
    for name, (path, body) in asks.items():
        ask = partial(client.post, path, body, content_type="application/json")
        for _ in range(WARM_UP):
            ask()
        found[name] = recorded(ask)
    json.dump(found, sys.stdout)


def recorded(call: Any) -> list[str]:
    """The statements that a call runs."""
    from django.db import connection  # app ready: reads settings

    statements: list[str] = []

    def record(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(record):
        call()
    return statements


if __name__ == "__main__":
    main()
