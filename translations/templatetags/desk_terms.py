"""Originals with their terms marked, and what the termbase says of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from translations.exchange.markup import MarkupError, Tag, parse

from .desk_texts import shown_as_read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.utils.safestring import SafeString

    from translations.desk.texts import Text
    from translations.domain.terms import Hit
    from translations.models import Term

register = template.Library()

# The digits that take suggestions come before.
FIRST_KEY, LAST_KEY = 4, 8


@dataclass(frozen=True)
class Choice:
    """A translation to be inserted, and the digit that does so."""

    value: str
    key: int | None


@dataclass(frozen=True)
class ListedTerm:
    """A term of a text, with the translations that are offered for it."""

    term: Term
    id: str
    choices: list[Choice]


@register.filter
def listed_terms(text: Text) -> list[ListedTerm]:
    """Give the terms of a text, each once, in the order of the text."""
    keys = iter(range(FIRST_KEY, LAST_KEY + 1))
    terms = {hit.term.pk: hit.term for hit in text.hits}
    return [
        ListedTerm(
            term,
            _id_of(text, term),
            [Choice(value, next(keys, None)) for value in term.allowed],
        )
        for term in terms.values()
    ]


@register.filter
def with_terms(text: Text) -> str | SafeString:
    """Show an original as it is read, its terms marked."""
    try:
        pieces: list[str | Tag] = parse(text.unit.source)
    except MarkupError:
        return text.source
    if not text.is_markup:
        pieces = ["".join("\n" if isinstance(piece, Tag) else piece for piece in pieces)]
    return shown_as_read(list(_marked(pieces, text)))


def _marked(pieces: list[str | Tag], text: Text) -> Iterator[str | Tag | SafeString]:
    """Cut texts where terms begin and end; a term may run over a tag."""
    place = 0
    for piece in pieces:
        if isinstance(piece, Tag):
            place += piece.name == "br"
            yield piece
            continue
        begin, end = place, place + len(piece)
        for hit in text.hits:
            if hit.end <= place or hit.begin >= end:
                continue
            yield piece[place - begin : max(hit.begin, place) - begin]
            place = max(hit.begin, place)
            until = min(hit.end, end)
            yield _term(piece[place - begin : until - begin], hit, text)
            place = until
        yield piece[place - begin :]
        place = end


def _term(words: str, hit: Hit, text: Text) -> SafeString:
    return format_html(
        '<dfn class="desk-term" title="{}" aria-describedby="{}">{}</dfn>',
        _said_of(hit.term),
        _id_of(text, hit.term),
        words,
    )


def _said_of(term: Term) -> str:
    """Say how a term is translated; each translation keeps its own direction."""
    if term.allowed:
        return " · ".join(f"\u2068{word}\u2069" for word in term.allowed)
    return _("Not: %(forbidden)s") % {
        "forbidden": " · ".join(f"\u2068{word}\u2069" for word in term.unwanted)
    }


def _id_of(text: Text, term: Term) -> str:
    return f"term-{text.key}-{term.pk}"
