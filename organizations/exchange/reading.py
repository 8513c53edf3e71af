"""Reading a table of records: which columns it has, and what each line says in them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings

from cms.spreadsheets.cells import as_text, unmarked
from cms.spreadsheets.problems import CellError, Problem, refused
from cms.spreadsheets.tables import cells_by_name, check_size, find_columns, read_lines

from .kinds import UID
from .problems import Code

if TYPE_CHECKING:
    from .kinds import Kind

MOST_ROWS = 2000
# Ids of other systems become keys; the same id is always the same key.
FOREIGN_IDS = uuid.UUID("6a1de1a5-52b4-5c0e-9c6f-3c1b8f0e7d21")


@dataclass(slots=True)
class ReadRow:
    """A line: its key, and its values by the names of columns."""

    line: int
    key: uuid.UUID | None
    values: dict[str, Any]


@dataclass(slots=True)
class ReadFile:
    """What was read of a file, and all that is wrong with it."""

    format: str
    rows: list[ReadRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def read_file(data: bytes, kind: Kind) -> ReadFile:
    """Read a file; raises RefusedFileError, and lists what is wrong with single cells."""
    check_size(len(data), settings.PROGRAMME_FILE_MAX_BYTES)
    name, lines = read_lines(data)
    file = ReadFile(name)
    columns = find_columns(lines, kind.names, file.warnings)
    if missing := {kind.columns[0].name} - set(columns.values()):
        raise refused(Code.COLUMNS_MISSING, 1, missing=", ".join(sorted(missing)))
    for count, (line, cells) in enumerate(lines, start=1):
        if count > MOST_ROWS:
            raise refused(Code.TOO_MANY_ROWS, line, limit=MOST_ROWS)
        _read_row(line, cells_by_name(columns, cells), kind, file)
    return file


def _read_row(line: int, cells: dict[str, Any], kind: Kind, file: ReadFile) -> None:
    row = ReadRow(line, key_of(unmarked(as_text(cells.pop(UID, None)))), {})
    faults = []
    for name, cell in cells.items():
        try:
            row.values[name] = kind.column(name).read(cell, kind.model)
        except CellError as error:
            faults.append(Problem(error.code, line, name, error.params))
    file.problems += faults
    if not faults:
        file.rows.append(row)


def key_of(text: str) -> uuid.UUID | None:
    """Give the key that a text is, or stands for."""
    if not text:
        return None
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid5(FOREIGN_IDS, text)
