"""Texts that their fields cannot hold: too long, on several lines, or refused by a rule of theirs.

Each text is held by a field of the page or snippet, of one of its child objects, or by a block:
that one is asked itself, so that a text which is saved can be published later.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail_localize.strings import StringValue

from .drafting import draft_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from wagtail_localize.models import Translation

LINE = "<br"
TOO_LONG, LINE_BREAK, REFUSED = "too_long", "line_break", "refused_by_field"
# The codes by which validators of Django and of Wagtail say it.
LENGTH_CODES = {"max_length", "too_long"}
MESSAGES = {
    TOO_LONG: _("The text has %(count)s characters; there is room for %(limit)s."),
    LINE_BREAK: _("The text has a line break, but its field holds one line. Write it in one line."),
    REFUSED: _("The field does not take this text: %(detail)s"),
}


@dataclass(frozen=True)
class Misfit:
    """What is wrong with a text for its field."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        """Say it to a translator."""
        return str(MESSAGES[self.code]) % self.params


@dataclass(frozen=True)
class Placed:
    """A text, where it goes."""

    path: str
    original: str
    target: str


def misfits_of(original: Any, texts: Iterable[Placed]) -> dict[str, list[Misfit]]:
    """Say which texts the fields of an original cannot hold, by their paths.

    Nothing is read from the database for a text. Of rich texts, which are put together from
    several, nothing is said.
    """
    holders = _Holders(original)
    found = {}
    for text in texts:
        holder = holders.at(text.path)
        if holder is not None and not holder.is_rich:
            found[text.path] = list(_misfits(holder, text))
    return {path: faults for path, faults in found.items() if faults}


def refused_by_snippet(
    translation: Translation, original: Any, texts: Iterable[Placed]
) -> dict[str, list[Misfit]]:
    """Say what a snippet's own rules refuse of its texts, as they are stored."""
    paths = {text.path for text in texts if "." not in text.path}
    if not paths or isinstance(original, Page):
        return {}
    try:
        draft_of(translation).clean()
    except ValidationError as error:
        faults = getattr(error, "error_dict", {})
        return {name: list(map(_told, faults[name])) for name in paths & faults.keys()}
    return {}


@dataclass(frozen=True)
class _Holder:
    """What holds a text."""

    kind: Any
    owner: Any = None

    @property
    def has_one_line(self) -> bool:
        """Say whether it is a line, and no more."""
        return isinstance(self.kind, blocks.CharBlock | models.CharField)

    @property
    def is_rich(self) -> bool:
        """Say whether it holds more than one text."""
        return isinstance(self.kind, blocks.RichTextBlock | RichTextField)

    def clean(self, value: str) -> None:
        """Raise ValidationError, as the field does when somebody saves it in a form."""
        if isinstance(self.kind, blocks.Block):
            self.kind.clean(value)
        else:
            self.kind.clean(value, self.owner)


def _misfits(holder: _Holder, text: Placed) -> Iterator[Misfit]:
    value = StringValue(text.target).render_text()
    if holder.has_one_line and LINE not in text.original and len(value.splitlines()) > 1:
        yield Misfit(LINE_BREAK)
    try:
        holder.clean(value)
    except ValidationError as error:
        yield from map(_told, error.error_list)


def _told(error: ValidationError) -> Misfit:
    params = getattr(error, "params", None) or {}
    if getattr(error, "code", "") in LENGTH_CODES and "limit_value" in params:
        return Misfit(TOO_LONG, {"count": params["show_value"], "limit": params["limit_value"]})
    return Misfit(REFUSED, {"detail": " ".join(error.messages)})


class _Holders:
    """The holders of the texts of one original; each stream is looked through once."""

    def __init__(self, original: Any) -> None:
        self.original = original
        self.children: dict[Any, dict[str, Any]] = {}

    def at(self, path: str) -> _Holder | None:
        """Find what holds the text at a path; None if nothing of a known kind does."""
        return self._in_object(self.original, path.split("."))

    def _in_object(self, owner: Any, path: list[str]) -> _Holder | None:
        try:
            kind = owner._meta.get_field(path[0])
        except FieldDoesNotExist:
            return None
        if isinstance(kind, StreamField):
            return self._in_stream(kind.value_from_object(owner), path[1:])
        if isinstance(kind, models.ManyToOneRel):
            rows = self._children(getattr(owner, path[0]).all(), owner, path[0])
            child = rows.get(path[1])
            return self._in_object(child, path[2:]) if child is not None else None
        return _Holder(kind, owner)

    def _children(self, rows: Any, owner: Any, name: str) -> dict[str, Any]:
        place = (id(owner), name)
        if place not in self.children:
            self.children[place] = {str(row.translation_key): row for row in rows}
        return self.children[place]

    def _in_stream(self, value: Any, path: list[str]) -> _Holder | None:
        """Follow ids of a stream or list, and names of a struct, down to the text."""
        block: blocks.Block | None = None
        for step in path:
            child = self._child(value, step)
            if child is None:
                return None
            block, value = child
        return _Holder(block) if isinstance(block, blocks.FieldBlock) else None

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
