"""Menus and programmes in the stored form of a StreamField, with block ids that never change."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from home.sample.library import SHARED
from home.sample.source import Texts, read, words

if TYPE_CHECKING:
    from home.sample.references import References

Raw = dict[str, Any]


def stored(blocks: list[Raw]) -> str:
    """Write blocks as a StreamField stores them."""
    return json.dumps(blocks)


def numbered(blocks: list[tuple[str, Any]], owner: uuid.UUID, name: str) -> list[Raw]:
    """Give blocks ids that follow from their place."""
    ids = [uuid.uuid5(owner, f"{name}/{number}") for number in range(len(blocks))]
    return [
        {"type": kind, "value": with_ids(value, block_id), "id": str(block_id)}
        for (kind, value), block_id in zip(blocks, ids, strict=True)
    ]


def menu(
    items: list[Raw], language: str, owner: uuid.UUID, page: Callable[[str], int]
) -> list[Raw]:
    """Give the items of a menu in a language."""
    blocks: list[Raw] = []
    for item in items:
        block_id = uuid.uuid5(owner, f"menu/{len(blocks)}")
        value = {**_link(item, language, page), "children": []}
        value["children"] = [_link(child, language, page) for child in item.get("items", ())]
        blocks.append({"type": "item", "value": with_ids(value, block_id), "id": str(block_id)})
    return blocks


def _link(item: Raw, language: str, page: Callable[[str], int]) -> Raw:
    target = page(item["page"]) if "page" in item else None
    return {
        "label": words(item["label"], language),
        "page": target,
        "url": item.get("url", ""),
        "document": None,
    }


def programme(
    session: dict[str, Any], language: str, owner: uuid.UUID, refs: References
) -> list[Raw]:
    """Give the programme of a session in a language; structure is the same in all of them."""
    blocks: list[Raw] = []
    for block, value in _programme_blocks(session, language, refs):
        block_id = programme_block_id(owner, len(blocks))
        blocks.append({"type": block, "value": with_ids(value, block_id), "id": str(block_id)})
    return blocks


def programme_block_id(owner: uuid.UUID, position: int) -> uuid.UUID:
    """Give the id of a block of a session's sample programme."""
    return uuid.uuid5(owner, f"programme/{position}")


def programme_length(session: dict[str, Any]) -> int:
    """Count the blocks of a session's programme."""
    notes = sum(1 for day in session["programme"] if _note(session, day))
    return notes + sum(1 + len(day["slots"]) for day in session["programme"])


def _programme_blocks(
    session: dict[str, Any], language: str, refs: References
) -> Iterator[tuple[str, Raw]]:
    for number, day in enumerate(session["programme"]):
        date = session["start"] + timedelta(days=number)
        yield "day", {"date": date.isoformat(), "title": words(day["day"], language)}
        if note := _note(session, day):
            yield "note", {"text": words(note, language) or words(note, "en")}
        for slot in day["slots"]:
            yield "slot", _slot(session, slot, language, refs)


def _note(session: dict[str, Any], day: dict[str, Any]) -> Texts | None:
    return read("invented")["note"] if session.get("sample_programme") else day.get("note")


def _slot(session: dict[str, Any], slot: list[Any], language: str, refs: References) -> Raw:
    times, kind, *rest = slot
    texts, options = (*rest, {}, {})[:2]
    if not texts:
        texts = read("phrases")[kind]
        kind = texts["kind"]
    is_invented = session.get("sample_programme")
    summary = read("invented")["slot"] if is_invented else options.get("summary")
    is_pause = kind in {"BREAK", "MEAL"}
    start, end = times.split("-") if times else (None, None)
    return {
        # A slot without times is one of which only the day is known yet.
        "start": start and f"{start}:00",
        "end": end and f"{end}:00",
        # What translators have not come to stays in the source's language.
        "title": words(texts, language) or words(texts, "en"),
        "speakers": [_speaker(name, refs) for name in options.get("who", ())],
        "kind": kind,
        "track": options.get("track", ""),
        "room": "" if is_pause else options.get("room", session.get("room", "")),
        "languages": options.get("languages", []),
        "interpretation": []
        if is_pause
        else options.get("interpretation", session.get("interpretation", [])),
        "summary": words(summary, language),
        "materials": [refs.document(name, SHARED) for name in options.get("materials", ())],
    }


def _speaker(name: str, refs: References) -> Raw:
    person, _colon, role = name.partition(":")
    return {"person": refs.page("person", person), "role": role or "SPEAKER"}


def with_ids(value: Any, owner: uuid.UUID) -> Any:
    """Wrap the lists of dicts and of page keys inside a block as a ListBlock stores them."""
    if not isinstance(value, dict):
        return value
    return {name: _items(name, item, owner) for name, item in value.items()}


LIST_BLOCKS = frozenset(
    {"children", "speakers", "items", "sessions", "people", "materials", "images", "documents"}
)


def _items(name: str, value: Any, owner: uuid.UUID) -> Any:
    if name not in LIST_BLOCKS:
        return value
    return [
        {"type": "item", "value": item, "id": str(uuid.uuid5(owner, f"{name}/{number}"))}
        for number, item in enumerate(value)
    ]
