"""What a page says for search: its own text, and that of its blocks and rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from modelcluster.fields import ParentalKey
from wagtail.blocks import (
    BaseStreamBlock,
    BaseStructBlock,
    Block,
    ChoiceBlock,
    ChooserBlock,
    ListBlock,
    MultipleChoiceBlock,
    StaticBlock,
)
from wagtail.fields import StreamField
from wagtail.search.index import RelatedFields, SearchField

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import Model
    from wagtail.models import Page

# Labels belong to the interface's language, and what a chooser points at may be hidden.
NOT_TEXT = (ChoiceBlock, MultipleChoiceBlock, ChooserBlock, StaticBlock)


@dataclass(frozen=True)
class SearchText:
    """What a page is found by: its title, further names that count as much, and its text."""

    title: str
    body: str = ""
    boosts: tuple[str, ...] = ()


def search_text(page: Page) -> SearchText:
    """Read what a page's `search_fields` name; fields with a boost count like the title."""
    boosts: list[str] = []
    body: list[str] = []
    for field in page.get_search_fields():
        if field.field_name == "title":
            continue
        texts = list(_texts(page, field))
        body += texts
        if (getattr(field, "boost", None) or 1) > 1:
            boosts += texts
    return SearchText(page.title, "\n".join(body), tuple(boosts))


def child_relations(model: type[Page]) -> list[str]:
    """Name the relations whose rows `search_text` reads, for prefetching."""
    return [
        field.field_name
        for field in model.get_search_fields()
        if isinstance(field, RelatedFields) and _is_child_relation(model, field)
    ]


def _texts(instance: Model, field: Any) -> Iterator[str]:
    """Read one search field; rows are read only if they belong to the page alone.

    Other related objects have a life of their own: a draft's name must not be found by its page.
    """
    if isinstance(field, SearchField):
        yield from _searchable(instance, field)
    elif isinstance(field, RelatedFields) and _is_child_relation(type(instance), field):
        for row in getattr(instance, field.field_name).all():
            for inner in field.fields:
                yield from _texts(row, inner)


def _is_child_relation(model: type[Model], field: RelatedFields) -> bool:
    relation = field.get_field(model)
    return relation.one_to_many and isinstance(relation.remote_field, ParentalKey)


def _searchable(instance: Model, field: SearchField) -> Iterator[str]:
    model_field = next(
        (own for own in instance._meta.get_fields() if own.name == field.field_name), None
    )
    if isinstance(model_field, StreamField):
        stream = model_field.value_from_object(instance)
        yield from block_texts(model_field.stream_block, stream.raw_data)
        return
    yield from _strings(field.get_value(instance))


def _strings(value: Any) -> Iterable[str]:
    """Flatten what `get_value` gives: nothing, one text or several."""
    if value is None or value == "":
        return []
    if isinstance(value, list | tuple):
        return [text for item in value for text in _strings(item)]
    return [str(value)]


def block_texts(block: Block, raw: Any) -> Iterator[str]:
    """Read the stored JSON of a block: its value would query for what its choosers point at."""
    if raw is None or isinstance(block, NOT_TEXT) or not getattr(block, "search_index", True):
        return
    if _says_its_own_text(block):
        yield from _strings(list(block.get_searchable_content(block.to_python(raw))))
        return
    if _is_nothing_without_its_target(block, raw):
        return
    for child_block, child in _children(block, raw):
        yield from block_texts(child_block, child)


def _children(block: Block, raw: Any) -> Iterator[tuple[Block, Any]]:
    """Give what a stored stream, list or struct is made of; blocks no longer known are left."""
    if isinstance(block, BaseStreamBlock):
        for child in raw:
            if child["type"] in block.child_blocks:
                yield block.child_blocks[child["type"]], child["value"]
    elif isinstance(block, ListBlock):
        for item in raw:
            yield block.child_block, _item_value(item)
    else:
        for name, child_block in block.child_blocks.items():
            yield child_block, raw.get(name)


def _is_nothing_without_its_target(block: Block, raw: Any) -> bool:
    """Whether readers see a block only while what it refers to is public.

    The target may become hidden at any moment, without the page being saved.
    """
    return any(raw.get(name) is not None for name in getattr(type(block), "graphql_requires", ()))


def _says_its_own_text(block: Block) -> bool:
    """Whether a block has its own way of giving text, unlike the structures of Wagtail."""
    structures = (BaseStreamBlock, BaseStructBlock, ListBlock)
    return type(block).get_searchable_content not in {
        structure.get_searchable_content for structure in structures
    }


def _item_value(item: Any) -> Any:
    """Take a list's item out of the envelope that newer versions store it in."""
    if isinstance(item, dict) and item.get("type") == "item" and "value" in item:
        return item["value"]
    return item
