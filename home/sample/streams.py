"""Bodies and programmes in the stored form of a StreamField, with block ids that never change."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from home.sample.source import Texts, paragraphs, read, words

if TYPE_CHECKING:
    from home.sample.references import References

Raw = dict[str, Any]

# Said beneath each day of a programme that is invented although its session is real.
INVENTED_NOTE: Texts = {
    "en": (
        "Sample: the leaflet announces a programme but does not print it. "
        "This day and its slots are invented."
    ),
    "fr": (
        "Exemple : le dépliant annonce un programme sans l'imprimer. "
        "Cette journée et ses créneaux sont inventés."
    ),
}
INVENTED_SLOT: Texts = {"en": "Invented for the sample.", "fr": "Inventé pour l'exemple."}


def stored(blocks: list[Raw]) -> str:
    """Write blocks as a StreamField stores them."""
    return json.dumps(blocks)


def numbered(blocks: list[tuple[str, Any]], owner: uuid.UUID, name: str) -> list[Raw]:
    """Give blocks ids that follow from their place."""
    ids = [uuid.uuid5(owner, f"{name}/{number}") for number in range(len(blocks))]
    return [
        {"type": kind, "value": _with_ids(value, block_id), "id": str(block_id)}
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
        blocks.append({"type": "item", "value": _with_ids(value, block_id), "id": str(block_id)})
    return blocks


def _link(item: Raw, language: str, page: Callable[[str], int]) -> Raw:
    target = page(item["page"]) if "page" in item else None
    return {
        "label": words(item["label"], language),
        "page": target,
        "url": item.get("url", ""),
        "document": None,
    }


def body(
    entries: list[dict[str, Any]], language: str, owner: uuid.UUID, refs: References
) -> list[Raw]:
    """Give the body of a page in a language; blocks without words in it are left out."""
    blocks: list[Raw] = []
    for position, entry in enumerate(entries):
        kind = next(iter(entry))
        for number, (block, value) in enumerate(BODY_BLOCKS[kind](entry[kind], language, refs)):
            block_id = uuid.uuid5(owner, f"body/{position}/{number}")
            blocks.append({"type": block, "value": _with_ids(value, block_id), "id": str(block_id)})
    return blocks


def programme(
    session: dict[str, Any], language: str, owner: uuid.UUID, refs: References
) -> list[Raw]:
    """Give the programme of a session in a language; structure is the same in all of them."""
    blocks: list[Raw] = []
    for block, value in _programme_blocks(session, language, refs):
        block_id = programme_block_id(owner, len(blocks))
        blocks.append({"type": block, "value": _with_ids(value, block_id), "id": str(block_id)})
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
    return INVENTED_NOTE if session.get("sample_programme") else day.get("note")


def _slot(session: dict[str, Any], slot: list[Any], language: str, refs: References) -> Raw:
    times, kind, *rest = slot
    texts, options = (*rest, {}, {})[:2]
    if not texts:
        texts = read("phrases")[kind]
        kind = texts["kind"]
    summary = INVENTED_SLOT if session.get("sample_programme") else options.get("summary")
    is_pause = kind in {"BREAK", "MEAL"}
    start, end = times.split("-")
    return {
        "start": f"{start}:00",
        "end": f"{end}:00",
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
        "materials": [],
    }


def _speaker(name: str, refs: References) -> Raw:
    person, _colon, role = name.partition(":")
    return {"person": refs.page("person", person), "role": role or "SPEAKER"}


def _with_ids(value: Any, owner: uuid.UUID) -> Any:
    """Wrap the lists of dicts and of page keys inside a block as a ListBlock stores them."""
    if not isinstance(value, dict):
        return value
    return {name: _items(name, item, owner) for name, item in value.items()}


LIST_BLOCKS = frozenset({"children", "speakers", "items", "sessions", "people", "materials"})


def _items(name: str, value: Any, owner: uuid.UUID) -> Any:
    if name not in LIST_BLOCKS:
        return value
    return [
        {"type": "item", "value": item, "id": str(uuid.uuid5(owner, f"{name}/{number}"))}
        for number, item in enumerate(value)
    ]


Blocks = Iterator[tuple[str, Any]]


def _text(entry: Texts, language: str, refs: References) -> Blocks:
    if html := paragraphs(entry, language):
        yield "rich_text", html


def _heading(entry: Texts, language: str, refs: References) -> Blocks:
    if text := words(entry, language):
        yield "heading", {"text": text, "level": "2"}


def _quote(entry: Raw, language: str, refs: References) -> Blocks:
    if text := words(entry["text"], language):
        yield "quote", {"text": text, "attribution": words(entry["by"], language), "language": ""}


def _accordion(entry: list[Raw], language: str, refs: References) -> Blocks:
    items = [
        {"heading": words(item["heading"], language), "text": paragraphs(item["text"], language)}
        for item in entry
        if words(item["heading"], language)
    ]
    if items:
        yield "accordion", {"items": items}


def _image(entry: str, language: str, refs: References) -> Blocks:
    if alt := refs.alt(entry, language):
        yield "image", {"image": refs.image(entry), "alt": alt, "decorative": False, "caption": ""}


def _sessions(entry: list[str], language: str, refs: References) -> Blocks:
    yield "sessions", {"heading": "", "sessions": [refs.page("session", name) for name in entry]}


def _people(entry: list[str], language: str, refs: References) -> Blocks:
    yield "people", {"heading": "", "people": [refs.page("person", name) for name in entry]}


def _organization(entry: str, language: str, refs: References) -> Blocks:
    yield "organization", {"organization": refs.page("organization", entry)}


def _contacts(entry: list[str], language: str, refs: References) -> Blocks:
    for name in entry:
        yield "contact", {"contact_point": refs.snippet("contact", name)}


BODY_BLOCKS: dict[str, Callable[[Any, str, References], Blocks]] = {
    "text": _text,
    "heading": _heading,
    "quote": _quote,
    "accordion": _accordion,
    "image": _image,
    "sessions": _sessions,
    "people": _people,
    "organization": _organization,
    "contacts": _contacts,
}
