"""The references in the stored content of an object, to be listed or changed.

It is the content that revisions hold, and `serializable_data` gives: so drafts, scheduled versions
and live objects are all read, and written, in one way, and nothing is read from the database.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock
from wagtail.models import COMMENTS_RELATION_NAME, DraftStateMixin, Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# The base model of an object, as a content type, and its key as text.
Target = tuple[int, str]

TAG = re.compile(r"<(?:a|embed)\b[^>]*>")
KIND = re.compile(r'\b(?:linktype|embedtype)="([^"]*)"')
ID = re.compile(r'(\bid=")([^"]*)(")')


def base_model(model: type[models.Model]) -> type[models.Model]:
    """Give the model that holds the key of a model's objects: Page for each page type."""
    parents = model._meta.get_parent_list()
    return parents[-1] if parents else model


def target_of(instance: models.Model) -> Target:
    """Name an object as references do."""
    return type_id(type(instance)), str(instance.pk)


def type_id(model: type[models.Model]) -> int:
    """Give the content type of a model's base."""
    return ContentType.objects.get_for_model(base_model(model), for_concrete_model=False).pk


@dataclass
class Walk:
    """One way through an object's content; references named in `swaps` are changed on it.

    `found` has each reference with the path to it, in the form of Wagtail's index of references.
    """

    swaps: dict[Target, Any] = field(default_factory=dict)
    found: list[tuple[Target, str]] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    def visit(self, model: type[models.Model], content: dict[str, Any], path: str = "") -> None:
        """Go through the content of an object, and change it in place."""
        for item in reference_fields(model):
            name = item.name
            if content.get(name) in (None, "", []):
                continue
            content[name] = self._field(item, content[name], f"{path}{name}")
        for relation in child_relations(model):
            accessor = relation.get_accessor_name()
            for row in content.get(accessor) or []:
                self.visit(relation.related_model, row, f"{path}{accessor}.item.")

    def _field(self, item: Any, value: Any, path: str) -> Any:
        if isinstance(item, StreamField):
            return self._stream_field(item, value, path)
        if isinstance(item, RichTextField):
            return self._rich_text(value, path)
        if isinstance(item, ParentalManyToManyField):
            keys = [self._key(item.related_model, key, path) for key in value]
            # Whoever is chosen twice by the change is chosen once.
            return list(dict.fromkeys(keys))
        return self._key(item.related_model, value, path)

    def _stream_field(self, item: StreamField, value: Any, path: str) -> Any:
        """Go through a stream, which revisions hold as text."""
        is_text = isinstance(value, str)
        raw = json.loads(value) if is_text else value
        before = len(self.changed)
        raw = self._block(item.stream_block, raw, path)
        if len(self.changed) == before:
            return value
        return json.dumps(raw) if is_text else raw

    def _block(self, block: blocks.Block, value: Any, path: str) -> Any:
        if value is None:
            return None
        for kind, visit in self._visits():
            if isinstance(block, kind):
                return visit(block, value, path)
        return value

    def _visits(self) -> Iterator[tuple[type[blocks.Block], Callable[[Any, Any, str], Any]]]:
        """Give what is done with each kind of block; others refer to nothing."""
        yield blocks.BaseStreamBlock, self._stream
        yield blocks.ListBlock, self._list
        yield blocks.BaseStructBlock, self._struct
        yield blocks.ChooserBlock, self._choice
        yield blocks.RichTextBlock, lambda _block, value, path: self._rich_text(value, path)

    def _stream(self, block: blocks.BaseStreamBlock, value: Any, path: str) -> Any:
        return [self._stream_child(block, child, path) for child in value]

    def _list(self, block: blocks.ListBlock, value: Any, path: str) -> Any:
        return [self._list_child(block, child, path) for child in value]

    def _choice(self, block: blocks.ChooserBlock, value: Any, path: str) -> Any:
        model = block.model_class
        return self._key(model, value, path) if issubclass(model, models.Model) else value

    def _struct(self, block: blocks.BaseStructBlock, value: Any, path: str) -> Any:
        if not isinstance(value, dict):
            # An image that was chosen when the block had no text beside it.
            return self._key(get_image_model(), value, path)
        # Wagtail's index names an image with its texts as if it were the image alone.
        below = path if isinstance(block, ImageBlock) else None
        for name, child in block.child_blocks.items():
            if name in value:
                value[name] = self._block(child, value[name], below or f"{path}.{name}")
        return value

    def _stream_child(self, block: blocks.BaseStreamBlock, child: Any, path: str) -> Any:
        kind = child.get("type")
        if kind in block.child_blocks:
            below = f"{path}.{kind}"
            child["value"] = self._block(block.child_blocks[kind], child.get("value"), below)
        return child

    def _list_child(self, block: blocks.ListBlock, child: Any, path: str) -> Any:
        below = f"{path}.item"
        if isinstance(child, dict) and child.get("type") == "item" and "value" in child:
            child["value"] = self._block(block.child_block, child["value"], below)
            return child
        return self._block(block.child_block, child, below)

    def _rich_text(self, html: Any, path: str) -> Any:
        if not isinstance(html, str) or "type=" not in html:
            return html
        return TAG.sub(lambda match: self._tag(match.group(0), path), html)

    def _tag(self, tag: str, path: str) -> str:
        kind, key = KIND.search(tag), ID.search(tag)
        model = rich_text_models().get(kind.group(1)) if kind else None
        if model is None or key is None:
            return tag
        new = self._key(model, key.group(2), path)
        return ID.sub(lambda match: f"{match.group(1)}{new}{match.group(3)}", tag, count=1)

    def _key(self, model: type[models.Model], key: Any, path: str) -> Any:
        if key in (None, ""):
            return key
        target = (type_id(model), str(key))
        self.found.append((target, path))
        if target not in self.swaps:
            return key
        self.changed.append(path)
        return self.swaps[target]


def references_in(
    model: type[models.Model], content: dict[str, Any]
) -> Iterator[tuple[Target, str]]:
    """Give the references in an object's content, each with the path to it."""
    walk = Walk()
    walk.visit(model, content)
    yield from walk.found


@cache
def rich_text_models() -> dict[str, type[models.Model]]:
    """Give what formatted text can refer to, by the name in its tags."""
    return {"page": Page, "document": get_document_model(), "image": get_image_model()}


@cache
def reference_fields(model: type[models.Model]) -> tuple[Any, ...]:
    """List the fields of a model, and of its parents, that can refer to something."""
    return tuple(item for item in model._meta.get_fields() if _is_reference(item))


def _is_reference(item: Any) -> bool:
    if getattr(item, "wagtail_reference_index_ignore", False):
        return False
    if isinstance(item, StreamField | RichTextField | ParentalManyToManyField):
        return True
    if not isinstance(item, models.ForeignKey) or isinstance(item, ParentalKey):
        return False
    is_own = item.remote_field.parent_link or item.name in {"alias_of", "locale"}
    return not is_own and is_referable(item.related_model)


@cache
def child_relations(model: type[models.Model]) -> tuple[Any, ...]:
    """List the relations to rows that are part of an object, without comments."""
    if not issubclass(model, ClusterableModel):
        return ()
    return tuple(
        relation
        for relation in get_all_child_relations(model)
        if relation.get_accessor_name() != COMMENTS_RELATION_NAME
    )


def is_referable(model: type[models.Model]) -> bool:
    """Say whether editors choose objects of a model: pages, snippets, images, documents."""
    return issubclass(model, Page) or model in referable_models()


@cache
def referable_models() -> tuple[type[models.Model], ...]:
    """List the base models of what editors choose."""
    snippets = [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    return (Page, get_image_model(), get_document_model(), *snippets)
