"""Takes what points at removed objects out of the stored form of streams."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

Raw = dict[str, Any]


@dataclass(frozen=True)
class Gone:
    """Primary keys of what will not be there any more."""

    pages: Collection[int]
    images: Collection[int]
    contacts: Collection[int]
    documents: Collection[int]


# Lists of pages in a block, lists of structs with a choice, and single choices in a block.
LISTS = {"sessions": "sessions", "people": "people"}
ROWS = {
    "gallery": ("images", "image", "images"),
    "documents": ("documents", "document", "documents"),
}
CHOICES: dict[str, tuple[str, str]] = {
    "organization": ("organization", "pages"),
    "contact": ("contact_point", "contacts"),
    "image": ("image", "images"),
}


def body(blocks: list[Raw], gone: Gone) -> list[Raw]:
    """Give a body without blocks that show removed objects, and with shorter lists."""
    kept = (_block(block, gone) for block in blocks)
    return [block for block in kept if block]


def _block(block: Raw, gone: Gone) -> Raw | None:
    kind, value = block["type"], block["value"]
    if kind in CHOICES:
        name, family = CHOICES[kind]
        return None if value.get(name) in getattr(gone, family) else block
    if kind in LISTS:
        name = LISTS[kind]
        items = [item for item in value[name] if _chosen(item) not in gone.pages]
        return _shorter(block, name, items)
    if kind in ROWS:
        name, choice, family = ROWS[kind]
        removed = getattr(gone, family)
        items = [item for item in value[name] if _chosen(item)[choice] not in removed]
        return _shorter(block, name, items)
    if kind == "button" and leads_to(value, gone):
        return None
    return block


def _shorter(block: Raw, name: str, items: list[Any]) -> Raw | None:
    return {**block, "value": {**block["value"], name: items}} if items else None


def leads_to(link: Raw, gone: Gone) -> bool:
    """Say whether a link leads to something removed."""
    return link.get("page") in gone.pages or link.get("document") in gone.documents


def _chosen(item: Any) -> Any:
    """Read an item of a list, in the form of Wagtail since 2.16 or the one before."""
    return item["value"] if isinstance(item, dict) else item


def menu(blocks: list[Raw], gone: Gone) -> list[Raw]:
    """Give the items of a menu without those that lead to removed pages, or to nothing more."""
    kept = (_item(block, gone) for block in blocks)
    return [block for block in kept if block]


def _item(block: Raw, gone: Gone) -> Raw | None:
    value, children = block["value"], _children(block["value"], gone)
    is_bare_heading = bool(value.get("children")) and not children and not _target(value)
    if is_bare_heading or leads_to(value, gone):
        return None
    return {**block, "value": {**value, "children": children}}


def _children(value: Raw, gone: Gone) -> list[Any]:
    children = value.get("children") or []
    return [child for child in children if not leads_to(_link(child), gone)]


def _link(child: Raw) -> Raw:
    return child["value"] if child.get("type") == "item" else child


def _target(link: Raw) -> Any:
    return link.get("page") or link.get("url") or link.get("document")


def programme(blocks: list[Raw], invented: Collection[str]) -> list[Raw]:
    """Give a programme without the blocks of these ids."""
    return [block for block in blocks if block.get("id") not in invented]
