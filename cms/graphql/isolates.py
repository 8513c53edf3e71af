"""Which parts of a text run against its direction, and are isolated so that nothing is reordered.

The classes are those of the Unicode Bidirectional Algorithm (UAX #9). A part goes from its first
to its last letter of the other direction, over what stands between; in a text from right to left
numbers of several parts (telephone numbers, dates, ranges) are such parts too. Everything is found
in one pass: the time is in proportion to the length, whatever the text.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# A character that no part goes over: stands for line ends, pictures, and the like.
BARRIER = "\u2029"

# By UAX #9; what is not here is neutral. Marks and joiners go with the character before them.
KINDS = {"L": "L", "R": "R", "AL": "R", "AN": "A", "EN": "E", "NSM": "^", "BN": "^", "B": "X"}
KINDS |= dict.fromkeys(("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"), "X")

BRACKETS = {"(": ")", "[": "]", "{": "}", "«": "»", "“": "”", '"': '"'}
CLOSING = set(BRACKETS.values())
# As in rule BD16: brackets that are nested deeper are taken as no brackets.
MAX_BRACKETS = 63

# Signs that belong to a word that they touch: @name, /path, C++, https://example.org/, 50%.
LEADING = set("@#/.~")
TRAILING = set("+#/%°&=*_~$€£¥")

_DIGIT = "[0-9\u0660-\u0669\u06f0-\u06f9]"
_ZERO = "[0\u0660\u06f0]"
_BRACKETED = rf"\((?:\+|{_ZERO}){_DIGIT}{{0,4}}\)"
# Begins with + or 0; how many digits there are is looked at afterwards.
TELEPHONE = re.compile(
    rf"(?:\+ ?(?=[({_DIGIT[1:-1]}])|(?={_ZERO}{_DIGIT})|(?={_BRACKETED}))"
    rf"(?:{_DIGIT}+|{_BRACKETED})(?:[ \u00a0\u202f./\u2010\u2011-]?(?:{_DIGIT}+|{_BRACKETED}))*"
)
FEWEST_DIGITS = 7
# Readers of native digits expect ranges of those from right to left, as the algorithm has them.
NUMBER = re.compile(
    "[+\u2212-]?[0-9]+(?:(?:[.,:/]|[ \u00a0\u202f]?[\u2010-\u2014\u2212-][ \u00a0\u202f]?)[0-9]+)*"
)


class Part(NamedTuple):
    """A part of a text to isolate, and its own direction."""

    start: int
    end: int
    direction: str


def parts_to_isolate(text: str, direction: str) -> list[Part]:
    """The parts of a text that run against it, outer ones before those inside of them."""
    if direction == "rtl":
        return [Part(start, end, "ltr") for start, end in _Scan(text, "LE", "RAX").parts()]
    if text.isascii():
        return []
    found: list[Part] = []
    for start, end in _Scan(text, "RA", "LX").parts():
        found.append(Part(start, end, "rtl"))
        inside = _compound_numbers(text[start:end]).items()
        found += [
            Part(start + s, start + e, "ltr") for s, (e, is_compound) in inside if is_compound
        ]
    return found


class _Scan:
    """One pass over a text; `against` are the kinds to isolate, `stops` those that end a part."""

    def __init__(self, text: str, against: str, stops: str) -> None:
        self.text = text
        self.against = against
        self.stops = stops
        self.kinds = _kinds(text, native="A" if against == "RA" else "E")
        self.partners = _partners(text)
        self.stops_before = [0, *accumulate(kind in stops for kind in self.kinds)]
        self.numbers = _compound_numbers(text) if "E" in against else {}

    def parts(self) -> Iterator[tuple[int, int]]:
        """The parts, from the first to the last."""
        position = free = 0
        while position < len(self.text):
            end, is_compound = self.numbers.get(position, (position, False))
            if self._is_letter(end):
                start, end, position = self._extended(self._led(position, free), end + 1)
                yield start, end
                free = end
            elif end > position:
                if is_compound:
                    yield position, end
                free = position = end
            else:
                position += 1

    def _is_letter(self, position: int) -> bool:
        # A number alone is in order already, and a text does not begin with one.
        return position < len(self.text) and self.kinds[position] in self.against.replace("E", "")

    def _led(self, start: int, free: int) -> int:
        """Begin with the signs before a word, if they touch nothing else."""
        first = start
        while first > free and self.text[first - 1] in LEADING:
            first -= 1
        return first if first == 0 or self.text[first - 1].isspace() else start

    def _extended(self, start: int, end: int) -> tuple[int, int, int]:
        """Go on to the last letter or number before a stop; also say where the stop is."""
        position = end
        while position < len(self.text) and self.kinds[position] not in self.stops:
            partner = self.partners.get(position)
            if partner is not None:
                if self._is_mixed(position, partner) or partner < start - 1:
                    break
                start = min(start, partner)
            is_closing = partner is not None and partner < position
            if is_closing or self.kinds[position] in self.against:
                end = position + 1
            position += 1
        while end < position and self.text[end] in TRAILING:
            end += 1
        return start, end, max(position, end)

    def _is_mixed(self, one: int, other: int) -> bool:
        return self.stops_before[one] != self.stops_before[other]


def _kinds(text: str, native: str) -> list[str]:
    """The kind of each character; `native` is that of Persian digits."""
    kinds: list[str] = []
    for character in text:
        kind = KINDS.get(unicodedata.bidirectional(character), "N")
        if kind == "^":
            kind = kinds[-1] if kinds else "N"
        elif kind == "E" and not character.isascii():
            kind = native
        kinds.append(kind)
    return kinds


def _partners(text: str) -> dict[int, int]:
    """The places of brackets and quotation marks that belong together."""
    partners: dict[int, int] = {}
    waiting: list[tuple[str, int]] = []
    for position, character in enumerate(text):
        if character in CLOSING:
            depth = next((d for d, (c, _) in enumerate(reversed(waiting)) if c == character), None)
            if depth is not None:
                opening = waiting[-1 - depth][1]
                del waiting[-1 - depth :]
                partners[position], partners[opening] = opening, position
                continue
        if character in BRACKETS and len(waiting) < MAX_BRACKETS:
            waiting.append((BRACKETS[character], position))
    return partners


def _compound_numbers(text: str) -> dict[int, tuple[int, bool]]:
    """Where numbers begin: where they end, and whether they have signs that could move."""
    numbers: dict[int, tuple[int, bool]] = {}
    position = 0
    while position < len(text):
        start, end = _telephone(text, position) or _number(text, position)
        if end > start:
            numbers[start] = (end, not text[start:end].isdecimal())
        position = max(end, position + 1)
    return numbers


def _telephone(text: str, position: int) -> tuple[int, int] | None:
    found = TELEPHONE.match(text, position)
    if found is None or sum(map(str.isdecimal, found[0])) < FEWEST_DIGITS:
        return None
    return found.span()


def _number(text: str, position: int) -> tuple[int, int]:
    found = NUMBER.match(text, position)
    if found is None:
        return position, position
    # A sign after a letter is a hyphen.
    is_joined = position > 0 and text[position - 1].isalnum() and not found[0][0].isdecimal()
    return (position + 1, position + 1) if is_joined else found.span()
