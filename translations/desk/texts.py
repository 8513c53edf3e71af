"""The texts of a translation as rows of the desk: what is written, how far it is, what is odd."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from translations.domain.rules import Rules, rules_of
from translations.domain.terms import Hit
from translations.exchange.document import State, Unit, units_of
from translations.exchange.markup import MarkupError, Tag, canonical, parse, plain_of, text_of
from translations.querysets import version_of

if TYPE_CHECKING:
    from wagtail_localize.models import Translation

    from translations.domain.checks import Finding

    from .comments import Thread
    from .older import Older

NEW_LINE = "<br/>"
NOT_DIGITS = re.compile(r"^\D+")


class TextState(TextChoices):
    """How far one text is."""

    UNTRANSLATED = "untranslated", _("Not translated")
    FAULTY = "faulty", _("Cannot be used")
    MACHINE = "machine", _("Machine translated, not reviewed")
    DRAFT = "draft", _("Draft")
    TRANSLATED = "translated", _("Translated")
    REVIEWED = "reviewed", _("Reviewed")

    @property
    def icon(self) -> str:
        """Give the icon that stands beside the word."""
        return ICONS[self]


ICONS = {
    TextState.UNTRANSLATED: "radio-empty",
    TextState.FAULTY: "warning",
    TextState.MACHINE: "cogs",
    TextState.DRAFT: "draft",
    TextState.TRANSLATED: "check",
    TextState.REVIEWED: "success",
}
# What readers get is a translation, and nobody has said that it is not finished.
DONE = {TextState.MACHINE, TextState.TRANSLATED, TextState.REVIEWED}


class Shown(StrEnum):
    """Which texts the desk shows."""

    ALL = "all"
    UNTRANSLATED = "untranslated"
    DRAFT = "draft"
    UNREVIEWED = "unreviewed"
    REVIEWED = "reviewed"
    LOOK = "look"
    MACHINE = "machine"
    COMMENTS = "comments"


@dataclass(frozen=True)
class Placeholder:
    """A link of an original, or another tag with attributes: it is placed, and not changed."""

    id: str
    tag: str
    words: str
    address: str = ""
    # As it is written in the original.
    literal: str = ""

    @property
    def mark(self) -> str:
        """Give the sign by which it is known on both sides."""
        return mark_of(self.id)


@dataclass
class Text:
    """One text of the desk."""

    unit: Unit
    rules: Rules
    older: Older | None = None
    thread: Thread | None = None
    # Which of the texts in places of one name it is, from 1; 0 if it is the only one.
    number: int = 0

    @property
    def place(self) -> str:
        """Say where it stands, so that no other text is called the same."""
        name = self.unit.notes[0] if self.unit.notes else _("Text")
        if not self.number:
            return str(name)
        return _("%(place)s (%(number)s)") % {"place": name, "number": self.number}

    @property
    def key(self) -> str:
        """Name it by where it stands and what the original says."""
        return self.unit.key

    @cached_property
    def is_markup(self) -> bool:
        """Say whether it is written with tags; others are plain, with lines."""
        texts = (self.unit.source, self.unit.target)
        return self.unit.is_rich or any(map(_has_formats, texts))

    @cached_property
    def placeholders(self) -> list[Placeholder]:
        """Give what a translation has to place, in the order of the original."""
        try:
            pieces = parse(self.unit.source)
        except MarkupError:
            return []
        attributes = json.loads(self.unit.attributes or "null") or {}
        return [
            Placeholder(
                id=piece.id,
                tag=piece.name,
                words=_words_after(pieces, place),
                literal=piece.literal,
                address=attributes.get(piece.id, {}).get("href", ""),
            )
            for place, piece in enumerate(pieces)
            if isinstance(piece, Tag) and piece.id
        ]

    @property
    def state(self) -> TextState:
        """Say how far it is."""
        if not self.unit.target:
            return TextState.UNTRANSLATED
        if self.unit.has_error:
            return TextState.FAULTY
        if self.unit.is_draft:
            return TextState.DRAFT
        if self.unit.state == State.REVIEWED:
            return TextState.REVIEWED
        return TextState.MACHINE if self.unit.is_by_machine else TextState.TRANSLATED

    @property
    def is_translated(self) -> bool:
        """Say whether it is translated, and no draft."""
        return self.state in DONE

    @property
    def may_be_approved(self) -> bool:
        """Say whether a reviewer can approve it."""
        return self.state in DONE - {TextState.REVIEWED}

    @cached_property
    def findings(self) -> list[Finding]:
        """Say what may be wrong with the translation."""
        if not self.unit.target:
            return []
        return self.rules.findings(self.unit.source, self.unit.target)

    @cached_property
    def hits(self) -> list[Hit]:
        """Give the terms of the original, by their places in it as it is read."""
        return self.rules.termbase.hits(plain_of(self.unit.source))

    @property
    def blocking(self) -> list[Finding]:
        """Say what of it keeps the page from its readers."""
        return [finding for finding in self.findings if self.rules.blocks(finding)]

    @property
    def awaits_a_look(self) -> bool:
        """Say whether somebody should look at the translation."""
        if not self.unit.target:
            return False
        return self.state in {TextState.FAULTY, TextState.MACHINE} or bool(self.findings)

    @property
    def source(self) -> str:
        """Give the original as it is read."""
        return self.unit.source if self.is_markup else plain_of(self.unit.source)

    @property
    def value(self) -> str:
        """Give the translation as it stands in its field."""
        return self.unit.target if self.is_markup else plain_of(self.unit.target)

    @property
    def version(self) -> str:
        """Tell states of the translation apart, for whoever writes while others do."""
        return version_of(self.unit.target)

    def is_shown(self, shown: Shown) -> bool:
        """Say whether it is among those that were asked for."""
        return {
            Shown.ALL: True,
            Shown.UNTRANSLATED: self.state in {TextState.UNTRANSLATED, TextState.FAULTY},
            Shown.DRAFT: self.state == TextState.DRAFT,
            Shown.UNREVIEWED: self.may_be_approved,
            Shown.REVIEWED: self.state == TextState.REVIEWED,
            Shown.LOOK: self.awaits_a_look,
            Shown.MACHINE: self.state == TextState.MACHINE,
            Shown.COMMENTS: bool(self.thread and self.thread.open),
        }[shown]

    def stored_form(self, value: str) -> str:
        """Write what stands in the field as it is stored."""
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        if not text.strip():
            return ""
        return canonical(text) if self.is_markup else text_of(text).replace("\n", NEW_LINE)


@dataclass(frozen=True)
class Progress:
    """How many of the texts are translated."""

    done: int
    total: int

    def __str__(self) -> str:
        """Say it to a translator."""
        return _("%(done)s of %(total)s texts translated") % {
            "done": self.done,
            "total": self.total,
        }


def texts_of(translation: Translation) -> list[Text]:
    """Give all texts of a translation, in the order of the page."""
    instance = translation.source.as_instance()
    rules = rules_of(translation, instance)
    return _numbered([Text(unit, rules) for unit in units_of(translation, instance)])


def _numbered(texts: list[Text]) -> list[Text]:
    """Count texts whose places have the same name, such as the paragraphs of one block."""
    names = Counter(text.place for text in texts)
    counted: Counter[str] = Counter()
    for text in texts:
        if names[name := text.place] > 1:
            counted[name] += 1
            text.number = counted[name]
    return texts


def progress_of(texts: list[Text]) -> Progress:
    """Count what is translated."""
    return Progress(sum(text.is_translated for text in texts), len(texts))


def counts_of(texts: list[Text]) -> list[tuple[TextState, int]]:
    """Count the texts of each state that there is."""
    numbers = Counter(text.state for text in texts)
    return [(state, numbers[state]) for state in TextState if numbers[state]]


def numbers_of(texts: list[Text]) -> dict[Shown, int]:
    """Count the texts of each view; of comments only where they were read."""
    return {
        name: sum(text.is_shown(name) for text in texts)
        for name in Shown
        if name != Shown.COMMENTS or any(text.thread for text in texts)
    }


def shown_of(value: str) -> Shown:
    """Read which texts an address asks for; all, if it is none of the known."""
    return Shown(value) if value in set(Shown) else Shown.ALL


def mark_of(placeholder: str) -> str:
    """Give the number of a placeholder, by which it is known on both sides."""
    return NOT_DIGITS.sub("", placeholder) or placeholder


def _words_after(pieces: list[str | Tag], place: int) -> str:
    """Give the words between a tag and its partner."""
    depth, words = 1, []
    for piece in pieces[place + 1 :]:
        if not isinstance(piece, Tag):
            words.append(piece)
        elif not piece.is_alone:
            depth += -1 if piece.is_closing else 1
        if depth == 0:
            break
    return "".join(words)


def _has_formats(stored: str) -> bool:
    try:
        pieces = parse(stored)
    except MarkupError:
        return True
    return any(isinstance(piece, Tag) and piece.name != "br" for piece in pieces)
