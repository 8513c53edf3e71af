"""Tables as XLSX: the first sheet of a workbook.

A workbook is a ZIP archive of XML files. Before the library reads one, it is looked at: what it is
unpacked, and that no part has a document type, whose entities could grow without end.
"""

from __future__ import annotations

import io
import struct
import zlib
from itertools import chain
from lzma import LZMAError
from typing import TYPE_CHECKING, Any
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from .cells import guarded, unguarded
from .problems import FileCode, RefusedFileError, refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FORMAT = "XLSX"
SUFFIX = ".xlsx"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a workbook may be unpacked, and of how many parts it may be.
MOST_BYTES = 20 * 1024 * 1024
MOST_PARTS = 500
MOST_LINES = 5_000
# Programs leave lines behind in which nothing is written: so far they are looked at.
LAST_LINE = 100_000
MOST_CELLS = 50
CHUNK = 64 * 1024
# What is raised for archives that are damaged, compressed in other ways, or encrypted.
DAMAGED = (
    BadZipFile, zlib.error, LZMAError, struct.error, NotImplementedError, RuntimeError, ValueError,
    OSError, EOFError, expat.ExpatError,
)  # fmt: skip
# A date that is always the same, so that the same table is the same file.
EPOCH = (1980, 1, 1, 0, 0, 0)
USUAL_WIDTH = 14


def write(lines: Iterable[list[str]], title: str, widths: Mapping[str, int]) -> bytes:
    """Write lines of cells, the first of them the names; the same lines are the same file."""
    from openpyxl import Workbook  # slow import
    from openpyxl.cell import WriteOnlyCell  # slow import
    from openpyxl.styles import Alignment, Font  # slow import

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(title)
    sheet.freeze_panes = "A2"
    lines = iter(lines)
    head = next(lines)
    for number, name in enumerate(head):
        sheet.column_dimensions[chr(ord("A") + number)].width = widths.get(name, USUAL_WIDTH)
    bold, top = Font(bold=True), Alignment(vertical="top", wrap_text=True)
    for number, cells in enumerate(chain([head], lines)):
        line = []
        for text in cells:
            cell = WriteOnlyCell(sheet, value=guarded(text) or None)
            cell.alignment = top
            if number == 0:
                cell.font = bold
            if text:
                cell.data_type = "s"
            line.append(cell)
        sheet.append(line)
    out = io.BytesIO()
    workbook.save(out)
    return _without_dates(out.getvalue())


def read(data: bytes) -> Iterator[tuple[int, list[Any]]]:
    """Give the lines of the first sheet with their numbers; raises RefusedFileError."""
    _check(data)
    from openpyxl import load_workbook  # slow import

    try:
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = workbook.worksheets[0]
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=LAST_LINE, max_col=MOST_CELLS, values_only=True)
        lines = []
        for line, cells in enumerate(rows, start=1):
            if line <= MOST_LINES:
                lines.append((line, cells))
            elif any(cell is not None for cell in cells):
                raise refused(FileCode.TOO_MANY_LINES, limit=MOST_LINES)
    except RefusedFileError:
        raise
    except Exception as error:
        raise refused(FileCode.XLSX_BROKEN) from error
    for line, cells in lines:
        yield line, [unguarded(cell) if isinstance(cell, str) else cell for cell in cells]


def _without_dates(data: bytes) -> bytes:
    """Pack a workbook anew, without the moment at which it was written."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = CORE
            new.writestr(ZipInfo(name, EPOCH), content, ZIP_DEFLATED)
    return out.getvalue()


CORE = (
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    b'core-properties"/>'
)


def _check(data: bytes) -> None:
    """Refuse an archive that is too large, or that has a part with a document type."""
    left = MOST_BYTES
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
                raise refused(FileCode.XLSX_TOO_LARGE)
            for part in parts:
                left -= _check_part(archive, part, left)
    except DAMAGED as error:
        raise refused(FileCode.XLSX_BROKEN) from error


def _check_part(archive: ZipFile, part: ZipInfo, left: int) -> int:
    """Read a part to its end, whatever size it claims; give its size."""
    parser = _parser() if part.filename.endswith((".xml", ".rels")) else None
    size = 0
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > left:
                raise refused(FileCode.XLSX_TOO_LARGE)
            if parser is not None:
                parser.Parse(chunk, False)
    if parser is not None and size:
        parser.Parse(b"", True)
    return size


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_arguments: object) -> None:
    raise refused(FileCode.XLSX_BROKEN)
