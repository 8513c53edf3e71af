"""Reading a file in the format that its content shows."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from django.conf import settings

from cms.spreadsheets import csv_file, tables, xlsx_file
from cms.spreadsheets.tables import ARCHIVE, OTHERS

from .problems import Code, FileCode, Problem, refused
from .schedule_reader import read_schedule
from .table_reader import read_table

if TYPE_CHECKING:
    from uuid import UUID
    from zoneinfo import ZoneInfo

    from .read_rows import ReadFile

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def check_size(size: int | None) -> None:
    """Refuse a file that is too large to be looked at."""
    tables.check_size(size, settings.PROGRAMME_FILE_MAX_BYTES)


def read_file(data: bytes, zone: ZoneInfo) -> ReadFile:
    """Read a file; raises RefusedFileError, and lists what is wrong with single lines."""
    check_size(len(data))
    if not data.strip(b"\0 \t\r\n"):
        raise refused(FileCode.EMPTY_FILE)
    if data.startswith(ARCHIVE):
        file = read_table(xlsx_file.FORMAT, xlsx_file.read(data))
    elif _is_xml(data):
        file = read_schedule(data, zone)
    elif data.startswith(OTHERS):
        raise refused(Code.UNKNOWN_FORMAT)
    else:
        file = read_table(csv_file.FORMAT, csv_file.read(data))
    file.problems += _repeated(file)
    file.problems.sort(key=lambda problem: problem.line or 0)
    return file


def _is_xml(data: bytes) -> bool:
    head = data[:400]
    if data.startswith(UTF_16):
        return head.decode("utf-16", errors="ignore").lstrip().startswith("<")
    return head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<")


def _repeated(file: ReadFile) -> list[Problem]:
    """Find lines whose key another line has already."""
    seen: set[UUID] = set()
    found = []
    for row in file.rows:
        if row.uid in seen:
            found.append(Problem(Code.UID_TWICE, row.line, "uid"))
        elif row.uid is not None:
            seen.add(row.uid)
    return found
