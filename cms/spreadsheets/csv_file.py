"""Tables as CSV: written with the mark by which spreadsheets know UTF-8, read without it too."""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import TYPE_CHECKING

from .cells import guarded_within, unguarded_within
from .problems import FileCode, refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FORMAT = "CSV"
SUFFIX = ".csv"
CONTENT_TYPE = "text/csv; charset=utf-8"
DELIMITERS = ",;\t"
# Longer than any cell that fits.
FIELD_LIMIT = 100_000


def write(lines: Iterable[list[str]]) -> bytes:
    """Write lines of cells; the same lines are the same file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for cells in lines:
        writer.writerow(map(guarded_within, cells))
    return codecs.BOM_UTF8 + out.getvalue().encode()


def read(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Give the lines of a table with their numbers in the file; raises RefusedFileError."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refused(FileCode.ENCODING, data.count(b"\n", 0, error.start) + 1) from error
    head = re.split(r"[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=head.count), strict=True
    )
    line = 1
    try:
        for cells in reader:
            if any(len(cell) > FIELD_LIMIT for cell in cells):
                raise refused(FileCode.TOO_LONG, line, length=FIELD_LIMIT, limit=FIELD_LIMIT)
            yield line, [unguarded_within(cell) for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise refused(FileCode.CSV_SYNTAX, line, detail=str(error)) from error
