"""Reading the single values of lines: what a cell says, or what is wrong with it."""

from __future__ import annotations

import re
import uuid
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from cms.graphql.arguments import MAX_DIGITS
from cms.pages.languages import language_choices
from cms.spreadsheets.cells import as_iso_date, as_text, in_ascii, tidy_line
from events.enums import SlotKind, SpeakerRole
from events.timetable.walltime import FIRST_YEAR, LAST_YEAR

from .problems import CellError, Code, FileCode
from .read_rows import Named, NamedFile
from .rows import RowType
from .tables import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Callable

# What people can be at most in a slot, and files: as the editor has it.
MOST_ITEMS = 50
LIMITS = {"title": 255, "track": 100, "room": 100, "text": 2000}
TIME = re.compile(r"(\d{1,2})[:.hH](\d{2})(?:[:.](\d{2}))?", re.ASCII)
LISTED = re.compile(r"[\n;]")
DAY_SECONDS = 24 * 60 * 60
# Ids of other systems become keys; the same id is always the same key.
FOREIGN_IDS = uuid.UUID("0d0f3c5e-8a4e-5f52-8f0e-6f2f3f1f1b7a")


def key_of(text: str) -> uuid.UUID | None:
    """Give the key that a text is, or stands for."""
    if not text:
        return None
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid5(FOREIGN_IDS, text)


def read_type(cell: Any) -> RowType:
    """Read what a line is; a slot, if it does not say."""
    text = as_text(cell).lower()
    try:
        return RowType(text) if text else RowType.SLOT
    except ValueError as error:
        raise CellError(Code.UNKNOWN_TYPE, found=text) from error


def read_date(cell: Any) -> date | None:
    """Read a date."""
    if isinstance(cell, datetime):
        cell = cell.date()
    text = as_text(cell)
    if not isinstance(cell, date):
        if not text:
            return None
        plain = as_iso_date(text)
        try:
            cell = date.fromisoformat(plain[:10]) if plain[10:11] in ("", "T", " ") else None
        except ValueError:
            cell = None
        if cell is None:
            raise CellError(FileCode.BAD_DATE, found=text)
    if not FIRST_YEAR <= cell.year <= LAST_YEAR:
        raise CellError(FileCode.BAD_DATE, found=text)
    return cell


def read_time(cell: Any) -> time | None:
    """Read a time; spreadsheets have times, moments, lengths and fractions of a day for it."""
    if isinstance(cell, datetime):
        return cell.time().replace(microsecond=0, tzinfo=None)
    if isinstance(cell, time):
        return cell.replace(microsecond=0, tzinfo=None)
    seconds = _seconds(cell)
    if seconds is not None:
        return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    text = as_text(cell)
    if not text:
        return None
    found = TIME.fullmatch(in_ascii(text))
    try:
        if found:
            hour, minute, second = (int(part or 0) for part in found.groups())
            return time(hour, minute, second)
    except ValueError:
        pass
    raise CellError(Code.BAD_TIME, found=text)


def _seconds(cell: Any) -> int | None:
    if isinstance(cell, timedelta) and timedelta() <= cell < timedelta(days=1):
        return int(cell.total_seconds())
    if isinstance(cell, float) and 0 <= cell < 1:
        return min(round(cell * DAY_SECONDS), DAY_SECONDS - 1)
    return 0 if cell == 0 and isinstance(cell, int) and not isinstance(cell, bool) else None


def read_kind(cell: Any) -> str:
    """Read a kind by its name or by what the editor calls it."""
    return _choice(as_text(cell), SlotKind, Code.UNKNOWN_KIND) or SlotKind.TALK.value


def _choice(text: str, choices: Any, code: Code) -> str | None:
    if not text:
        return None
    wanted = text.casefold()
    for value, label in choices.choices:
        if wanted in {value.casefold(), str(label).casefold()}:
            return str(value)
    raise CellError(code, found=text, known=", ".join(choices.values))


def read_languages(cell: Any) -> tuple[str, ...]:
    """Read language tags."""
    known, unknown = known_languages(as_text(cell))
    if unknown:
        raise CellError(Code.UNKNOWN_LANGUAGE, found=", ".join(unknown))
    return known


def known_languages(text: str) -> tuple[tuple[str, ...], list[str]]:
    """Sort language tags into those that can be chosen, as they are written, and others."""
    tags = {code.lower(): code for code, _name in language_choices()}
    parts = [part for part in re.split(r"[\s,;/]+", text) if part]
    known = dict.fromkeys(tags[part.lower()] for part in parts if part.lower() in tags)
    return tuple(known), [part for part in parts if part.lower() not in tags]


def read_people(cell: Any) -> tuple[Named, ...]:
    """Read people, one a line: a name, and perhaps a role and a key."""
    people = []
    for entry in _entries(cell):
        name, *rest = (part.strip() for part in entry.split(SEPARATOR))
        key = None
        if rest and (found := _uuid(rest[-1])):
            key = found
            rest.pop()
        role = _choice(rest[0], SpeakerRole, Code.UNKNOWN_ROLE) if rest else None
        if len(rest) > 1:
            raise CellError(Code.UNKNOWN_ROLE, found=rest[1], known=", ".join(SpeakerRole.values))
        people.append(Named(name, role, key))
    return tuple(people)


def read_materials(cell: Any) -> tuple[NamedFile, ...]:
    """Read documents, one a line: a title and a number."""
    files = []
    for entry in _entries(cell):
        title, _separator, number = (part.strip() for part in entry.rpartition(SEPARATOR))
        is_number = number.isascii() and number.isdigit() and len(number) <= MAX_DIGITS
        files.append(NamedFile(title, int(number)) if is_number else NamedFile(entry))
    return tuple(files)


def _entries(cell: Any) -> list[str]:
    entries = [entry.strip() for entry in LISTED.split(as_text(cell)) if entry.strip()]
    if len(entries) > MOST_ITEMS:
        raise CellError(Code.TOO_MANY, limit=MOST_ITEMS)
    return entries


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def limited(name: str) -> Callable[[Any], str]:
    """Give the reader of a text of limited length."""

    def read(cell: Any) -> str:
        text = as_text(cell) if name == "text" else tidy_line(as_text(cell))
        if len(text) > LIMITS[name]:
            raise CellError(FileCode.TOO_LONG, length=len(text), limit=LIMITS[name])
        return text

    return read


READERS: dict[str, Callable[[Any], Any]] = {
    "start": read_time,
    "end": read_time,
    "title": limited("title"),
    "people": read_people,
    "kind": read_kind,
    "track": limited("track"),
    "room": limited("room"),
    "languages": read_languages,
    "interpretation": read_languages,
    "text": limited("text"),
    "materials": read_materials,
}
