"""What can be wrong with a table of any kind, and how it is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Enough to find a text again.
QUOTED = 200


class Coded(Protocol):
    """A kind of problem, with what is said of it; the places in the text are named."""

    @property
    def text(self) -> Any:
        """The text, in the reader's language."""


class FileCode(StrEnum):
    """What can be wrong with any table; a code never changes its meaning."""

    TOO_LARGE = "too_large"
    EMPTY_FILE = "empty_file"
    ENCODING = "encoding"
    NO_TABLE = "no_table"
    CSV_SYNTAX = "csv_syntax"
    XLSX_BROKEN = "xlsx_broken"
    XLSX_TOO_LARGE = "xlsx_too_large"
    TOO_MANY_LINES = "too_many_lines"
    COLUMN_TWICE = "column_twice"
    TOO_LONG = "too_long"
    BAD_DATE = "bad_date"
    # A warning: what is taken over all the same
    OTHER_COLUMN = "other_column"

    @property
    def text(self) -> Any:
        """The text, in the reader's language."""
        return TEXTS[self]


TEXTS = {
    FileCode.TOO_LARGE: gettext_lazy("The file has more than %(limit)s."),
    FileCode.EMPTY_FILE: gettext_lazy("The file is empty."),
    FileCode.ENCODING: gettext_lazy(
        "The file is not in UTF-8. In your spreadsheet program, save it as “CSV UTF-8” or as XLSX."
    ),
    FileCode.NO_TABLE: gettext_lazy(
        "This is neither CSV nor XLSX. An .xls or .ods file has to be saved as XLSX first."
    ),
    FileCode.CSV_SYNTAX: gettext_lazy("This line cannot be read as CSV: %(detail)s"),
    FileCode.XLSX_BROKEN: gettext_lazy(
        "The file cannot be read as XLSX. Open it in your spreadsheet program and save it again."
    ),
    FileCode.XLSX_TOO_LARGE: gettext_lazy(
        "Unpacked, the file is too large. Copy the table into a new file and save that."
    ),
    FileCode.TOO_MANY_LINES: gettext_lazy(
        "The table has more than %(limit)s lines. Divide it into several files."
    ),
    FileCode.COLUMN_TWICE: gettext_lazy(
        "The column %(name)s is there twice. Remove one of the two."
    ),
    FileCode.TOO_LONG: gettext_lazy("This text has %(length)s characters; at most %(limit)s fit."),
    FileCode.BAD_DATE: gettext_lazy(
        "%(found)s is no date between 1900 and 2199: write it as 2030-06-24."
    ),
    FileCode.OTHER_COLUMN: gettext_lazy("The column %(name)s is not known here; it is left out."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and where."""

    code: Coded
    line: int | None = None
    column: str = ""
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """Say it in the reader's language; what is quoted keeps its own direction."""
        quoted = {
            name: f"\u2068{Truncator(value).chars(QUOTED)}\u2069"
            if isinstance(value, str)
            else value
            for name, value in self.params.items()
        }
        return str(self.code.text) % quoted

    @property
    def place(self) -> str:
        """Name the line and the column, as far as there is one."""
        parts = []
        if self.line is not None:
            parts.append(_("line %(line)s") % {"line": self.line})
        if self.column:
            parts.append(_("column %(column)s") % {"column": self.column})
        return ", ".join(parts)


class CellError(ValueError):
    """A value that cannot be used."""

    def __init__(self, code: Coded, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class RefusedFileError(Exception):
    """A file that cannot be read at all."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.code} {problem.place}")
        self.problem = problem


def refused(code: Coded, line: int | None = None, column: str = "", **params: Any) -> Exception:
    """Make the error for a file that cannot be read."""
    return RefusedFileError(Problem(code, line, column, params))
