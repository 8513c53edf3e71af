"""The five questions, and what each system is sent for them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
QUERIES = {
    "q1": "list of 20",
    "q2": "full session",
    "q3": "filter, search, total",
    "q4": "tree, 3 levels",
    "q5": "translations",
}
# The first generated session, of seed 1, which is the same at every size.
PATH = "/generated-sessions-1/session-1-1/"
WORDS, FROM = "rivers", "2026-01-01"
LIST, BRANCH = 20, 30


def variables_of(query: str, first: int | None = None) -> dict[str, Any]:
    """The variables of a query; `first` makes answers of equal length where content grows."""
    variables: dict[str, dict[str, Any]] = {
        "q1": {"first": first or LIST},
        "q2": {"path": PATH},
        "q3": {"first": first or LIST, "words": WORDS, "from": FROM},
        "q4": {"first": first or BRANCH},
        "q5": {"path": PATH},
    }
    return variables[query]


@dataclass(frozen=True)
class Ask:
    """An HTTP request: a path, and an object to send as JSON."""

    path: str
    body: dict[str, Any]

    def encoded(self) -> bytes:
        """The request as bytes."""
        body = json.dumps(self.body).encode()
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


def ask_product(query: str, first: int | None = None) -> Ask:
    """Ask our API."""
    return _graphql(FOLDER / "queries" / f"{query}.graphql", variables_of(query, first))


def ask_stock(query: str) -> Ask:
    """Ask grapple for the like of it; it refuses variables that its document does not name."""
    known = {name: value for name, value in variables_of(query).items() if name != "from"}
    return _graphql(FOLDER / "stock" / "queries" / f"{query}.graphql", known)


def ask_floor(query: str) -> Ask:
    """Ask the hand-written view."""
    return Ask(f"/{query}/", variables_of(query))


def ask_deep(depth: int) -> Ask:
    """Ask our API for sessions of organizers of sessions, so many times."""
    inner = "title"
    for _ in range(depth):
        sessions = f"sessions(first: 2) {{ nodes {{ {inner} }} }}"
        inner = f"title organizers {{ organization {{ title {sessions} }} }}"
    return Ask("/graphql/", {"query": f"{{ sessions(first: 2) {{ nodes {{ {inner} }} }} }}"})


def _graphql(file: Path, variables: dict[str, Any]) -> Ask:
    document = file.read_text(encoding="utf-8")
    return Ask("/graphql/", {"query": document, "variables": variables})
