"""Cells that spreadsheet programs show and do not compute: written, and read back as they were."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

# What XML 1.0 and spreadsheets cannot hold in any way.
FOREIGN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What begins so is taken for a formula. Apostrophes before it are counted, so that a text that
# begins with one of its own comes back whole. The last four are for keyboards of East Asia.
FORMULA = re.compile(r"'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
# Where a program that knows other delimiters of CSV begins a new cell within a text.
WITHIN = re.compile(r"(?<=[;\t\r\n])( *)('*[=+\-@\uff1d\uff0b\uff0d\uff20])")
GUARDED_WITHIN = re.compile(WITHIN.pattern.replace("('*", "'('*"))
# Stand unseen in what was written from right to left (Unicode Bidirectional Algorithm, UAX #9, 2).
MARKS_OF_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)


def guarded(value: Any) -> Any:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def unguarded(text: str) -> str:
    """Take the apostrophe away again."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def guarded_within(value: Any) -> Any:
    """Guard what would be a cell of its own, too, were CSV divided at semicolons or tabs."""
    return guarded(WITHIN.sub(r"\1'\2", value) if isinstance(value, str) else value)


def unguarded_within(text: str) -> str:
    """Take these apostrophes away again."""
    return GUARDED_WITHIN.sub(r"\1\2", unguarded(text))


def tidy(text: str) -> str:
    """A text as every format can hold it: no control characters, lines ended by one character."""
    return FOREIGN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def tidy_line(text: str) -> str:
    """The same of a text that has one line."""
    return " ".join(tidy(text).split("\n"))


def unmarked(text: str) -> str:
    """A key, a word or a heading without what stands in it unseen."""
    return MARKS_OF_DIRECTION.sub("", text).strip()


def as_compared(text: str) -> str:
    """A name as names are compared: however its letters are composed, marked, cased and spaced."""
    plain = MARKS_OF_DIRECTION.sub("", unicodedata.normalize("NFC", text))
    return " ".join(unicodedata.normalize("NFC", plain.casefold()).split())


def as_text(cell: Any) -> str:
    """Give what a cell shows, as far as it is a text or a number."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return tidy(str(cell))


def in_ascii(text: str) -> str:
    """A number, date or time with the digits 0 to 9 in place of another script's."""
    plain = MARKS_OF_DIRECTION.sub("", text)
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in plain)


def as_iso_date(text: str) -> str:
    """A date as ISO 8601 has it, of one in any digits, or as `24.6.2030`; any other text as it is.

    `24/6/2030` stays: in half of the world that is no day, and `4/6/2030` another one.
    """
    plain = in_ascii(text)
    if found := DAY_FIRST.fullmatch(plain):
        day, month, year = found.groups()
        return f"{year}-{month:0>2}-{day:0>2}"
    return plain
