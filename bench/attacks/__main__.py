"""`python -m bench.attacks`: sends each to a server of its own; says what it cost the worker."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import socket
import sys
from dataclasses import dataclass

from bench.database import Database, default_kind
from bench.dataset import DataError, Tables
from bench.progress import Progress
from bench.servers import Server, ServerError, serve

from .requests import ATTACKS, Attack, query

MILLISECONDS = 20.0
MEGABYTES = 5.0
MEGABYTES_MIXED = 50.0
GOOD = [
    query("{site{name}locales{code}}"),
    query("{sessions(first:20){nodes{title}totalCount}}"),
    query('{search(query:"water"){totalCount}}'),
    query("{__typename}"),
]


@dataclass(frozen=True)
class Result:
    """What one attack came to."""

    name: str
    answer: str
    milliseconds: float
    megabytes: float
    holds: bool


def send(port: int, raw: bytes) -> tuple[int, str]:
    """Send a request; give the status and the code of the first error."""
    with socket.create_connection(("127.0.0.1", port), 30) as connection:
        answer = b""
        # A body that is too large is not read: the answer comes, then the connection closes.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(raw.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
        with contextlib.suppress(ConnectionResetError):
            while chunk := connection.recv(65_536):
                answer += chunk
    head, _, body = answer.partition(b"\r\n\r\n")
    errors = json.loads(body).get("errors") or [{"extensions": {"code": "-"}}]
    return int(head.split()[1]), str(errors[0]["extensions"]["code"])


def attack(server: Server, one: Attack, times: int) -> Result:
    """Send one attack many times."""
    send(server.port, one.raw)
    cpu, memory = server.cpu() or 0.0, server.memory() or 0.0
    answers = {send(server.port, one.raw) for _ in range(times)}
    milliseconds = ((server.cpu() or 0.0) - cpu) / times * 1000
    megabytes = (server.memory() or 0.0) - memory
    holds = (
        answers == {(one.status, one.code)}
        and milliseconds < MILLISECONDS
        and megabytes < MEGABYTES
    )
    told = ", ".join(f"{status} {code}" for status, code in sorted(answers))
    return Result(one.name, told, milliseconds, megabytes, holds)


def mixed(server: Server, number: int, progress: Progress) -> Result:
    """Attacks and good requests in turn: memory must stay (R23)."""
    chance = random.Random(1)  # noqa: S311 - the same requests each time
    requests = [*(one.raw for one in ATTACKS), *GOOD * 5]
    for raw in requests:
        send(server.port, raw)
    cpu, memory = server.cpu() or 0.0, server.memory() or 0.0
    for done in range(number):
        if done % 500 == 0:
            progress.say(f"{done} of {number} mixed requests")
        send(server.port, chance.choice(requests))
    megabytes = (server.memory() or 0.0) - memory
    milliseconds = ((server.cpu() or 0.0) - cpu) / number * 1000
    holds = megabytes < MEGABYTES_MIXED
    return Result(f"{number} mixed requests", "", milliseconds, megabytes, holds)


def line(result: Result) -> str:
    """A row of the table."""
    return (
        f"{result.name:28} {result.answer:32} {result.milliseconds:7.2f} ms CPU"
        f" {result.megabytes:+7.2f} MB  {'ok' if result.holds else 'FAILED'}\n"
    )


def options() -> argparse.Namespace:
    """What is asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.attacks", description=__doc__)
    add = parser.add_argument
    add("--times", type=int, default=50, help="how often each is sent (50)")
    add("--mixed", type=int, default=0, help="then so many mixed requests (0; R23: 20000)")
    return parser.parse_args()


def database(progress: Progress) -> Database:
    """Tables without content: a refusal reads none."""
    return Tables(default_kind()).prepare(progress)


def main() -> int:
    """Print a table; end with an error if one attack is not refused as it must be."""
    asked, progress = options(), Progress()
    # Else the rate limit would answer, and this measures what it costs without.
    os.environ["GRAPHQL_RATE_LIMIT"] = "0"
    failed = 0
    try:
        with serve("product", database(progress)) as server:
            # What is made once is made before it is measured.
            for one in ATTACKS * 3:
                send(server.port, one.raw)
            results = []
            for one in ATTACKS:
                progress.say(one.name)
                results.append(attack(server, one, asked.times))
            if asked.mixed:
                results.append(mixed(server, asked.mixed, progress))
    except (DataError, ServerError) as error:
        progress.end()
        sys.stderr.write(f"{error}\n")
        return 1
    progress.end()
    for result in results:
        sys.stdout.write(line(result))
        failed += not result.holds
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
