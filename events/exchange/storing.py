"""Blocks of the stream in their stored form, made of what a line says."""

from __future__ import annotations

import uuid
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from events.enums import SlotKind

from .comparing import HELD
from .rows import RowType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .drafts import Block
    from .read_rows import ReadRow

Raw = dict[str, Any]

EMPTY_SLOT: Raw = {
    "start": None,
    "end": None,
    "title": "",
    "speakers": [],
    "kind": SlotKind.TALK.value,
    "track": "",
    "room": "",
    "languages": [],
    "interpretation": [],
    "summary": "",
    "materials": [],
}
# Fields of lines that the block calls something else.
NAMES = {"people": "speakers", "text": "summary"}


def slot_block(read: ReadRow, block: Block | None, pages: Mapping[uuid.UUID, int]) -> Raw:
    """Give a slot as a line has it; what the line does not say stays."""
    if block is None:
        raw: Raw = {"type": "slot", "id": _id_of(read), "value": deepcopy(EMPTY_SLOT)}
    else:
        raw = deepcopy(block.raw)
    for name, value in read.values.items():
        if block is not None and HELD[name](block.row) == value:
            continue
        stored = NAMES.get(name, name)
        raw["value"][stored] = _stored(name, value, raw["value"].get(stored), pages, block)
    return raw


def day_block(read: ReadRow, block: Block | None) -> Raw:
    """Give a day as a line has it."""
    title = read.values.get("title", "")
    date = read.date.isoformat() if read.date else None
    if block is None:
        return {"type": "day", "id": _id_of(read), "value": {"date": date, "title": title}}
    raw = deepcopy(block.raw)
    if block.row.date != read.date:
        raw["value"]["date"] = date
    if "title" in read.values and block.row.title != title:
        raw["value"]["title"] = title
    return raw


def note_block(read: ReadRow, block: Block | None) -> Raw:
    """Give a note as a line has it."""
    text = read.values.get("text", "")
    if block is None:
        return {"type": "note", "id": _id_of(read), "value": {"text": text}}
    raw = deepcopy(block.raw)
    if "text" in read.values and block.row.text != text:
        raw["value"]["text"] = text
    return raw


def block_of(read: ReadRow, block: Block | None, pages: Mapping[uuid.UUID, int]) -> Raw:
    """Give the block of a line of any type."""
    if read.type == RowType.SLOT:
        return slot_block(read, block, pages)
    return (day_block if read.type == RowType.DAY else note_block)(read, block)


def _id_of(read: ReadRow) -> str:
    return str(read.uid or uuid.uuid4())


def _stored(
    name: str,
    value: Any,
    before: Any,
    pages: Mapping[uuid.UUID, int],
    block: Block | None,
) -> Any:
    if name in ("start", "end"):
        return value.isoformat() if value is not None else None
    if name in ("languages", "interpretation"):
        return list(value)
    if name == "materials":
        return [_item(pk, lambda held, pk=pk: held == pk, before) for pk in value]
    if name == "people":
        known = _pages_in(before, block)
        return [
            _item(
                {"person": known.get(key, pages.get(key)), "role": role},
                lambda held, key=key, role=role: _is(held, known.get(key), role),
                before,
            )
            for key, role in value
        ]
    return value


def _is(held: Any, page: int | None, role: str) -> bool:
    return bool(held) and held.get("person") == page and held.get("role") == role


def _pages_in(before: Any, block: Block | None) -> dict[uuid.UUID, int]:
    """The pages that the block has already of people: of several in one language it stays that."""
    if block is None:
        return {}
    pages = [item["value"].get("person") for item in before or () if isinstance(item, dict)]
    keys = block.keys
    return {keys[pk]: pk for pk in pages if pk in keys}


def _item(value: Any, is_same: Any, before: Any) -> Raw:
    """Give an item of a list block; one that was there already keeps its id."""
    for item in before or ():
        if isinstance(item, dict) and item.get("type") == "item" and is_same(item["value"]):
            return dict(item)
    return {"type": "item", "id": str(uuid.uuid4()), "value": value}
