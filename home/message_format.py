"""Messages in ICU MessageFormat: what a pattern asks for, and what is wrong with it.

The syntax is that of ICU (unicode-org.github.io/icu, "Formatting Messages"; the reference of
`MessageFormat`, apostrophes in the mode DOUBLE_OPTIONAL), which front ends format with `Intl` and
libraries such as intl-messageformat. `choice`, which ICU itself advises against, is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MAX_DEPTH = 10
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*|[0-9]+")
SPACE = re.compile(r"\s*")
SELECTOR = re.compile(r"=[0-9]+|[^\s{}'#,=<>]+")
OFFSET = re.compile(r"offset:\s*[0-9]+")
TAG = re.compile(r"</?\s*([A-Za-z][A-Za-z0-9]*)\s*/?>")
SIMPLE = {"number", "date", "time", "spellout", "ordinal", "duration"}
PLURALS = {"plural", "selectordinal"}
OTHER = "other"

# The plural forms of cardinal and ordinal numbers (Unicode CLDR 48, plurals.xml, ordinals.xml).
# French and Spanish use `many` for round millions only: a message may do without it.
CARDINALS = {
    "ar": {"zero", "one", "two", "few", "many", OTHER},
    "en": {"one", OTHER},
    "es": {"one", "many", OTHER},
    "fa": {"one", OTHER},
    "fr": {"one", "many", OTHER},
    "ko": {OTHER},
}
ORDINALS = {
    "ar": {OTHER},
    "en": {"one", "two", "few", OTHER},
    "es": {OTHER},
    "fa": {OTHER},
    "fr": {"one", OTHER},
    "ko": {OTHER},
}
OPTIONAL = {("es", "many"), ("fr", "many")}
# A form that stands for one number only may be written as that number.
EXACT = {"zero": "=0", "one": "=1", "two": "=2"}


class MessageFormatError(ValueError):
    """A pattern that is none, with the place, counted in characters from 1."""

    def __init__(self, code: str, place: int) -> None:
        super().__init__(f"{code} at character {place}")
        self.code = code
        self.place = place


@dataclass(frozen=True)
class Choice:
    """One `plural`, `selectordinal` or `select`, with the selectors that have a message."""

    argument: str
    kind: str
    selectors: frozenset[str]


@dataclass
class Pattern:
    """The arguments of a pattern with their kinds, its choices, and the tags in its text."""

    arguments: dict[str, set[str]] = field(default_factory=dict)
    choices: list[Choice] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)

    def wrong_forms(self, language: str) -> set[str]:
        """The plural forms that a language does not have."""
        return {
            selector
            for choice in self._plurals()
            for selector in choice.selectors
            if not selector.startswith("=") and selector not in _forms(choice, language)
        }

    def missing_forms(self, language: str) -> set[str]:
        """The plural forms that a language needs and some choice does not have."""
        return {
            form
            for choice in self._plurals()
            for form in _forms(choice, language)
            if (language, form) not in OPTIONAL
            and choice.selectors.isdisjoint({form, EXACT.get(form, form)})
        }

    def _plurals(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.kind in PLURALS]


def _forms(choice: Choice, language: str) -> set[str]:
    known = CARDINALS if choice.kind == "plural" else ORDINALS
    return known.get(language, {OTHER})


def parse(text: str) -> Pattern:
    """Read a pattern; raises MessageFormatError."""
    reader = _Reader(text)
    reader.message(0, "{}")
    if reader.place < len(text):
        raise reader.error("unexpected_brace")
    return reader.pattern


class _Reader:
    """One reading of a pattern, from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.pattern = Pattern()

    def error(self, code: str, place: int | None = None) -> MessageFormatError:
        return MessageFormatError(code, (self.place if place is None else place) + 1)

    def message(self, depth: int, quotable: str) -> None:
        """Read up to the brace that closes this message, or to the end.

        An apostrophe before one of the quotable signs begins a quotation.
        """
        if depth > MAX_DEPTH:
            raise self.error("too_deep")
        plain: list[str] = []
        while self.place < len(self.text) and self.text[self.place] != "}":
            if self.text[self.place] == "{":
                self.argument(depth)
            else:
                plain.append(self.character(quotable))
        self.pattern.tags.update(TAG.findall("".join(plain)))

    def character(self, quotable: str) -> str:
        """Read a character of text, or a quoted piece: `''`, or `'{…'` up to the next `'`."""
        start = self.place
        if self.text[start] != "'":
            self.place += 1
            return self.text[start]
        following = self.text[start + 1 : start + 2]
        if not following or following not in quotable:
            self.place += 2 if following == "'" else 1
            return "'"
        end = self.text.find("'", start + 1)
        self.place = len(self.text) if end < 0 else end + 1
        return self.text[start + 1 : self.place]

    def argument(self, depth: int) -> None:
        """Read `{name}`, `{name, type}`, `{name, type, style}` or a choice."""
        start = self.place
        self.place += 1
        name = self.found(NAME)
        if not name:
            raise self.error("no_name")
        kind = self.after_comma() or "string"
        if kind in PLURALS or kind == "select":
            self.choice(name, kind, depth, start)
        elif kind not in SIMPLE | {"string"}:
            raise self.error("unknown_type", start)
        elif self.is_at(","):
            self.style(start)
        if not self.is_at("}"):
            raise self.error("not_closed", start)
        self.place += 1
        self.pattern.arguments.setdefault(name, set()).add(kind)

    def after_comma(self) -> str:
        if not self.is_at(","):
            return ""
        self.place += 1
        name = self.found(NAME)
        if not name:
            raise self.error("no_type")
        return name

    def style(self, start: int) -> None:
        """Read over a style, which formatters know."""
        end = self.text.find("}", self.place)
        style = self.text[self.place + 1 : end] if end >= 0 else ""
        if "{" in style or not style.strip():
            raise self.error("not_closed", start)
        self.place = end

    def choice(self, name: str, kind: str, depth: int, start: int) -> None:
        """Read the messages of a choice."""
        if not self.is_at(","):
            raise self.error("no_choices", start)
        self.place += 1
        if kind in PLURALS:
            self.found(OFFSET)
        selectors: set[str] = set()
        while selector := self.found(SELECTOR):
            if selector in selectors:
                raise self.error("doubled", self.place - len(selector))
            if not self.is_at("{"):
                raise self.error("no_message")
            opened = self.place
            self.place += 1
            self.message(depth + 1, "{}#" if kind in PLURALS else "{}")
            if not self.is_at("}"):
                raise self.error("not_closed", opened)
            self.place += 1
            selectors.add(selector)
        if OTHER not in selectors:
            raise self.error("no_other", start)
        self.pattern.choices.append(Choice(name, kind, frozenset(selectors)))

    def is_at(self, sign: str) -> bool:
        space = SPACE.match(self.text, self.place)
        self.place = space.end() if space else self.place
        return self.text.startswith(sign, self.place)

    def found(self, pattern: re.Pattern[str]) -> str:
        """Read what matches here, behind white space; empty if nothing does."""
        space = SPACE.match(self.text, self.place)
        start = space.end() if space else self.place
        match = pattern.match(self.text, start)
        if match is None or not match[0]:
            return ""
        self.place = match.end()
        return match[0]
