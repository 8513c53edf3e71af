"""The draft as it is to be: the lines of a file put in place of its blocks.

A whole file has all blocks, and its order is the order. Of any other only slots are known: notes,
slots that the format cannot tell of, and the order of what stays are those of the draft, and what
is new or moved goes where its time belongs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from typing import TYPE_CHECKING, Any

from .read_rows import ReadRow
from .rows import RowType
from .storing import block_of, day_block

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    from .drafts import Block
    from .read_rows import ReadFile
    from .storing import Raw


@dataclass(slots=True)
class Line:
    """A block as it is to be: what the file says of it, and what it was."""

    raw: Raw
    type: RowType
    read: ReadRow | None = None
    block: Block | None = None
    date: date | None = None
    start: time | None = None


@dataclass(slots=True)
class Section:
    """A day with the lines below it; the first has none."""

    day: Line | None = None
    date: date | None = None
    lines: list[Line] = field(default_factory=list)


def merge(
    file: ReadFile,
    found: list[Block | None],
    blocks: list[Block],
    pages: Mapping[UUID, int],
) -> list[Line]:
    """Give all lines of the new draft in order."""
    merged = (Whole if file.is_whole else Partial)(file, found, blocks, pages)
    merged.run()
    return list(_flat(merged.sections))


def _flat(sections: list[Section]) -> Iterator[Line]:
    for section in sections:
        if section.day is not None:
            yield section.day
        for line in section.lines:
            line.date = section.date
            yield line


class _Merging:
    """What both ways have in common."""

    def __init__(
        self,
        file: ReadFile,
        found: list[Block | None],
        blocks: list[Block],
        pages: Mapping[UUID, int],
    ) -> None:
        self.file = file
        self.pairs = list(zip(file.rows, found, strict=True))
        self.blocks = blocks
        self.pages = pages
        self.sections = [Section()]

    def line(self, read: ReadRow, block: Block | None) -> Line:
        """Make the line of a line of the file."""
        raw = block_of(read, block, self.pages)
        start = read.values.get("start", block.row.start if block is not None else None)
        return Line(raw, read.type, read, block, read.date, start)

    def section_of(self, wanted: date, days: list[Block]) -> Section:
        """Find the first section of a date, or make one in order of time."""
        for section in self.sections:
            if section.date == wanted:
                return section
        block = next((day for day in days if day.row.date == wanted), None)
        read = ReadRow(0, RowType.DAY, date=wanted)
        day = Line(day_block(read, block), RowType.DAY, None, block, wanted)
        section = Section(day, wanted)
        later = (
            place
            for place, other in enumerate(self.sections)
            if other.date is not None and other.date > wanted
        )
        self.sections.insert(next(later, len(self.sections)), section)
        return section


class Whole(_Merging):
    """All blocks come from the file, in its order."""

    def run(self) -> None:
        """Go through the lines; a date that is not that of the day above leads to its own day."""
        taken = {id(block) for _read, block in self.pairs}
        days = [b for b in self.blocks if b.row.type == RowType.DAY and id(b) not in taken]
        current = self.sections[0]
        for read, block in self.pairs:
            line = self.line(read, block)
            if read.type == RowType.DAY:
                current = Section(line, read.date)
                self.sections.append(current)
                continue
            if read.date is not None and read.date != current.date:
                current = self.section_of(read.date, days)
            current.lines.append(line)


class Partial(_Merging):
    """Slots come from the file; all else, and the order of what stays, is the draft's."""

    def run(self) -> None:
        """Keep what stays where it is, then put in what arrives."""
        reads = {id(block): read for read, block in self.pairs if block is not None}
        arriving = [pair for pair in self.pairs if pair[1] is None]
        for block in self.blocks:
            if block.row.type == RowType.DAY:
                day = Line(block.raw, RowType.DAY, None, block, block.row.date)
                self.sections.append(Section(day, block.row.date))
                continue
            read = reads.get(id(block))
            if read is None:
                if self._is_beyond(block):
                    kept = Line(block.raw, block.row.type, None, block, None, block.row.start)
                    self.sections[-1].lines.append(kept)
            elif self._stays(read, block):
                self.sections[-1].lines.append(self.line(read, block))
            else:
                arriving.append((read, block))
        for read, before in sorted(arriving, key=_by_time):
            assert read.date is not None  # noqa: S101 - checked when it was read
            _put_in(self.section_of(read.date, []), self.line(read, before))
        if self.file.is_schedule:
            self._settle_days()

    def _is_beyond(self, block: Block) -> bool:
        """Say whether the file could not tell of a block at all."""
        row = block.row
        is_untold = row.date is None or (self.file.is_schedule and row.start is None)
        return row.type == RowType.NOTE or is_untold

    def _stays(self, read: ReadRow, block: Block) -> bool:
        is_there = read.date == block.row.date == self.sections[-1].date
        return is_there and read.values.get("start", block.row.start) == block.row.start

    def _settle_days(self) -> None:
        """Have the days that a schedule names, and of the others those with something below."""
        for wanted in sorted(self.file.dates):
            self.section_of(wanted, [])
        self.sections = [
            section
            for section in self.sections
            if section.date is None or section.date in self.file.dates or section.lines
        ]


def _by_time(pair: tuple[ReadRow, Any]) -> tuple[Any, bool, Any, int]:
    read, block = pair
    start = read.values.get("start", block.row.start if block is not None else None)
    return (read.date, start is None, start or time(), read.line)


def _put_in(section: Section, line: Line) -> None:
    """Put a slot before the first that starts later, one without a time at the end."""
    places = (
        place
        for place, other in enumerate(section.lines)
        if line.start is not None and other.start is not None and other.start > line.start
    )
    section.lines.insert(next(places, len(section.lines)), line)
