"""What a file holds: whose texts they are, and each text with its translation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    TemplateSegment,
    Translation,
)

from translations.domain.obstacles import key_of
from translations.enums import Mark
from translations.querysets import version_of

from .places import Places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from translations.models import TextMark

DIGEST_LENGTH = 16
MACHINE = StringTranslation.TRANSLATION_TYPE_MACHINE
IDENTITY = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\.([0-9a-f]{16}))?")


class State(StrEnum):
    """How far a translation is, in the words of XLIFF 2."""

    INITIAL = "initial"
    TRANSLATED = "translated"
    REVIEWED = "reviewed"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Identity:
    """Which translation a file belongs to, and which state of the original."""

    translation: str
    digest: str
    source_language: str
    target_language: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """One text of the original and its translation."""

    path: str
    source: str
    target: str = ""
    state: State = State.INITIAL
    notes: tuple[str, ...] = ()
    is_rich: bool = False
    string_id: int = 0
    context_id: int = 0
    has_error: bool = False
    is_by_machine: bool = False
    is_draft: bool = False
    changed_since: TextMark | None = None
    attributes: str = ""

    @property
    def key(self) -> str:
        """Name the text by where it stands and what it says."""
        return key_of(self.path, self.source)


@dataclass(frozen=True, slots=True)
class Document:
    """All texts of a translation."""

    identity: Identity
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class ReadUnit:
    """One text as a file has it."""

    key: str
    line: int
    name: str
    source: str
    target: str
    is_confirmed: bool = True
    is_reviewed: bool = False
    needs_work: bool = False


@dataclass(slots=True)
class ReadDocument:
    """What was read from a file."""

    format: str
    identity: Identity
    units: list[ReadUnit] = field(default_factory=list)


def digest_of(units: Iterable[Unit]) -> str:
    """Tell states of an original apart by their texts: neither their order nor a room counts."""
    keys = "\n".join(sorted(unit.key for unit in units))
    return sha256(keys.encode()).hexdigest()[:DIGEST_LENGTH]


def document_of(translation: Translation) -> Document:
    """Collect the texts of a translation, in the order of the page."""
    units = units_of(translation)
    identity = Identity(
        translation=str(translation.uuid),
        digest=digest_of(units),
        source_language=translation.source.locale.language_code,
        target_language=translation.target_locale.language_code,
        title=translation.source.object_repr,
    )
    return Document(identity, units)


def units_of(translation: Translation, instance: Any = None) -> tuple[Unit, ...]:
    """Collect the texts of an original, which may be at hand.

    One that stands twice in one place is one text.
    """
    stored = stored_translations(translation)
    rich = set(
        TemplateSegment.objects.filter(source=translation.source).values_list(
            "context_id", flat=True
        )
    )
    places = Places(instance or translation.source.as_instance())
    segments = (
        StringSegment.objects.filter(source=translation.source)
        .select_related("string", "context")
        .order_by("order", "pk")
    )
    units: dict[tuple[int, int], Unit] = {}
    for segment in segments:
        place = (segment.string_id, segment.context_id)
        if place in units:
            continue
        row = stored.get(place)
        units[place] = Unit(
            path=segment.context.path,
            source=segment.string.data,
            **translated_by(row),
            notes=(*places.notes(segment.context.path), *_error_notes(row)),
            is_rich=segment.context_id in rich,
            string_id=segment.string_id,
            context_id=segment.context_id,
            attributes=segment.attrs,
        )
    return tuple(units.values())


def stored_translations(translation: Translation) -> dict[tuple[int, int], StringTranslation]:
    """Read what is translated, by string and context."""
    rows = StringTranslation.objects.filter(
        locale=translation.target_locale, context__object_id=translation.source.object_id
    ).select_related("mark__by")
    return {(row.translation_of_id, row.context_id): row for row in rows}


def _error_notes(row: StringTranslation | None) -> Iterator[str]:
    if row is not None and row.has_error:
        error = row.get_error() or row.data
        yield _("The translation cannot be used as it is: %(error)s") % {"error": error}


def translated_by(row: StringTranslation | None) -> dict[str, Any]:
    """Give what a text has of its translation, as values of a unit."""
    if row is None:
        return {"target": "", "state": State.INITIAL}
    mark: TextMark | None = getattr(row, "mark", None)
    holds = mark is not None and mark.version == version_of(row.data)
    is_by_machine = row.translation_type == MACHINE
    is_draft = mark is not None and holds and mark.mark == Mark.DRAFT
    state = State.TRANSLATED
    # What a machine wrote, what is a draft or has an error, awaits somebody.
    if row.has_error or is_by_machine or is_draft:
        state = State.INITIAL
    elif holds:
        state = State.REVIEWED
    return {
        "target": row.data,
        "state": state,
        "has_error": row.has_error,
        "is_by_machine": is_by_machine,
        "is_draft": is_draft,
        "changed_since": mark if mark and not holds and mark.mark == Mark.REVIEWED else None,
    }
