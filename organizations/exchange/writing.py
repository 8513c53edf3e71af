"""Records as a table: those of a language that an editor may change, in an order that stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.spreadsheets import csv_file, xlsx_file

from .known import Known, folded
from .records import Records
from .rights import policy_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .kinds import Kind

FORMATS: dict[str, Any] = {"xlsx": xlsx_file, "csv": csv_file}


def table_of(kind: Kind, locale_id: int, user: Any) -> Iterator[list[str]]:
    """Give the names of the columns, and a line for each record as its latest draft is."""
    mine = policy_of(kind).instances_user_has_permission_for(user, "change").values("pk")
    known = Known(locale_id)
    yield list(kind.names)
    lines = [
        [*(c.written(c.held(r.content, known), known) for c in kind.columns), str(r.key)]
        for r in Records(kind, locale_id, mine).all
    ]
    yield from sorted(lines, key=lambda line: (folded(line[0]), line[-1]))


def write(kind: Kind, locale_id: int, user: Any, name: str) -> bytes:
    """Write the table in a format; the same records are the same file."""
    lines = table_of(kind, locale_id, user)
    if name == "csv":
        return csv_file.write(lines)
    return xlsx_file.write(lines, kind.name.capitalize(), kind.widths)
