"""Which line of a file is which block of the draft."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from .rows import RowType

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from .drafts import Block
    from .read_rows import ReadRow

    Likeness = Callable[[Any], Hashable | None]


def match(rows: list[ReadRow], blocks: Iterable[Block]) -> list[Block | None]:
    """Give the block of each line: by key, else the one that is recognisably the same.

    That is: the same time and title, else the same title, else the same time and room, where only
    one line and one block are alike so. A day is known by its date, a note by its text.
    """
    blocks = list(blocks)
    by_key = {(block.row.type, block.row.uid): block for block in blocks}
    found: list[Block | None] = [
        by_key.pop((row.type, row.uid), None) if row.uid is not None else None for row in rows
    ]
    left = list(by_key.values())
    for likeness in LIKENESSES:
        waiting = [place for place, block in enumerate(found) if block is None]
        lines = _unique((likeness(_said(rows[place])), place) for place in waiting)
        alike = _unique((likeness(_held(block)), block) for block in left)
        for name in lines.keys() & alike.keys():
            found[lines[name]] = alike[name]
            left.remove(alike[name])
    return found


def _unique(named: Iterable[tuple[Hashable | None, Any]]) -> dict[Hashable, Any]:
    """Items by their names, of those that no other one of them has."""
    groups = defaultdict(list)
    for name, item in named:
        groups[name].append(item)
    return {key: same[0] for key, same in groups.items() if key is not None and len(same) == 1}


def _said(row: ReadRow) -> dict[str, Any]:
    return {"title": "", "room": "", "text": "", "start": None, **row.values, **_place(row)}


def _held(block: Block) -> dict[str, Any]:
    row = block.row
    values = {"title": row.title, "room": row.room, "text": row.text, "start": row.start}
    return {**values, **_place(row)}


def _place(row: Any) -> dict[str, Any]:
    return {"type": row.type, "date": row.date}


def _day(value: dict[str, Any]) -> Hashable | None:
    return value["date"] if value["type"] == RowType.DAY else None


def _note(value: dict[str, Any]) -> Hashable | None:
    return value["text"] or None if value["type"] == RowType.NOTE else None


def _slot(*names: str) -> Likeness:
    def name(value: dict[str, Any]) -> Hashable | None:
        if value["type"] != RowType.SLOT or not all(value[part] for part in names):
            return None
        return tuple(str(value[part]).casefold() for part in names)

    return name


LIKENESSES: tuple[Likeness, ...] = (
    _day, _note, _slot("date", "start", "title"), _slot("date", "title"), _slot("title"),
    _slot("date", "start", "room"),
)  # fmt: skip
