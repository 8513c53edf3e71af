"""A programme as a table: the columns that CSV and XLSX have, and the cells of a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .rows import Row, RowType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import time

# The order is that of what people write first; `uid` is what a line is known by.
COLUMNS = (
    "type", "date", "start", "end", "title", "people", "kind", "track", "room", "languages",
    "interpretation", "text", "materials", "uid",
)  # fmt: skip
SEPARATOR = "|"
NOT_IN_NAMES = str.maketrans({SEPARATOR: " ", "\n": " ", ";": " "})


def table_of(rows: Iterable[Row]) -> Iterator[list[str]]:
    """Give the heading and the lines of a table, all cells as texts."""
    yield list(COLUMNS)
    for row in rows:
        yield [cell(row) if name in HELD[row.type] else "" for name, cell in CELLS.items()]


def clock(time: time | None) -> str:
    """Write a time as people do; seconds only where there are any."""
    if time is None:
        return ""
    return time.strftime("%H:%M:%S" if time.second else "%H:%M")


def name_in_cell(name: str) -> str:
    """Write a name so that it cannot be taken for several parts."""
    return " ".join(name.translate(NOT_IN_NAMES).split())


def _joined(*parts: object) -> str:
    return f" {SEPARATOR} ".join(map(str, parts))


CELLS: dict[str, Callable[[Row], str]] = {
    "type": lambda row: row.type,
    "date": lambda row: row.date.isoformat() if row.date else "",
    "start": lambda row: clock(row.start),
    "end": lambda row: clock(row.end),
    "title": lambda row: row.title,
    "people": lambda row: "\n".join(
        _joined(name_in_cell(person.name), person.role, person.key) for person in row.people
    ),
    "kind": lambda row: row.kind,
    "track": lambda row: row.track,
    "room": lambda row: row.room,
    "languages": lambda row: ", ".join(row.languages),
    "interpretation": lambda row: ", ".join(row.interpretation),
    "text": lambda row: row.text,
    "materials": lambda row: "\n".join(
        _joined(name_in_cell(file.title), file.pk) for file in row.materials
    ),
    "uid": lambda row: str(row.uid or ""),
}
SLOT_FIELDS = frozenset(CELLS) - {"type", "date", "uid"}
HELD = {
    RowType.DAY: frozenset({"type", "date", "title", "uid"}),
    RowType.SLOT: frozenset(CELLS),
    RowType.NOTE: frozenset({"type", "date", "text", "uid"}),
}
