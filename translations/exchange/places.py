"""Where a text stands, in the words of the editor: notes for whoever sees only a file."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, time
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.fields import StreamField

if TYPE_CHECKING:
    from collections.abc import Iterator


class Places:
    """The places of one page or snippet; each stream is looked through once."""

    def __init__(self, instance: models.Model) -> None:
        self.instance = instance
        self.children: dict[int, dict[str, Any]] = {}

    def notes(self, path: str) -> Iterator[str]:
        """Say where a text stands, and how long its translation may be."""
        labels, limit = self._walk(self.instance, path.split("."))
        if labels:
            yield " / ".join(labels)
        if limit:
            yield _("At most %(limit)s characters.") % {"limit": limit}

    def _walk(self, instance: models.Model, path: list[str]) -> tuple[list[str], int | None]:
        try:
            field = instance._meta.get_field(path[0])
        except FieldDoesNotExist:
            return [], None
        if isinstance(field, StreamField):
            labels, limit = self._walk_blocks(field.value_from_object(instance), path[1:])
            return [_named(field), *labels], limit
        if isinstance(field, models.ManyToOneRel):
            return self._walk_relation(instance, field, path[1:])
        return [_named(field)], getattr(field, "max_length", None)

    def _walk_relation(
        self, instance: models.Model, field: models.ManyToOneRel, path: list[str]
    ) -> tuple[list[str], int | None]:
        label = _named(field.related_model._meta)
        rows = getattr(instance, field.name).all()
        child = next((row for row in rows if str(row.translation_key) == path[0]), None)
        if child is None:
            return [label], None
        labels, limit = self._walk(child, path[1:])
        return [label, *labels], limit

    def _walk_blocks(self, value: Any, path: list[str]) -> tuple[list[str], int | None]:
        """Follow ids of a stream or list, and names of a struct, down to the text."""
        labels: list[str] = []
        block: blocks.Block | None = None
        for step in path:
            child = self._child(value, step)
            if child is None:
                break
            block, value = child
            labels.append(_label(block, value))
        limit = getattr(getattr(block, "field", None), "max_length", None)
        return labels, limit

    def _child(self, value: Any, step: str) -> tuple[blocks.Block, Any] | None:
        if isinstance(value, blocks.StructValue):
            block = value.block.child_blocks.get(step)
            return (block, value.get(step)) if block else None
        if isinstance(value, blocks.StreamValue | blocks.list_block.ListValue):
            if id(value) not in self.children:
                bound = value if isinstance(value, blocks.StreamValue) else value.bound_blocks
                self.children[id(value)] = {child.id: child for child in bound}
            child = self.children[id(value)].get(step)
            return (child.block, child.value) if child else None
        return None


def _named(thing: Any) -> str:
    return capfirst(str(thing.verbose_name))


def _label(block: blocks.Block, value: Any) -> str:
    """Name a block, with what it shows when it is closed: the hours of a slot, its title."""
    name = str(block.label or capfirst(block.name.replace("_", " ")))
    template = getattr(block.meta, "label_format", None)
    if not template or not isinstance(value, blocks.StructValue):
        return name
    shown = defaultdict(str, {key: _shown(item) for key, item in value.items()})
    summary = template.format_map(shown).strip(" –-:,")
    return summary if summary.startswith(name) else f"{name} {summary}".strip()


def _shown(value: Any) -> str:
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else ""
