"""Texts that keep a translation from being sent for review and from being published."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import ngettext
from wagtail_localize.models import StringSegment, StringTranslation

from translations.enums import Check

from .addresses import translation_of
from .checks import Finding
from .fitting import Misfit, Placed, misfits_of, refused_by_snippet
from .rules import rules_of

if TYPE_CHECKING:
    from wagtail.models import Revision
    from wagtail_localize.models import Translation

CODE = "blocked_by_texts"


@dataclass(frozen=True)
class Obstacle:
    """A text, and what is wrong with it."""

    key: str
    source: str
    findings: list[Finding | Misfit]


class BlockedError(ValidationError):
    """Some texts are in the way."""

    # The translation that has them, where several are published together.
    translation: Translation | None = None

    def __init__(self, obstacles: list[Obstacle]) -> None:
        self.obstacles = obstacles
        number = len(obstacles)
        message = ngettext(
            "%(number)d text keeps this from being sent for review and published.",
            "%(number)d texts keep this from being sent for review and published.",
            number,
        )
        super().__init__(message % {"number": number}, code=CODE)


def key_of(path: str, source: str) -> str:
    """Name a text by where it stands and what it says."""
    return "u" + sha256(f"{path}\0{source}".encode()).hexdigest()[:24]


def obstacles_of(translation: Translation) -> list[Obstacle]:
    """Give the texts that block, in the order of the page; all of them, if none is translated.

    Whatever the settings say, a page without a single text of its own is no translation: readers
    get the original in its place until there is one, and are told so.
    """
    original = translation.source.as_instance()
    rules = rules_of(translation, original)
    stored = {
        (row.translation_of_id, row.context_id): row
        for row in StringTranslation.objects.filter(
            locale=translation.target_locale, context__object_id=translation.source.object_id
        )
    }
    segments = (
        StringSegment.objects.filter(source=translation.source)
        .select_related("string", "context")
        .order_by("order", "pk")
    )
    placed = [
        Placed(segment.context.path, segment.string.data, row.data)
        for segment in segments
        if (row := stored.get((segment.string_id, segment.context_id))) and not row.has_error
    ]
    misfits = refused_by_snippet(translation, original, placed) | misfits_of(original, placed)
    found: dict[str, Obstacle] = {}
    for segment in segments:
        row = stored.get((segment.string_id, segment.context_id))
        source = segment.string.data
        target, has_error = (row.data, row.has_error) if row else ("", False)
        findings: list[Finding | Misfit] = [
            *misfits.get(segment.context.path, []),
            *rules.blocking(source, target, has_error=has_error),
        ]
        if findings:
            key = key_of(segment.context.path, source)
            found.setdefault(key, Obstacle(key, source, findings))
    if not any(item.target for item in placed):
        for segment in segments:
            key, source = key_of(segment.context.path, segment.string.data), segment.string.data
            found[key] = Obstacle(key, source, [Finding(Check.MISSING)])
    return list(found.values())


def refuse_obstacles(translation: Translation) -> None:
    """Raise BlockedError if texts are in the way."""
    if obstacles := obstacles_of(translation):
        raise BlockedError(obstacles)


def check_publishing(instance: Any, revision: Revision) -> None:
    """Refuse to publish a translation, by whatever way, while texts are in it."""
    translation = translation_of(instance)
    if translation is not None:
        refuse_obstacles(translation)
