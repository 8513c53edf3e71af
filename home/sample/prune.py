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


# Lists of pages in a block, and single choices in a block.
LISTS = {"sessions": "sessions", "people": "people"}
CHOICES = {
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
        return {**block, "value": {**value, name: items}} if items else None
    return block


def _chosen(item: Any) -> Any:
    """Read an item of a list, in the form of Wagtail since 2.16 or the one before."""
    return item["value"] if isinstance(item, dict) else item


def menu(blocks: list[Raw], gone: Gone) -> list[Raw]:
    """Give the items of a menu without those that lead to removed pages."""
    return [
        {**block, "value": {**block["value"], "children": _children(block["value"], gone)}}
        for block in blocks
        if block["value"].get("page") not in gone.pages
    ]


def _children(value: Raw, gone: Gone) -> list[Any]:
    children = value.get("children") or []
    return [child for child in children if _link(child).get("page") not in gone.pages]


def _link(child: Raw) -> Raw:
    return child["value"] if child.get("type") == "item" else child


def programme(blocks: list[Raw], invented: Collection[str]) -> list[Raw]:
    """Give a programme without the blocks of these ids."""
    return [block for block in blocks if block.get("id") not in invented]
