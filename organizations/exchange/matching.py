"""Which line of a file is about which record: by key, else by what it is called and where it is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cms.spreadsheets.problems import Problem

from .known import folded
from .problems import Code
from .records import keys_elsewhere
from .roles import Roles, organizations_of

if TYPE_CHECKING:
    from .kinds import Kind
    from .known import Known
    from .reading import ReadRow
    from .records import Record, Records


@dataclass(slots=True)
class Match:
    """A line and its record; none if it is new."""

    row: ReadRow
    record: Record | None = None


class Matching:
    """Finds the records of lines, and says where that is not clear."""

    def __init__(self, kind: Kind, records: Records, known: Known) -> None:
        self.kind = kind
        self.records = records
        self.known = known
        self.problems: list[Problem] = []

    def run(self, rows: list[ReadRow]) -> list[Match]:
        """Match all lines that can be; one statement."""
        taken = keys_elsewhere(self.kind, [row.key for row in rows if row.key is not None])
        index = self._index(rows)
        matches = []
        for row in rows:
            record = self.records.by_key.get(row.key) if row.key else None
            if record is None and row.key in taken:
                self._refuse(Code.OTHER_LANGUAGE, row, "uid")
                continue
            if record is None:
                candidates = self._alike(row, index)
                if len(candidates) > 1:
                    keys = ", ".join(str(candidate.key) for candidate in candidates)
                    self._refuse(Code.AMBIGUOUS, row, found=self.name(row), known=keys)
                    continue
                record = candidates[0] if candidates else None
            matches.append(Match(row, record))
        return self._each_once(matches)

    def name(self, row: ReadRow) -> str:
        """Give what a line calls its record."""
        return str(row.values[self.kind.columns[0].name])

    def _refuse(self, code: Code, row: ReadRow, column: str = "", **params: Any) -> None:
        self.problems.append(Problem(code, row.line, column, params))

    def _index(self, rows: list[ReadRow]) -> dict[Any, list[Record]]:
        """Give the records by their names, and by what else the file says of where they are."""
        index: dict[Any, list[Record]] = defaultdict(list)
        said = rows[0].values if rows else {}
        columns = [self.kind.column(name) for name in self.kind.alike if name in said]
        for record in self.records.all:
            name = tuple(folded(str(c.held(record.content, self.known))) for c in columns)
            index[name].append(record)
        return index

    def _likeness(self, row: ReadRow) -> tuple[str, ...]:
        return tuple(folded(str(row.values[n])) for n in self.kind.alike if n in row.values)

    def _alike(self, row: ReadRow, index: dict[Any, list[Record]]) -> list[Record]:
        """Give the records of a name; of several, those with a role in the same organization."""
        found = index.get(self._likeness(row), [])
        if len(found) > 1:
            for column in self.kind.columns:
                if isinstance(column, Roles) and row.values.get(column.name):
                    return self._in_organizations(column, row, found)
        return found

    def _in_organizations(self, column: Roles, row: ReadRow, found: list[Record]) -> list[Record]:
        names = {role.organization for role in row.values[column.name]}
        wanted = {self.known.organizations.find(name) for name in names} - {None}
        near = [
            record
            for record in found
            if wanted & set(organizations_of(column.held(record.content, self.known)))
        ]
        return near or found

    def _each_once(self, matches: list[Match]) -> list[Match]:
        """Refuse a second line about one record, and a second new one of a name without keys."""
        seen: dict[Any, int] = {}
        kept = []
        for match in matches:
            row = match.row
            about: Any = row.key or ("new", self._likeness(row))
            if match.record is not None:
                about = match.record.pk
            if about in seen:
                is_new = match.record is None and row.key is None
                code = Code.SAME_NAME if is_new else Code.SAME_RECORD
                self._refuse(code, row, other=seen[about], found=self.name(row))
                continue
            seen[about] = row.line
            kept.append(match)
        return kept
