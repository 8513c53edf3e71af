"""Reading a table in the format that its content shows, and finding its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.defaultfilters import filesizeformat

from . import csv_file, xlsx_file
from .cells import as_text, unmarked
from .problems import FileCode, Problem, refused

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    Line = tuple[int, list[Any]]

ARCHIVE = b"PK\x03\x04"
# What people take for a table: PDF, old Office, rich text, JSON, pictures, calendars, XML.
OTHERS = (b"%PDF", b"\xd0\xcf", b"{\\rtf", b"{", b"\x89PNG", b"BEGIN:", b"<")


def check_size(size: int | None, limit: int) -> None:
    """Refuse a file that is too large to be looked at."""
    if size is None or size > limit:
        raise refused(FileCode.TOO_LARGE, limit=filesizeformat(limit))


def read_lines(data: bytes) -> tuple[str, Iterator[Line]]:
    """Give the name of the format, and the lines that are not empty; raises RefusedFileError."""
    if not data.strip(b"\0 \t\r\n"):
        raise refused(FileCode.EMPTY_FILE)
    if data.startswith(OTHERS):
        raise refused(FileCode.NO_TABLE)
    file: Any = xlsx_file if data.startswith(ARCHIVE) else csv_file
    return file.FORMAT, with_content(file.read(data))


def with_content(lines: Iterable[Line]) -> Iterator[Line]:
    """Leave out lines in which nothing is written."""
    return ((number, cells) for number, cells in lines if any(map(as_text, cells)))


def find_columns(
    lines: Iterator[Line], known: Collection[str], warnings: list[Problem]
) -> dict[int, str]:
    """Take the first line for the names of columns; give those that are known, by their place."""
    head: Line | None = next(lines, None)
    if head is None:
        raise refused(FileCode.EMPTY_FILE)
    names: dict[int, str] = {}
    for place, cell in enumerate(head[1]):
        name = unmarked(as_text(cell)).lower()
        if name in names.values():
            raise refused(FileCode.COLUMN_TWICE, 1, name=name)
        if name in known:
            names[place] = name
        elif name:
            warnings.append(Problem(FileCode.OTHER_COLUMN, 1, params={"name": name}))
    return names


def cells_by_name(names: dict[int, str], cells: list[Any]) -> dict[str, Any]:
    """Give the cells of a line; those after its end are empty."""
    return {name: cells[place] if place < len(cells) else None for place, name in names.items()}
