"""Reading a schedule.xml, of this system or of another: pentabarf, frab, pretalx and their kin."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from cms.graphql.sites import absolute_url
from cms.spreadsheets.cells import tidy
from events.enums import SlotKind
from translations.exchange.problems import RefusedFileError as RefusedXmlError
from translations.exchange.xml_tree import Element, read_tree

from .cells import key_of, known_languages, limited, read_date, read_time
from .problems import CellError, Code, FileCode, Problem, refused
from .read_rows import Named, NamedFile, ReadFile, ReadRow
from .rows import RowType
from .schedule import length_of
from .table_reader import MOST_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT = "schedule.xml"
# The address of a document of ours.
DOCUMENT = re.compile(r"(https?://[^/]+)/documents/(\d{1,18})/[^/]*", re.ASCII)
# What other systems call what we have kinds for.
KINDS = {
    "lecture": SlotKind.TALK,
    "lightning talk": SlotKind.TALK,
    "keynote": SlotKind.TALK,
    "podium": SlotKind.TALK,
    "panel": SlotKind.TALK,
    "discussion": SlotKind.TALK,
    "opening": SlotKind.CEREMONY,
    "closing": SlotKind.CEREMONY,
    "lunch": SlotKind.MEAL,
    "dinner": SlotKind.MEAL,
    "excursion": SlotKind.VISIT,
    "pause": SlotKind.BREAK,
    **{kind.value.lower(): kind for kind in SlotKind},
}


def read_schedule(data: bytes, zone: ZoneInfo) -> ReadFile:
    """Read a file, times as a zone's clocks show them; raises RefusedFileError."""
    try:
        root = read_tree(data)
    except RefusedXmlError as error:
        found = error.problems[0]
        raise refused(Code.XML, found.line, detail=str(found.message)) from error
    if root.name != "schedule":
        raise refused(Code.NOT_SCHEDULE, root.line)
    file = ReadFile(FORMAT, is_schedule=True)
    for day in root.elements(root.namespace, "day"):
        printed = _day_date(day, file)
        for room in day.elements(day.namespace, "room"):
            for event in room.elements(room.namespace, "event"):
                if len(file.rows) >= MOST_ROWS:
                    raise refused(Code.TOO_MANY_ROWS, event.line, limit=MOST_ROWS)
                _Event(event, room.attributes.get("name", ""), printed, zone, file).read()
    return file


def _day_date(day: Element, file: ReadFile) -> date | None:
    try:
        found = read_date(day.attributes.get("date", ""))
    except CellError as error:
        file.problems.append(Problem(error.code, day.line, "day", error.params))
        return None
    if found is not None:
        file.dates.add(found)
    return found


class _Event:
    """Reads one event."""

    def __init__(
        self, element: Element, room: str, day: date | None, zone: ZoneInfo, file: ReadFile
    ) -> None:
        self.element = element
        self.room = room
        self.day = day
        self.zone = zone
        self.file = file
        self.faults: list[Problem] = []

    def read(self) -> None:
        """Add a line to the file, or all that is wrong with the event."""
        row = ReadRow(self.element.line, RowType.SLOT)
        names = self.element.attributes
        row.uid = key_of(names.get("guid", "").strip() or _foreign(names.get("id", "")))
        self._read_times(row)
        row.values |= dict(self._values())
        if self.faults:
            self.file.problems += self.faults
        else:
            self.file.rows.append(row)

    def _values(self) -> Iterator[tuple[str, Any]]:
        texts = {
            "title": self._text("title"),
            "room": self._text("room") or self.room,
            "track": self._text("track"),
            "text": self._text("abstract") or self._text("description"),
        }
        for name, text in texts.items():
            if (value := self._checked(name, limited(name), text)) is not None:
                yield name, value
        if kind := self._kind():
            yield "kind", kind
        languages, others = known_languages(self._text("language"))
        if others:
            self._warn(Code.OTHER_LANGUAGE, "language", ", ".join(others))
        if languages or not others:
            yield "languages", languages
        yield "people", tuple(self._people())
        # Other systems have attachments of their own: then nothing is said of our documents.
        if materials := tuple(self._materials()):
            yield "materials", materials

    def _materials(self) -> Iterator[NamedFile]:
        for attachments in self.element.elements(self.element.namespace, "attachments"):
            for attachment in attachments.elements(attachments.namespace, "attachment"):
                found = DOCUMENT.fullmatch(attachment.attributes.get("href", "").strip())
                if found and found[1] == absolute_url(""):
                    yield NamedFile(_text_of(attachment), int(found[2]))

    def _kind(self) -> str | None:
        found = self._text("type")
        kind = KINDS.get(found.lower().replace("_", " "))
        if found and kind is None:
            self._warn(Code.OTHER_KIND, "type", found)
        return kind.value if kind else None

    def _people(self) -> Iterator[Named]:
        for persons in self.element.elements(self.element.namespace, "persons"):
            for person in persons.elements(persons.namespace, "person"):
                guid = person.attributes.get("guid", "").strip()
                if name := _text_of(person):
                    yield Named(name, key=key_of(guid))

    def _read_times(self, row: ReadRow) -> None:
        starts_at = self._checked("date", self._moment, self._text("date"))
        length = self._checked("duration", _length, self._text("duration"))
        if starts_at is None:
            return
        wall = starts_at.astimezone(self.zone)
        row.date, row.values["start"] = wall.date(), wall.time()
        self.file.dates.add(row.date)
        row.values["end"] = None
        row.starts_at = starts_at
        if length:
            row.ends_at = starts_at + length
            end = row.ends_at.astimezone(self.zone)
            if end.replace(tzinfo=None) - wall.replace(tzinfo=None) >= timedelta(days=1):
                params = {"found": self._text("duration")}
                self.faults.append(Problem(Code.BAD_DURATION, row.line, "duration", params))
            row.values["end"] = end.time()

    def _moment(self, text: str) -> datetime:
        """Read when it starts; without an offset, on the clocks of the session."""
        try:
            found = datetime.fromisoformat(text) if "T" in text else None
        except ValueError:
            found = None
        if found is None:
            day, start = self.day, read_time(self._text("start"))
            if day is None or start is None:
                raise CellError(FileCode.BAD_DATE, found=text)
            found = datetime.combine(day, start)
        read_date(found)
        return (found if found.tzinfo else found.replace(tzinfo=self.zone)).astimezone(UTC)

    def _checked(self, column: str, read: Any, text: str) -> Any:
        try:
            return read(text)
        except CellError as error:
            self.faults.append(Problem(error.code, self.element.line, column, error.params))
            return None

    def _warn(self, code: Code, column: str, found: str) -> None:
        problem = Problem(code, self.element.line, column, {"found": found})
        self.file.warnings.append(problem)

    def _text(self, name: str) -> str:
        children = self.element.elements(self.element.namespace, name)
        return _text_of(next(children, None))


def _text_of(element: Element | None) -> str:
    if element is None:
        return ""
    return tidy("".join(child for child in element.children if isinstance(child, str)))


def _foreign(number: str) -> str:
    return f"event {number.strip()}" if number.strip() else ""


def _length(text: str) -> timedelta:
    if not text:
        return timedelta()
    found = length_of(text)
    if found is None:
        raise CellError(Code.BAD_DURATION, found=text)
    return found
