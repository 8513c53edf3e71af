"""Reading a table: which columns it has, and what each line says in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.spreadsheets.cells import as_text, unmarked
from cms.spreadsheets.tables import cells_by_name, find_columns, with_content

from .cells import READERS, key_of, read_date, read_type
from .problems import CellError, Code, Problem, refused
from .read_rows import ReadFile, ReadRow
from .rows import RowType
from .tables import COLUMNS, HELD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# As many blocks as a programme may have.
MOST_ROWS = 1000


def read_table(format_name: str, lines: Iterable[tuple[int, list[Any]]]) -> ReadFile:
    """Read lines of cells; raises RefusedFileError if they are no table of a programme.

    What is wrong with single lines is listed, all of it.
    """
    rows = with_content(lines)
    file = ReadFile(format_name)
    names = _names(rows, file)
    file.is_whole = "type" in names.values()
    for count, (line, cells) in enumerate(rows, start=1):
        if count > MOST_ROWS:
            raise refused(Code.TOO_MANY_ROWS, line, limit=MOST_ROWS)
        _read_row(line, cells_by_name(names, cells), file)
    return file


def _names(rows: Iterator[tuple[int, list[Any]]], file: ReadFile) -> dict[int, str]:
    """Give the columns that are known, by their place."""
    names = find_columns(rows, COLUMNS, file.warnings)
    needed = {"title"} if "type" in names.values() else {"date", "title"}
    if missing := needed - set(names.values()):
        raise refused(Code.COLUMNS_MISSING, 1, missing=", ".join(sorted(missing)))
    return names


def _read_row(line: int, cells: dict[str, Any], file: ReadFile) -> None:
    faults: list[Problem] = []
    given = dict(_values(line, cells, faults))
    if faults:
        file.problems += faults
        return
    row = ReadRow(line, given.pop("type", RowType.SLOT), date=given.pop("date", None))
    row.uid = key_of(unmarked(as_text(cells.get("uid"))))
    row.values = {name: value for name, value in given.items() if name in HELD[row.type]}
    if not file.is_whole and row.date is None:
        file.problems.append(Problem(Code.DATE_MISSING, line, "date"))
        return
    file.rows.append(row)


def _values(line: int, cells: dict[str, Any], faults: list[Problem]) -> Iterator[tuple[str, Any]]:
    readers = {"type": read_type, "date": read_date, **READERS}
    for name, cell in cells.items():
        if name == "uid":
            continue
        try:
            yield name, readers[name](cell)
        except CellError as error:
            faults.append(Problem(error.code, line, name, error.params))
