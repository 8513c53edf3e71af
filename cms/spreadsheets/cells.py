"""Cells that spreadsheet programs show and do not compute: written, and read back as they were."""

from __future__ import annotations

import re
from typing import Any

# What XML 1.0 and spreadsheets cannot hold in any way.
FOREIGN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What begins so is taken for a formula. Apostrophes before it are counted, so that a text that
# begins with one of its own comes back whole.
FORMULA = re.compile(r"'*[=+\-@\t\r]")


def guarded(value: Any) -> Any:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def unguarded(text: str) -> str:
    """Take the apostrophe away again."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def tidy(text: str) -> str:
    """A text as every format can hold it: no control characters, lines ended by one character."""
    return FOREIGN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def tidy_line(text: str) -> str:
    """The same of a text that has one line."""
    return " ".join(tidy(text).split("\n"))


def as_text(cell: Any) -> str:
    """Give what a cell shows, as far as it is a text or a number."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return tidy(str(cell))
