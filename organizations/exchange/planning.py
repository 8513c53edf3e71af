"""What taking a file over would change: compared without saving anything.

The number of statements does not depend on how many lines a file has.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cms.spreadsheets.problems import CellError, Problem

from .known import Known
from .matching import Matching
from .problems import Code
from .reading import read_file
from .records import Records
from .rights import Obstacles, may_add

if TYPE_CHECKING:
    from uuid import UUID

    from wagtail.models import Page

    from .columns import Column
    from .kinds import Kind
    from .matching import Match
    from .records import Record

NEW, CHANGED = "new", "changed"
# Saving one takes about a hundred statements, and a request has to end.
MOST_CHANGES = 100


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value as it was and as it is to be, stored and as people read it."""

    column: Column
    value: Any
    label: str
    before: str
    after: str


@dataclass(slots=True)
class Change:
    """A line that makes a record new or different."""

    line: int
    name: str
    key: UUID | None
    record: Record | None
    fields: list[FieldChange] = field(default_factory=list)
    # When a person has consented, as the file says.
    consent: str = ""


@dataclass(slots=True)
class Plan:
    """All that a file would do."""

    kind: Kind
    format: str
    known: Known
    place: Page | None = None
    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    @property
    def new(self) -> list[Change]:
        """The records that are not here yet."""
        return [change for change in self.changes if change.record is None]

    @property
    def changed(self) -> list[Change]:
        """The records that differ."""
        return [change for change in self.changes if change.record is not None]

    @property
    def is_same(self) -> bool:
        """Say whether there is nothing to do."""
        return not self.changes

    @property
    def counts(self) -> dict[str, int]:
        """Count the changes by kind."""
        return {NEW: len(self.new), CHANGED: len(self.changed)}

    @property
    def state(self) -> str:
        """Name what is seen: the same name, the same differences of the same drafts."""
        seen = [
            (
                change.line,
                change.record.state if change.record else None,
                [(item.column.name, item.before, item.after) for item in change.fields],
            )
            for change in self.changes
        ]
        return hashlib.sha256(repr(seen).encode("utf-8", "surrogatepass")).hexdigest()


def plan_import(kind: Kind, data: bytes, *, locale_id: int, place: Page | None, user: Any) -> Plan:
    """Compare a file with the latest drafts; raises RefusedFileError if it cannot be read."""
    file = read_file(data, kind)
    known = Known(locale_id)
    matching = Matching(kind, Records(kind, locale_id), known)
    matches = matching.run(file.rows)
    plan = Plan(kind, file.format, known, place)
    obstacles = Obstacles(kind, [m.record for m in matches if m.record is not None], user)
    comparing = _Comparing(plan, obstacles, can_add=may_add(kind, user, locale_id, place))
    for match in matches:
        comparing.add(match, matching.name(match.row))
    if len(plan.changes) > MOST_CHANGES:
        params = {"number": len(plan.changes), "limit": MOST_CHANGES}
        plan.problems.append(Problem(Code.TOO_MANY_CHANGES, params=params))
    plan.problems = sorted(
        [*file.problems, *matching.problems, *plan.problems], key=lambda p: p.line or 0
    )
    plan.warnings = file.warnings
    return plan


@dataclass
class _Comparing:
    """Puts lines that differ into a plan, and what is wrong with them."""

    plan: Plan
    obstacles: Obstacles
    can_add: bool

    @cached_property
    def nothing(self) -> dict[str, Any]:
        """The content of a record that is not there."""
        return {}

    def add(self, match: Match, name: str) -> None:
        """Compare a line with its record."""
        row, record = match.row, match.record
        code = self.obstacles.of(record) if record else None if self.can_add else Code.NO_PLACE
        if code is not None:
            self.plan.problems.append(Problem(code, row.line, params={"found": name}))
            return
        change = Change(row.line, name, row.key, record)
        content = record.content if record else self.nothing
        for column_name, said in row.values.items():
            column = self.plan.kind.column(column_name)
            try:
                self._compare(change, column, said, content)
            except CellError as error:
                params = error.params
                self.plan.problems.append(Problem(error.code, row.line, column_name, params))
        if change.fields or record is None:
            self.plan.changes.append(change)
        else:
            self.plan.unchanged += 1

    def _compare(self, change: Change, column: Column, said: Any, content: Any) -> None:
        known = self.plan.known
        held = column.held(content, known)
        value = column.resolve(said, held, known)
        if value == held:
            return
        before, after = (column.shown(item, known) for item in (held, value))
        change.fields.append(FieldChange(column, value, str(column.label), before, after))
        if hasattr(said, "isoformat"):
            change.consent = said.isoformat()
