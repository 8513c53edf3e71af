"""Terms as CSV, for spreadsheets.

Several translations in one cell are separated by `|`. A cell that a spreadsheet would take for a
formula has an apostrophe before it, which is taken away again when it is read.
"""

from __future__ import annotations

import codecs
import csv
import io
from typing import TYPE_CHECKING

from cms.spreadsheets import guarded, unguarded
from translations.models.terms import SEPARATOR

from .problems import Code, Problem, RefusedFileError, refused
from .read_term import ReadTerm, language_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from translations.models import Term

FORMAT = "CSV"
SUFFIX = ".csv"
CONTENT_TYPE = "text/csv; charset=utf-8"
COLUMNS = (
    "source_language",
    "target_language",
    "term",
    "preferred",
    "forbidden",
    "name",
    "note",
)
YES = "yes"
TRUE, FALSE = frozenset({YES, "true", "1", "x"}), frozenset({"", "no", "false", "0"})
DELIMITERS = ",;\t"


def write(terms: Iterable[Term], language: str) -> bytes:
    """Write terms; with the mark by which spreadsheets know UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for term in terms:
        cells = (
            term.source_locale.language_code,
            language,
            term.text,
            f" {SEPARATOR} ".join(term.preferred.splitlines()),
            f" {SEPARATOR} ".join(term.forbidden.splitlines()),
            YES if term.is_name else "",
            term.note,
        )
        writer.writerow(map(guarded, cells))
    return codecs.BOM_UTF8 + out.getvalue().encode()


def read(data: bytes, language: str, languages: frozenset[str]) -> list[ReadTerm]:
    """Read terms for a language; raises RefusedFileError with the line of all that is wrong."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refused(Code.ENCODING, data.count(b"\n", 0, error.start) + 1) from error
    rows = _rows(text)
    _line, header = next(rows, (1, []))
    names = [name.strip().lower() for name in header]
    if sorted(names) != sorted(COLUMNS):
        expected = ", ".join(COLUMNS)
        raise refused(Code.CSV_COLUMNS, 1, expected=expected, found=", ".join(names))
    terms: list[ReadTerm] = []
    problems: list[Problem] = []
    for line, cells in rows:
        if not any(cells):
            continue
        if len(cells) != len(names):
            detail = f"{len(cells)} ≠ {len(names)}"
            problems.append(Problem(Code.CSV_SYNTAX, line, params={"detail": detail}))
            continue
        row = dict(zip(names, map(unguarded, cells), strict=True))
        faults = list(_faults(row, line, language, languages))
        problems += faults
        if not faults:
            terms.append(_term(row, line, languages))
    if problems:
        raise RefusedFileError(*problems)
    return terms


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Give the rows with the lines on which they begin."""
    head = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise refused(Code.CSV_SYNTAX, line, detail=str(error)) from error


def _faults(
    row: dict[str, str], line: int, language: str, languages: frozenset[str]
) -> Iterator[Problem]:
    target = row["target_language"]
    if language_in(target, languages) != language.lower():
        params = {"found": target, "expected": language}
        yield Problem(Code.TERM_OTHER_LANGUAGE, line, params=params)
    source = language_in(row["source_language"], languages)
    if not source or source == language.lower():
        yield Problem(Code.TERM_LANGUAGE, line, params={"found": row["source_language"]})
    if row["name"].strip().lower() not in TRUE | FALSE:
        params = {"text": row["term"], "detail": f"name: {row['name']} ({YES} / –)"}
        yield Problem(Code.TERM_INVALID, line, params=params)


def _term(row: dict[str, str], line: int, languages: frozenset[str]) -> ReadTerm:
    return ReadTerm(
        line=line,
        source_language=language_in(row["source_language"], languages),
        text=row["term"],
        preferred=row["preferred"].replace(SEPARATOR, "\n"),
        forbidden=row["forbidden"].replace(SEPARATOR, "\n"),
        is_name=row["name"].strip().lower() in TRUE,
        note=row["note"],
    )
