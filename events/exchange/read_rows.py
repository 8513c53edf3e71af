"""What was read of a file: its lines, the columns it has, and all that is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from .problems import Problem
    from .rows import RowType


@dataclass(frozen=True, slots=True)
class Named:
    """A person as a file names one; without a role, the one that they have stays."""

    name: str
    role: str | None = None
    key: UUID | None = None


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A document as a file names one."""

    title: str
    pk: int | None = None


@dataclass(slots=True)
class ReadRow:
    """A line: its fields as far as it says them."""

    line: int
    type: RowType
    uid: UUID | None = None
    date: date | None = None
    values: dict[str, Any] = field(default_factory=dict)
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(slots=True)
class ReadFile:
    """A file. One that is whole has all blocks in order; else only slots are known of it.

    A schedule knows no slots without a time, and has the days that it names and no others.
    """

    format: str
    rows: list[ReadRow] = field(default_factory=list)
    is_whole: bool = False
    is_schedule: bool = False
    dates: set[date] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
