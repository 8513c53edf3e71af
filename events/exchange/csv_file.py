"""Programmes as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.spreadsheets import csv_file
from cms.spreadsheets.csv_file import CONTENT_TYPE, FORMAT, SUFFIX, read

from .tables import table_of

if TYPE_CHECKING:
    from .rows import ProgrammeFile

__all__ = ["CONTENT_TYPE", "FORMAT", "IS_ATTACHMENT", "SUFFIX", "read", "write"]

IS_ATTACHMENT = True


def write(programme: ProgrammeFile) -> bytes:
    """Write a programme; the same programme is the same file."""
    return csv_file.write(table_of(programme.rows))
