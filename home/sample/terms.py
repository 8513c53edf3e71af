"""The sample termbase: names of the institute and its centres, and two words of its work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from home.sample.source import SOURCE_LANGUAGE, read
from translations.models import Term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from home.sample.writer import Writer

FIELDS = ("text", "preferred", "forbidden", "is_name", "note", "is_sample")


def settle_terms(writer: Writer) -> None:
    """Make the terms that are missing, from English and into it; `reset` writes all anew."""
    known = {(term.source_locale_id, term.locale_id, term.key): term for term in Term.objects.all()}
    for term in _terms(writer):
        term.tidy()
        old = known.get((term.source_locale_id, term.locale_id, term.key))
        if old is None:
            term.save()
            writer.made["term"] += 1
            known[term.source_locale_id, term.locale_id, term.key] = term
        elif writer.reset:
            for name in FIELDS:
                setattr(old, name, getattr(term, name))
            old.save()


def _terms(writer: Writer) -> Iterator[Term]:
    for row in read("terms")["terms"]:
        translations: dict[str, list[str]] = row.get("translations", {})
        for language in [*row.get("kept", ()), *translations]:
            words = translations.get(language, [])
            is_kept = not words
            values: dict[str, Any] = {
                "is_name": row.get("name", False),
                "note": row.get("note", ""),
                "is_sample": not (is_kept or language in row.get("real", ())),
            }
            english, other = writer.locales[SOURCE_LANGUAGE], writer.locales[language]
            yield Term(
                source_locale=english,
                locale=other,
                text=row[SOURCE_LANGUAGE],
                preferred="\n".join(words),
                forbidden="\n".join(row.get("forbidden", {}).get(language, ())),
                **values,
            )
            yield Term(
                source_locale=other,
                locale=english,
                text=row[SOURCE_LANGUAGE] if is_kept else words[0],
                preferred="" if is_kept else row[SOURCE_LANGUAGE],
                **values,
            )
