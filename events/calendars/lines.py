"""Content lines of iCalendar (RFC 5545, 3.1): texts escaped, lines folded.

Whatever a text holds, it cannot end its line: no line end, no control character gets through.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Octets of a line without its end; one that goes on begins with a space.
LONGEST = 75
LINE_END = "\r\n"
# The two highest bits of an octet that goes on with a character (RFC 3629).
HIGHEST, CONTINUES = 0xC0, 0x80
LINE_ENDS = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
# Control characters but for the tab, and halves of surrogate pairs.
UNUSABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True, slots=True)
class Words:
    """A text with the tag of its language, empty if it has none."""

    text: str
    language: str = ""

    def __bool__(self) -> bool:
        """Say whether there is anything to read."""
        return bool(plain(self.text).strip())

    @property
    def in_one_line(self) -> Words:
        """The same without line ends."""
        return Words(" ".join(plain(self.text).split()), self.language)


def plain(text: str) -> str:
    """Give a text with one kind of line end and without what no calendar may hold."""
    return UNUSABLE.sub("", LINE_ENDS.sub("\n", text))


def escaped(text: str) -> str:
    """Give a text as a value of the type TEXT."""
    return plain(text).strip().translate(ESCAPES)


def line(name: str, value: str) -> str:
    """Write a property whose value needs no escaping."""
    return folded(f"{name}:{UNUSABLE.sub('', LINE_ENDS.sub('', value))}")


def text_line(name: str, words: Words) -> str:
    """Write a property of the type TEXT with its language."""
    language = f";LANGUAGE={words.language}" if words.language else ""
    return folded(f"{name}{language}:{escaped(words.text)}")


def list_line(name: str, texts: Iterable[str], language: str = "") -> str:
    """Write a property that is a list of texts of one language."""
    parameter = f";LANGUAGE={language}" if language else ""
    return folded(f"{name}{parameter}:{','.join(map(escaped, texts))}")


def folded(content: str) -> str:
    """Break a line after at most 75 octets, never within a character."""
    octets = content.encode()
    if len(octets) <= LONGEST:
        return content
    parts, start, room = [], 0, LONGEST
    while start < len(octets):
        end = min(start + room, len(octets))
        while end < len(octets) and octets[end] & HIGHEST == CONTINUES:
            end -= 1
        parts.append(octets[start:end].decode())
        start, room = end, LONGEST - 1
    return f"{LINE_END} ".join(parts)
