"""The formats: what each is called, and how a file is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import csv_file, schedule_json, schedule_xml, xlsx_file

if TYPE_CHECKING:
    from .rows import ProgrammeFile

WRITERS: dict[str, Any] = {
    "xml": schedule_xml,
    "json": schedule_json,
    "csv": csv_file,
    "xlsx": xlsx_file,
}
# What can be taken over again.
IMPORTABLE = ("csv", "xlsx", "xml")


def file_name(programme: ProgrammeFile, kind: str) -> str:
    """Name a file by the address of the session and the language."""
    return f"{programme.slug or 'programme'}-{programme.language}{WRITERS[kind].SUFFIX}"
