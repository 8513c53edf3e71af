"""How words are compared: without regard to case, to how a letter is composed, to marks.

What is folded knows where each of its letters came from, so that a word found in it can be shown in
the text as it is written.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# A letter with the marks that belong to it.
LETTER = re.compile("[^\u0300-\u036f]?[\u0300-\u036f]*", flags=re.DOTALL)
ARABIC = re.compile("[\u0600-\u06ff]")
# Vowel signs, hamza and madda above a letter, and what only stretches, joins or directs letters.
IGNORED = re.compile(
    "[\u00ad\u061c\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
# What keyboards write differently: apostrophes, hyphens, and letters of Arabic and Persian.
ONE_FORM = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "\u2011": "-", "ي": "ی", "ى": "ی", "ك": "ک", "ە": "ه"}  # noqa: RUF001 # they are what is compared
)
DOTTED = frozenset({"tr", "az"})
DOTTED_CASES = str.maketrans({"I": "ı", "İ": "i"})  # noqa: RUF001 # the Turkish letters


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text, and of each of its letters where it begins and ends in the text as written."""

    text: str
    begins: tuple[int, ...]
    ends: tuple[int, ...]


def fold(text: str, language: str) -> str:
    """Write a text or a word as it is compared."""
    return folded(text, language).text.strip()


def folded(text: str, language: str) -> Folded:
    """Write a text as it is compared; white space of any kind and length is one space."""
    letters: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    for found in LETTER.finditer(text):
        for letter in _letters(found.group(), language):
            if letter == " " and letters and letters[-1] == " ":
                ends[-1] = found.end()
                continue
            letters.append(letter)
            begins.append(found.start())
            ends.append(found.end())
    return Folded("".join(letters), tuple(begins), tuple(ends))


def _letters(written: str, language: str) -> str:
    if written.isspace():
        return " "
    if ARABIC.match(written):
        written = unicodedata.normalize("NFD", written)
    else:
        written = unicodedata.normalize("NFC", written)
    if language.partition("-")[0] in DOTTED:
        written = written.translate(DOTTED_CASES)
    return IGNORED.sub("", written).casefold().translate(ONE_FORM)
