"""The terms of a language in a file: read as a whole, then written in one transaction, or not.

What is in the file is added, or takes the place of what there is; terms that it does not have stay.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from wagtail.log_actions import log
from wagtail.models import Locale

from translations.models import Term

from . import terms_csv, terms_tbx
from .formats import check_size
from .problems import Code, Problem, RefusedFileError, refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .read_term import ReadTerm

WRITERS: dict[str, Any] = {"csv": terms_csv, "tbx": terms_tbx}
IMPORTED_TERMS = "translations.import_terms"
FIELDS = ("text", "preferred", "forbidden", "is_name", "note")


@dataclass(slots=True)
class TermReport:
    """What a file of terms has done."""

    format: str
    added: list[Term] = field(default_factory=list)
    changed: list[Term] = field(default_factory=list)
    unchanged: int = 0


def export_terms(locale: Locale, kind: str) -> bytes:
    """Write all terms of a language; the same terms are the same file."""
    terms = list(Term.objects.filter(locale=locale).in_order())
    return WRITERS[kind].write(terms, locale.language_code)


@transaction.atomic
def import_terms(locale: Locale, data: bytes, *, user: Any) -> TermReport:
    """Take over a file of terms; raises RefusedFileError and then changes nothing."""
    check_size(len(data))
    reader = _reader_of(data)
    # One import at a time; nothing can be written between the check and the writing.
    Locale.objects.select_for_update().get(pk=locale.pk)
    locales = {one.language_code.lower(): one for one in Locale.objects.all()}
    rows = reader.read(data, locale.language_code, frozenset(locales))
    report = TermReport(reader.FORMAT)
    problems = list(_take_over(rows, locale, locales, report))
    if problems:
        raise RefusedFileError(*problems)
    Term.objects.bulk_create(report.added)
    Term.objects.bulk_update(report.changed, [*FIELDS, "key", "is_sample"])
    if report.added or report.changed:
        counts = {"added": len(report.added), "changed": len(report.changed)}
        log(
            instance=locale,
            action=IMPORTED_TERMS,
            user=user,
            data={"format": report.format, **counts},
        )
    return report


def _reader_of(data: bytes) -> Any:
    if not data.strip():
        raise refused(Code.EMPTY_FILE)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return terms_tbx
    head = data.removeprefix(codecs.BOM_UTF8).lstrip()
    if head.startswith(b"<"):
        return terms_tbx
    if head.startswith((b"PK", b"msg", b"%PDF", b"\xd0\xcf", b"{\\rtf")):
        raise refused(Code.TERMS_FORMAT, 1)
    return terms_csv


def _take_over(
    rows: Iterable[ReadTerm], locale: Locale, locales: dict[str, Locale], report: TermReport
) -> Iterator[Problem]:
    """Sort terms into new, changed and unchanged, and give what is wrong."""
    known = {(term.source_locale_id, term.key): term for term in Term.objects.filter(locale=locale)}
    seen: set[tuple[int, str]] = set()
    for row in rows:
        source = locales[row.source_language]
        new = Term(
            source_locale=source, locale=locale, **{name: getattr(row, name) for name in FIELDS}
        )
        new.tidy()
        place = (source.pk, new.key)
        if place in seen:
            yield Problem(Code.TERM_TWICE, row.line, params={"text": new.text})
        seen.add(place)
        faults = list(_faults(new, row.line))
        yield from faults
        old = known.get(place)
        if faults or (old and _values(old) == _values(new)):
            report.unchanged += not faults
        elif old:
            for name in FIELDS:
                setattr(old, name, getattr(new, name))
            old.is_sample = False
            report.changed.append(old)
        else:
            report.added.append(new)


def _values(term: Model) -> list[Any]:
    return [getattr(term, name) for name in FIELDS]


def _faults(term: Term, line: int) -> Iterator[Problem]:
    errors: dict[str, list[Any]] = {}
    try:
        term.clean_fields(exclude=["source_locale", "locale", "key"])
    except ValidationError as error:
        errors.update(error.message_dict)
    for name, message in term.faults():
        errors.setdefault(name, [message])
    for name, messages in errors.items():
        label = getattr(Term, name).field.verbose_name
        for message in messages:
            params = {"text": term.text, "detail": f"{label}: {message}"}
            yield Problem(Code.TERM_INVALID, line, params=params)
