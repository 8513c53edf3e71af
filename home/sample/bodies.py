"""Bodies of pages in the stored form of a StreamField, from the short form of the data files."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from home.sample.source import Texts, paragraphs, words
from home.sample.streams import Raw, with_ids

if TYPE_CHECKING:
    from home.sample.references import References

Blocks = Iterator[tuple[str, Any]]


def body(
    entries: list[dict[str, Any]], language: str, owner: uuid.UUID, refs: References
) -> list[Raw]:
    """Give the body of a page in a language; blocks without words in it are left out."""
    blocks: list[Raw] = []
    for position, entry in enumerate(entries):
        kind = next(iter(entry))
        for number, (block, value) in enumerate(BODY_BLOCKS[kind](entry[kind], language, refs)):
            block_id = uuid.uuid5(owner, f"body/{position}/{number}")
            blocks.append({"type": block, "value": with_ids(value, block_id), "id": str(block_id)})
    return blocks


def _text(entry: Texts, language: str, refs: References) -> Blocks:
    if html := paragraphs(entry, language, refs.page):
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


def _table(entry: Raw, language: str, refs: References) -> Blocks:
    if caption := words(entry["caption"], language):
        yield (
            "table",
            {
                "data": entry["rows"][language],
                "table_header_choice": "row",
                "table_caption": caption,
                "first_row_is_table_header": True,
                "first_col_is_header": False,
                "cell": [],
                "mergeCells": [],
            },
        )


def _button(entry: Raw, language: str, refs: References) -> Blocks:
    if label := words(entry["label"], language):
        document = refs.document(entry["document"], language)
        yield "button", {"label": label, "page": None, "url": "", "document": document}


def _embed(entry: Raw, language: str, refs: References) -> Blocks:
    if title := words(entry["title"], language):
        yield "embed", {"url": entry["url"], "title": title}


def _image(entry: str, language: str, refs: References) -> Blocks:
    if image := _picture(entry, language, refs):
        yield "image", image


def _gallery(entry: list[str], language: str, refs: References) -> Blocks:
    images = [_picture(name, language, refs) for name in entry]
    if shown := [image for image in images if image]:
        yield "gallery", {"images": shown}


def _picture(name: str, language: str, refs: References) -> Raw | None:
    alt = refs.alt(name, language)
    image = {"image": refs.image(name), "alt": alt, "decorative": False, "caption": ""}
    return image if alt else None


def _documents(entry: Raw, language: str, refs: References) -> Blocks:
    found = [refs.document(name, language) for name in entry["documents"]]
    if documents := [{"document": document, "title": ""} for document in found if document]:
        yield "documents", {"heading": words(entry["heading"], language), "documents": documents}


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
    "table": _table,
    "button": _button,
    "image": _image,
    "gallery": _gallery,
    "documents": _documents,
    "embed": _embed,
    "sessions": _sessions,
    "people": _people,
    "organization": _organization,
    "contacts": _contacts,
}
