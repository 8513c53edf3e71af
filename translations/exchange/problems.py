"""What can be wrong with a file, each with a code and a text that says what to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from translations.domain import fitting

# Enough to find a text again.
QUOTED = 200


class Code(StrEnum):
    """The kinds of problem; a code never changes its meaning."""

    # The file
    TOO_LARGE = "too_large"
    EMPTY_FILE = "empty_file"
    ENCODING = "encoding"
    UNKNOWN_FORMAT = "unknown_format"
    PO_SYNTAX = "po_syntax"
    PO_PLURAL = "po_plural"
    XML_SYNTAX = "xml_syntax"
    XML_DOCTYPE = "xml_doctype"
    XML_DEPTH = "xml_depth"
    XLIFF_VERSION = "xliff_version"
    XLIFF_FILES = "xliff_files"
    XLIFF_ELEMENT = "xliff_element"
    XLIFF_NO_ID = "xliff_no_id"
    TERMS_FORMAT = "terms_format"
    CSV_SYNTAX = "csv_syntax"
    CSV_COLUMNS = "csv_columns"
    TBX_VERSION = "tbx_version"
    TMX_VERSION = "tmx_version"
    TMX_LANGUAGES = "tmx_languages"
    TMX_NO_LANGUAGE = "tmx_no_language"
    TMX_TOO_LONG = "tmx_too_long"
    MEMORY_TOO_LARGE = "memory_too_large"
    # What it belongs to
    NO_IDENTITY = "no_identity"
    NO_TRANSLATION = "no_translation"
    OTHER_TRANSLATION = "other_translation"
    OTHER_LANGUAGE = "other_language"
    OLDER_ORIGINAL = "older_original"
    # A text
    DUPLICATE_TEXT = "duplicate_text"
    TEXT_GONE = "text_gone"
    UNKNOWN_TEXT = "unknown_text"
    ORIGINAL_CHANGED = "original_changed"
    BROKEN_TAG = "broken_tag"
    UNKNOWN_TAG = "unknown_tag"
    TAG_ATTRIBUTES = "tag_attributes"
    TAG_IN_PLAIN_TEXT = "tag_in_plain_text"
    UNKNOWN_PLACEHOLDER = "unknown_placeholder"
    MISSING_PLACEHOLDER = "missing_placeholder"
    CONTROL_CHARACTER = "control_character"
    # The same codes as in `translations.domain.fitting`
    TOO_LONG = "too_long"
    LINE_BREAK = "line_break"
    REFUSED_BY_FIELD = "refused_by_field"
    # A term
    TERM_LANGUAGE = "term_language"
    TERM_OTHER_LANGUAGE = "term_other_language"
    TERM_TWICE = "term_twice"
    TERM_INVALID = "term_invalid"
    # Warnings: what was taken over all the same, and what was not
    FEWER_TEXTS = "fewer_texts"
    OLDER_BUT_COMPLETE = "older_but_complete"
    FORMATTING_MISSING = "formatting_missing"
    NEEDS_WORK = "needs_work"


TEXTS = {
    Code.TOO_LARGE: gettext_lazy(
        "The file has more than %(limit)s. Upload the file of one page, without anything added."
    ),
    Code.EMPTY_FILE: gettext_lazy(
        "The file is empty. Save it again in your translation program, or download it anew."
    ),
    Code.ENCODING: gettext_lazy(
        "The file is not in UTF-8. Choose the encoding UTF-8 when you save it in your translation"
        " program."
    ),
    Code.UNKNOWN_FORMAT: gettext_lazy(
        "This is neither a PO file nor an XLIFF 2 file. Upload the file that you downloaded here,"
        " in the format in which you downloaded it."
    ),
    Code.PO_SYNTAX: gettext_lazy(
        "Here the file is not a valid PO file: %(detail)s. It may be cut off or damaged; save it"
        " again in your translation program."
    ),
    Code.PO_PLURAL: gettext_lazy(
        "Plural forms are not used here. Write the translation into one msgstr."
    ),
    Code.XML_SYNTAX: gettext_lazy(
        "Here the file is not valid XML: %(detail)s. It may be cut off or damaged; save it again in"
        " your translation program."
    ),
    Code.XML_DOCTYPE: gettext_lazy(
        "The file has a document type declaration (DOCTYPE), which is refused for safety. Remove"
        " it, or download the file anew."
    ),
    Code.XML_DEPTH: gettext_lazy(
        "Elements are nested too deeply here. Download the file anew and translate only the"
        " targets."
    ),
    Code.XLIFF_VERSION: gettext_lazy(
        "The file is not XLIFF 2.0 or 2.1 but %(found)s. Save it as XLIFF 2 in your translation"
        " program."
    ),
    Code.XLIFF_FILES: gettext_lazy(
        "The file holds the texts of %(count)s pages. Upload each page’s file on its own."
    ),
    Code.XLIFF_ELEMENT: gettext_lazy(
        "<%(found)s> is not known here. Download the file anew and translate only the targets."
    ),
    Code.XLIFF_NO_ID: gettext_lazy(
        "This unit has no id. Download the file anew and translate only the targets."
    ),
    Code.TERMS_FORMAT: gettext_lazy(
        "This is neither a CSV file nor a TBX file. Save your list of terms in one of"
        " these formats."
    ),
    Code.CSV_SYNTAX: gettext_lazy(
        "Here the file is not a valid CSV file: %(detail)s. Save it again in your spreadsheet, as"
        " CSV in UTF-8."
    ),
    Code.CSV_COLUMNS: gettext_lazy(
        "The first line has to name these columns, in any order: %(expected)s. It has: %(found)s."
    ),
    Code.TBX_VERSION: gettext_lazy(
        "The file is not TBX of 2019 (ISO 30042:2019, version 3) in the style DCA, but %(found)s."
        " Choose that version when you export it."
    ),
    Code.TMX_VERSION: gettext_lazy(
        "The file is not TMX 1.4 but %(found)s. Choose TMX when you export the memory from your"
        " translation program."
    ),
    Code.TMX_LANGUAGES: gettext_lazy(
        "The file has no translation for %(expected)s. Its languages are: %(found)s. Choose those"
        " two languages, or another file."
    ),
    Code.TMX_NO_LANGUAGE: gettext_lazy(
        "This text does not say of which language it is: xml:lang is missing. Export the memory"
        " anew."
    ),
    Code.TMX_TOO_LONG: gettext_lazy(
        "This text has more than %(count)s letters, which no text of a page has. Take it out of the"
        " file."
    ),
    Code.MEMORY_TOO_LARGE: gettext_lazy(
        "The file has more than %(limit)s. Ask an administrator to take it over by the command"
        " import_memory, which has no limit."
    ),
    Code.NO_IDENTITY: gettext_lazy(
        "The file does not say which translation it belongs to: %(where)s is missing. Some programs"
        " drop it. Copy it from the file that you downloaded, or download the file anew."
    ),
    Code.NO_TRANSLATION: gettext_lazy(
        "The translation of %(found)s that the file belongs to does not exist here, or was stopped."
        " Begin it again and download a new file."
    ),
    Code.OTHER_TRANSLATION: gettext_lazy(
        "The file belongs to another translation: %(found)s. Open that one and upload it there."
    ),
    Code.OTHER_LANGUAGE: gettext_lazy(
        "The file is for %(found)s, this translation is for %(expected)s. Open the translation of"
        " that language and upload it there."
    ),
    Code.OLDER_ORIGINAL: gettext_lazy(
        "The original has changed since the file was downloaded: %(count)s of its translated texts"
        " are not in it any more. Tick “%(option)s” and upload the file again to take over the"
        " others, or download a new file."
    ),
    Code.DUPLICATE_TEXT: gettext_lazy("This text is in the file twice. Remove one of the two."),
    Code.TEXT_GONE: gettext_lazy(
        "This text is not in the original any more; its translation was not taken over: %(text)s"
    ),
    Code.UNKNOWN_TEXT: gettext_lazy(
        "The original has no such text. Leave originals, ids and contexts as they were downloaded,"
        " and change only translations."
    ),
    Code.ORIGINAL_CHANGED: gettext_lazy(
        "The original text was changed in the file. Leave originals as they were downloaded, and"
        " change only translations."
    ),
    Code.BROKEN_TAG: gettext_lazy(
        "%(tag)s is not well-formed, opened without being closed, or closed in the wrong order."
        " Place tags as they are in the original; write a lone < as &lt;."
    ),
    Code.UNKNOWN_TAG: gettext_lazy("%(tag)s is not allowed in texts. Remove the tag."),
    Code.TAG_ATTRIBUTES: gettext_lazy(
        "%(tag)s has attributes, which translations cannot have. Write the tag as it is in the"
        " original."
    ),
    Code.TAG_IN_PLAIN_TEXT: gettext_lazy(
        "%(tag)s stands in a text without formatting. Remove the tag; write a lone < as &lt;."
    ),
    Code.UNKNOWN_PLACEHOLDER: gettext_lazy(
        "The placeholder %(tag)s is not in the original. Use those of the original only."
    ),
    Code.MISSING_PLACEHOLDER: gettext_lazy(
        "The placeholder %(tag)s of the original is missing. Put it where the link belongs in your"
        " language."
    ),
    Code.CONTROL_CHARACTER: gettext_lazy(
        "The translation has a control character (%(character)s), which nobody can see. Remove it."
    ),
    **{Code(code): message for code, message in fitting.MESSAGES.items()},
    Code.TERM_LANGUAGE: gettext_lazy(
        "It is not clear of which language the term is: %(found)s. Give one language of this site,"
        " another than that of the translation."
    ),
    Code.TERM_OTHER_LANGUAGE: gettext_lazy(
        "The term is for %(found)s, the file is uploaded for %(expected)s. Upload the terms of each"
        " language by themselves."
    ),
    Code.TERM_TWICE: gettext_lazy(
        "The term %(text)s is in the file twice. Put all translations into one of the two."
    ),
    Code.TERM_INVALID: gettext_lazy("The term %(text)s cannot be used: %(detail)s"),
    Code.FEWER_TEXTS: gettext_lazy(
        "The file has %(found)s of the %(count)s texts. The others stay as they are."
    ),
    Code.OLDER_BUT_COMPLETE: gettext_lazy(
        "The original has changed since the file was downloaded. All texts translated in the file"
        " are still there; look below for those that are new."
    ),
    Code.FORMATTING_MISSING: gettext_lazy(
        "%(tag)s of the original is missing in the translation. It was taken over; see whether that"
        " is meant."
    ),
    Code.NEEDS_WORK: gettext_lazy(
        "Marked as needing work (fuzzy) and therefore not taken over: %(text)s. Remove the mark in"
        " your translation program when it is right."
    ),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and where."""

    code: Code
    line: int | None = None
    unit: str = ""
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return ": ".join(filter(None, (self.place, self.message)))

    @property
    def message(self) -> str:
        """Say it in the reader's language; what is quoted keeps its own direction."""
        quoted = {
            name: f"\u2068{Truncator(value).chars(QUOTED)}\u2069"
            if isinstance(value, str)
            else value
            for name, value in self.params.items()
        }
        return str(TEXTS[self.code]) % quoted

    @property
    def place(self) -> str:
        """Name the line and the unit, as far as there is one."""
        parts = []
        if self.line is not None:
            parts.append(_("line %(line)s") % {"line": self.line})
        if self.unit:
            parts.append(_("unit %(unit)s") % {"unit": self.unit})
        return ", ".join(parts)


class RefusedFileError(Exception):
    """A file that is not taken over, with all that is wrong with it."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{problem.code} {problem.place}" for problem in problems))
        self.problems = problems


def refused(code: Code, line: int | None = None, unit: str = "", **params: Any) -> RefusedFileError:
    """Make the error for a file with one problem."""
    return RefusedFileError(Problem(code, line, unit, params))
