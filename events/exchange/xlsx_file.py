"""Programmes as XLSX."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.spreadsheets import xlsx_file
from cms.spreadsheets.xlsx_file import CONTENT_TYPE, FORMAT, SUFFIX, read

from .tables import table_of

if TYPE_CHECKING:
    from .rows import ProgrammeFile

__all__ = ["CONTENT_TYPE", "FORMAT", "IS_ATTACHMENT", "SUFFIX", "read", "write"]

IS_ATTACHMENT = True
WIDTHS = {"title": 50, "people": 40, "text": 60, "materials": 40, "uid": 38, "date": 12}


def write(programme: ProgrammeFile) -> bytes:
    """Write a programme; the same programme is the same file."""
    return xlsx_file.write(table_of(programme.rows), "Programme", WIDTHS)
