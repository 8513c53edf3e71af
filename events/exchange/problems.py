"""What can be wrong with a file of a programme, beside what any table can have."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy

from cms.spreadsheets.problems import CellError, FileCode, Problem, RefusedFileError, refused

__all__ = ["CellError", "Code", "FileCode", "Problem", "RefusedFileError", "refused"]


class Code(StrEnum):
    """The kinds of problem; a code never changes its meaning."""

    # The file
    UNKNOWN_FORMAT = "unknown_format"
    XML = "xml"
    NOT_SCHEDULE = "not_schedule"
    COLUMNS_MISSING = "columns_missing"
    TOO_MANY_ROWS = "too_many_rows"
    # A line
    UNKNOWN_TYPE = "unknown_type"
    DATE_MISSING = "date_missing"
    BAD_TIME = "bad_time"
    BAD_DURATION = "bad_duration"
    UNKNOWN_KIND = "unknown_kind"
    UNKNOWN_ROLE = "unknown_role"
    UNKNOWN_LANGUAGE = "unknown_language"
    TOO_MANY = "too_many"
    UID_TWICE = "uid_twice"
    PERSON_DIFFERS = "person_differs"
    UNKNOWN_FILE = "unknown_file"
    # Warnings: what is taken over all the same
    OTHER_KIND = "other_kind"
    OTHER_LANGUAGE = "other_language"

    @property
    def text(self) -> Any:
        """The text, in the reader's language."""
        return TEXTS[self]


TEXTS = {
    Code.UNKNOWN_FORMAT: gettext_lazy(
        "This is neither a schedule.xml, nor CSV, nor XLSX. An .xls or .ods file has to be saved"
        " as XLSX first."
    ),
    Code.XML: gettext_lazy("%(detail)s"),
    Code.NOT_SCHEDULE: gettext_lazy(
        "This XML file is no schedule.xml: it does not begin with <schedule>."
    ),
    Code.COLUMNS_MISSING: gettext_lazy(
        "The first line has to name the columns, %(missing)s among them. Download the draft to see"
        " how they are called."
    ),
    Code.TOO_MANY_ROWS: gettext_lazy("A programme has at most %(limit)s lines."),
    Code.UNKNOWN_TYPE: gettext_lazy("%(found)s is no type of line: write day, slot or note."),
    Code.DATE_MISSING: gettext_lazy("The date is missing."),
    Code.BAD_TIME: gettext_lazy("%(found)s is no time: write it as 09:30."),
    Code.BAD_DURATION: gettext_lazy(
        "%(found)s is no duration of less than a day: write it as 00:45."
    ),
    Code.UNKNOWN_KIND: gettext_lazy("%(found)s is no kind of slot: write one of %(known)s."),
    Code.UNKNOWN_ROLE: gettext_lazy("%(found)s is no role: write one of %(known)s."),
    Code.UNKNOWN_LANGUAGE: gettext_lazy(
        "%(found)s is no language that can be chosen here: write codes such as fr, ar."
    ),
    Code.TOO_MANY: gettext_lazy("At most %(limit)s are possible."),
    Code.UID_TWICE: gettext_lazy(
        "Another line has the same uid. For a copy, leave the cell empty."
    ),
    Code.PERSON_DIFFERS: gettext_lazy(
        "The key belongs to %(known)s, not to %(found)s. For somebody else, remove the key."
    ),
    Code.UNKNOWN_FILE: gettext_lazy(
        "There is no document %(found)s here that you may choose. Upload it first, or leave it out."
    ),
    Code.OTHER_KIND: gettext_lazy(
        "%(found)s is no kind of slot here: new slots become talks, others stay what they are."
    ),
    Code.OTHER_LANGUAGE: gettext_lazy(
        "%(found)s is no language that can be chosen here; it is left out."
    ),
}
