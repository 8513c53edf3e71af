"""StreamField as GraphQL: blocks read from their stored JSON, unions of named block types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import graphene
from django.db.models import Model
from grapple.helpers import streamfield_types
from grapple.registry import registry
from wagtail.blocks import (
    Block,
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    ChooserBlock,
    EmailBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
    URLBlock,
)
from wagtail.fields import StreamField

from .fields import DeclaredField, declared_fields

BLOCK_ID = "The block's identifier within its stream; null if an import left it out."
TEXTS = (CharBlock, ChoiceBlock, TextBlock, RichTextBlock, URLBlock, EmailBlock)


class UnknownBlock(graphene.ObjectType):
    """A block of a type that this version of the API does not know; render nothing for it."""

    id = graphene.String(description=BLOCK_ID)
    block_type = graphene.String(required=True, description="The name of the type in the stream.")


@dataclass(frozen=True, slots=True)
class BlockItem:
    """One block of a stream with its raw value, as the JSON holds it.

    Reading raw values loads no images, pages or documents: resolvers collect the keys and load the
    targets for all blocks together.
    """

    block: Block | None
    value: Any
    id: str | None
    block_type: str

    def raw(self, source: str) -> Any:
        """The raw value of a child, or the block's own value if it has no children.

        What an import or an older version left out is the child's default; texts and tick boxes are
        never null.
        """
        if not isinstance(self.block, StructBlock):
            return _or_empty(self.block, self.value)
        value = self.value.get(source) if isinstance(self.value, dict) else None
        child = self.block.child_blocks.get(source)
        if value is None and child is not None:
            value = _or_empty(child, child.get_prep_value(child.get_default()))
        return value

    @property
    def is_whole(self) -> bool:
        """Whether it refers to something, if it is nothing without."""
        names = getattr(type(self.block), "graphql_requires", ())
        return not names or any(self.raw(name) not in (None, "") for name in names)

    def plain(self, source: str) -> Any:
        """The value of a child that is a text, number, date or time, as Python has it."""
        value = self.raw(source)
        child = self.block.child_blocks.get(source) if isinstance(self.block, StructBlock) else None
        if child is None or value is None or isinstance(child, (ChooserBlock, ListBlock)):
            return value
        return child.to_python(value)


def stream_items(parent: Any, source: str) -> list[BlockItem]:
    """The blocks of a model's StreamField, or of a stream, list or struct inside a block."""
    if isinstance(parent, BlockItem):
        child = parent.block.child_blocks[source] if parent.block is not None else None
        items = _items(child, parent.raw(source) or [])
    else:
        value = getattr(parent, source)
        items = _items(value.stream_block, value.raw_data) if value is not None else iter(())
    return [item for item in items if item.is_whole]


def _or_empty(block: Block | None, value: Any) -> Any:
    """The value; in place of null an empty text or, of a tick box, false."""
    if value is not None:
        return value
    if isinstance(block, BooleanBlock):
        return False
    return "" if isinstance(block, TEXTS) else None


def _items(block: Block | None, raw: Iterable[Any]) -> Iterator[BlockItem]:
    if isinstance(block, StreamBlock):
        for item in raw:
            child = block.child_blocks.get(item["type"])
            yield BlockItem(child, item["value"], item.get("id"), item["type"])
    elif isinstance(block, ListBlock):
        child = block.child_block
        for item in raw:
            is_wrapped = isinstance(item, dict) and item.get("type") == "item" and "value" in item
            value, pk = (item["value"], item.get("id")) if is_wrapped else (item, None)
            yield BlockItem(child, value, pk, child.name or type(child).__name__)


@cache
def block_type_name(block: type[Any]) -> str:
    """The GraphQL type of a block class: its own, or the nearest registered one above it."""
    for block_class in block.__mro__:
        if block_class in _registered_classes():
            return registry.streamfield_blocks[block_class]._meta.name
    return UnknownBlock._meta.name


def _registered_classes() -> set[type[Block]]:
    return {entry["cls"] for entry in streamfield_types}


def stream_union(name: str) -> type[graphene.Union]:
    """The union of all block types that a stream declared under this name may hold."""
    if name not in _unions:
        blocks = {type(block) for block in _blocks_of_union(name)}
        unregistered = blocks - _registered_classes()
        if unregistered:
            names = ", ".join(sorted(block.__name__ for block in unregistered))
            raise LookupError(f"{name}: not registered with @register_streamfield_block: {names}")
        members = [registry.streamfield_blocks[block] for block in blocks]
        members.sort(key=lambda member: member._meta.name)
        meta = type("Meta", (), {"name": name, "types": (*members, UnknownBlock)})
        _unions[name] = type(name, (graphene.Union,), {"Meta": meta})
    return _unions[name]


_unions: dict[str, type[graphene.Union]] = {}


def _blocks_of_union(name: str) -> Iterator[Block]:
    for owner in (*registry.class_models, *_registered_classes()):
        for field in declared_fields(owner):
            if field.kind == "stream" and field.details["union"] == name:
                yield from _children(owner, field)


def _children(owner: type[Model] | type[Block], field: DeclaredField) -> list[Block]:
    if issubclass(owner, Block):
        child = owner.base_blocks[field.field_source]
    else:
        model_field = owner._meta.get_field(field.field_source)
        if not isinstance(model_field, StreamField):
            raise TypeError(f"{owner.__name__}.{field.field_source} is no StreamField")
        child = model_field.stream_block
    if isinstance(child, ListBlock):
        return [child.child_block]
    return list(child.child_blocks.values())
