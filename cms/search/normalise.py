"""Spellings made equal: what is written in several ways becomes one word, in all our languages."""

# ruff: noqa: RUF001 - letters that look alike are the subject.

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_WORD = 64

# Words that stand for a spelled-out name, wherever either is written.
SPELLINGS: dict[tuple[str, ...], str] = {("ile", "de", "france"): "idf"}
LONGEST_SPELLING = max(map(len, SPELLINGS))

# Letters that Unicode does not take apart into a letter and an accent.
LATIN = {
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ı": "i",
    "ł": "l",
    "þ": "th",
}

# One letter for those that keyboards and careless typing exchange. Letters with hamza or madda are
# not listed: they are a letter and a mark, and marks are removed.
ARABIC = {
    **dict.fromkeys("ٱٲٳٵ", "ا"),
    **dict.fromkeys("ىیېےۍێ", "ي"),
    **dict.fromkeys("کڪګ", "ك"),
    **dict.fromkeys("ةەہھۃۀ", "ه"),
    "ء": "",
    "ـ": "",
}

# Articles and particles that Arabic writes together with the word.
ARTICLES = ("وال", "بال", "كال", "فال", "لل", "ال")
SHORTEST_AFTER_ARTICLE = 3

# Invisible within a word: soft hyphen, joiners, direction marks, variation selectors.
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u180e\u200d\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
)
HYPHENS = "\\-\u2010\u2011"
APOSTROPHES = "'`\u00b4\u02bb\u02bc\u02b9\u2018\u2019\u2032"
ZERO_WIDTH_NON_JOINER = "\u200c"


def _ranges_of_marks() -> str:
    """List the combining marks of the basic plane as ranges for a character class."""
    marks = [code for code in range(0x300, 0x10000) if unicodedata.category(chr(code))[0] == "M"]
    ranges: list[list[int]] = []
    for code in marks:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


MARKS = _ranges_of_marks()
_PART = re.compile(rf"\w[\w{MARKS}{INVISIBLE}]*")
_COMPOUND = re.compile(
    rf"\w[\w{MARKS}{INVISIBLE}]*"
    rf"(?:[{HYPHENS}{APOSTROPHES}{ZERO_WIDTH_NON_JOINER}]\w[\w{MARKS}{INVISIBLE}]*)*"
)
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{MARKS}])*")
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff]"
)
_LETTERS = str.maketrans({**LATIN, **ARABIC})
_DIGIT = re.compile(r"\d")


class Part(NamedTuple):
    """One word of a text: where it stands, and what it is once spellings are made equal."""

    start: int
    end: int
    word: str

    @property
    def stem(self) -> str:
        """The word without an Arabic article."""
        return without_article(self.word)


class Compound(NamedTuple):
    """Words that a hyphen, an apostrophe or a non-joiner ties together; mostly a single word."""

    start: int
    end: int
    parts: tuple[Part, ...]

    @property
    def joined(self) -> str | None:
        """The parts written as one word, if there are several."""
        return "".join(part.word for part in self.parts)[:MAX_WORD] if len(self.parts) > 1 else None


def fold(text: str) -> str:
    """Make spellings equal: width, case, accents, Arabic and Persian letters, digits."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    text = unicodedata.normalize("NFKC", text.casefold())
    text = _ACCENTS.sub("", unicodedata.normalize("NFD", text)).translate(_LETTERS)
    text = _DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=65_536)
def _fold_part(raw: str) -> tuple[str, ...]:
    """Give the words of one written word: one, but for signs that stand for a phrase."""
    return tuple(word[:MAX_WORD] for word in _WORD.findall(fold(raw)))


@lru_cache(maxsize=65_536)
def without_article(word: str) -> str:
    """Take an Arabic article off, if a word of three letters remains."""
    for article in ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= SHORTEST_AFTER_ARTICLE:
            return word[len(article) :]
    return word


def compounds(text: str) -> Iterator[Compound]:
    """Read a text from left to right, with the place of each word in it."""
    for match in _COMPOUND.finditer(text):
        parts = tuple(
            Part(part.start(), part.end(), word)
            for part in _PART.finditer(text, match.start(), match.end())
            for word in _fold_part(part[0])
        )
        if parts:
            yield Compound(match.start(), match.end(), parts)


def spans(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Give every word that a text is found by, with its place; places of names overlap others."""
    recent: list[Part] = []
    for compound in compounds(text):
        for part in compound.parts:
            yield part.start, part.end, tuple({part.word: None, part.stem: None})
            recent = [*recent, part][-LONGEST_SPELLING:]
            for start, name in _names_ending(recent):
                yield start, part.end, (name,)
        if compound.joined:
            yield compound.start, compound.end, (compound.joined,)


def _names_ending(recent: list[Part]) -> Iterator[tuple[int, str]]:
    for spelled_out, name in SPELLINGS.items():
        last = recent[-len(spelled_out) :]
        if tuple(part.word for part in last) == spelled_out:
            yield last[0].start, name


def words(text: str) -> set[str]:
    """Give every word that a text is found by."""
    return {word for _start, _end, forms in spans(text) for word in forms}
