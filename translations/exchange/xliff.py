"""XLIFF 2: written as 2.1, read as 2.0 and 2.1, whose core is one.

The `id` of the `file` element names the translation and the state of its original, because that is
what no program may change. A unit is one text with one segment, its inline tags are `pc` and `ph`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import get_language_info

from .document import Document, State, Unit
from .markup import MarkupError, Tag, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT = "XLIFF"
SUFFIX = ".xlf"
CONTENT_TYPE = "application/xliff+xml"
NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
SUBTYPES = {"b": "xlf:b", "strong": "xlf:b", "i": "xlf:i", "em": "xlf:i", "br": "xlf:lb"}
# What XML 1.0 cannot hold in any way.
FOREIGN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write(document: Document) -> bytes:
    """Write all texts; no date, so that the same texts are the same file."""
    identity = document.identity
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        f'<xliff xmlns="{NAMESPACE}" version="2.1"',
        f' srcLang="{identity.source_language}" trgLang="{identity.target_language}">\n',
        f'  <file id="{identity.translation}.{identity.digest}"',
        f" original={_attribute(identity.title)}",
        f' srcDir="{_direction(identity.source_language)}"',
        f' trgDir="{_direction(identity.target_language)}"',
        ' canResegment="no" xml:space="preserve">\n',
        *(line for unit in document.units for line in _unit(unit)),
        "  </file>\n</xliff>\n",
    ]
    return "".join(parts).encode()


def _direction(language: str) -> str:
    return "rtl" if get_language_info(language)["bidi"] else "ltr"


def _unit(unit: Unit) -> Iterator[str]:
    codes = _Codes(unit)
    source, target = codes.write(parse(unit.source)), codes.write_target()
    state = unit.state if target is not None else State.INITIAL
    yield f'    <unit id="{unit.key}" name={_attribute(unit.path)}>\n'
    if unit.notes:
        yield "      <notes>\n"
        for note in unit.notes:
            yield f'        <note category="context">{_plain(note)}</note>\n'
        yield "      </notes>\n"
    if codes.data:
        yield "      <originalData>\n"
        for literal, number in codes.data.items():
            yield f'        <data id="d{number}">{_text(literal)}</data>\n'
        yield "      </originalData>\n"
    yield f'      <segment state="{state}">\n        <source>{source}</source>\n'
    if target is not None:
        yield f"        <target>{target}</target>\n"
    yield "      </segment>\n    </unit>\n"


class _Codes:
    """The inline elements of one unit: in the target they have the numbers of the source."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.data: dict[str, int] = {}
        self.numbers: dict[str, list[int]] = {}
        self.count = 0

    def write_target(self) -> str | None:
        """Write the translation, unless there is none, or its tags cannot be read."""
        if not self.unit.target:
            return None
        try:
            pieces = parse(self.unit.target)
        except MarkupError:
            return None
        return self.write(pieces, known=self.numbers)

    def write(self, pieces: list[str | Tag], known: dict[str, list[int]] | None = None) -> str:
        """Write text and tags as text and inline elements."""
        waiting = {literal: list(numbers) for literal, numbers in (known or {}).items()}
        parts = []
        for piece in pieces:
            if isinstance(piece, str):
                parts.append(_text(piece))
            elif piece.is_closing:
                parts.append("</pc>")
            else:
                parts.append(self._element(piece, self._number(piece, waiting)))
        return "".join(parts)

    def _number(self, tag: Tag, waiting: dict[str, list[int]]) -> int:
        if waiting.get(tag.literal):
            return waiting[tag.literal].pop(0)
        self.count += 1
        self.numbers.setdefault(tag.literal, []).append(self.count)
        return self.count

    def _element(self, tag: Tag, number: int) -> str:
        keep = ' canDelete="no"' if tag.id else ""
        kind = _kind(tag)
        if tag.is_alone:
            return f'<ph id="{number}" dataRef="d{self._data(tag.literal)}"{kind}{keep}/>'
        start, end = self._data(tag.literal), self._data(f"</{tag.name}>")
        return f'<pc id="{number}" dataRefStart="d{start}" dataRefEnd="d{end}"{kind}{keep}>'

    def _data(self, literal: str) -> int:
        return self.data.setdefault(literal, len(self.data) + 1)


def _kind(tag: Tag) -> str:
    if tag.name == "a":
        return ' type="link"'
    if tag.name in SUBTYPES:
        return f' type="fmt" subType="{SUBTYPES[tag.name]}"'
    return ""


def _text(text: str) -> str:
    """Write text; what XML cannot hold becomes `cp`, which XLIFF has for it."""
    escaped = escape(text, {"\r": "&#13;"})
    return FOREIGN.sub(lambda found: f'<cp hex="{ord(found.group()):04X}"/>', escaped)


def _plain(text: str) -> str:
    """Write text of a note, which can have no `cp`."""
    return escape(FOREIGN.sub("", text), {"\r": "&#13;"})


def _attribute(text: str) -> str:
    return quoteattr(FOREIGN.sub("", text), {"\r": "&#13;"})
