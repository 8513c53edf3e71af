"""The translation memory: how texts like one have been translated, from exact to fuzzy matches."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models.functions import Length
from rapidfuzz import fuzz, process

from translations.exchange.markup import MarkupError, Tag, parse, plain_of, render
from translations.exchange.memory import texts_of_pages, words_of
from translations.models import MemoryUnit

from .texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wagtail_localize.models import Translation

FEWEST_PERCENT = 60
MOST = 3
# As many of the alike are looked at, since several may have one translation.
LOOKED_AT = 20
EXACT, ALMOST = 100, 99
# Texts so much shorter or longer are not alike; tags, which are not compared, are allowed for.
LENGTHS, TAGS = 3, 60
# One that is shorter by more cannot reach FEWEST_PERCENT: it is 2 · shorter / (shorter + longer).
SHORTEST = FEWEST_PERCENT / (200 - FEWEST_PERCENT)
AT_ONCE = 2000


@dataclass(frozen=True)
class Suggestion:
    """A translation of a text that is the same, or like one; `origin` names the file it is from."""

    source: str
    value: str
    percent: int
    origin: str = ""


def suggestions_for(text: Text, translation: Translation, user: Any) -> list[Suggestion]:
    """Give the translations of texts like this one, best first, from all that the user may open.

    Of two that are as good, what a page says comes before what a file has.
    """
    return _best([*_of_pages(text, translation, user), *_of_files(text, translation)])


def _of_pages(text: Text, translation: Translation, user: Any) -> Iterable[Suggestion]:
    known: dict[str, list[tuple[str, str]]] = {}
    for source, target in _memory(text, translation, user):
        known.setdefault(words_of(source), []).append((source, target))
    found = process.extract(
        words_of(text.unit.source),
        known.keys(),
        scorer=fuzz.ratio,
        score_cutoff=FEWEST_PERCENT,
        limit=LOOKED_AT,
    )
    for words, score, _place in found:
        for source, target in known[words]:
            yield _suggestion(text, source, target, score)


def _of_files(text: Text, translation: Translation) -> Iterable[Suggestion]:
    """Read originals of files one after the other: there may be very many."""
    words = words_of(text.unit.source)
    units = MemoryUnit.objects.filter(
        file__source_locale=translation.source.locale_id,
        file__locale=translation.target_locale_id,
    )
    rows = units.filter(
        length__range=(int(len(words) * SHORTEST), int(len(words) / SHORTEST) + 1)
    ).values_list("pk", "words")
    scores = (
        (fuzz.ratio(words, other, score_cutoff=FEWEST_PERCENT), pk)
        for pk, other in rows.iterator(AT_ONCE)
    )
    best = {pk: score for score, pk in heapq.nlargest(LOOKED_AT, scores) if score}
    for unit in units.filter(pk__in=best).select_related("file").order_by("pk"):
        yield _suggestion(text, unit.source, unit.target, best[unit.pk], unit.file.name)


def _suggestion(text: Text, source: str, target: str, score: float, origin: str = "") -> Suggestion:
    percent = EXACT if source == text.unit.source else min(int(score), ALMOST)
    return Suggestion(plain_of(source), fitted(target, text), percent, origin)


def _best(suggestions: list[Suggestion]) -> list[Suggestion]:
    by_value: dict[str, Suggestion] = {}
    for suggestion in sorted(suggestions, key=lambda one: -one.percent):
        by_value.setdefault(suggestion.value, suggestion)
    return list(by_value.values())[:MOST]


def _memory(text: Text, translation: Translation, user: Any) -> Iterable[tuple[str, str]]:
    """Read what people have translated between these languages, but for this very text."""
    length = len(text.unit.source)
    return (
        texts_of_pages(translation.source.locale, translation.target_locale, user)
        .exclude(translation_of=text.unit.string_id, context=text.unit.context_id)
        .annotate(length=Length("translation_of__data"))
        .filter(length__range=(length // LENGTHS - TAGS, length * LENGTHS + TAGS))
        .order_by("-updated_at")
        .values_list("translation_of__data", "data")
    )


def fitted(target: str, text: Text) -> str:
    """Write a translation for the field of another text: with no link that this one lacks."""
    if not text.is_markup:
        return plain_of(target)
    try:
        pieces = parse(target)
    except MarkupError:
        return ""
    known = {(item.tag, item.id) for item in text.placeholders}
    kept: list[str | Tag] = []
    is_kept: list[bool] = []
    for piece in pieces:
        if isinstance(piece, Tag) and piece.is_closing:
            if is_kept.pop():
                kept.append(piece)
            continue
        fits = not isinstance(piece, Tag) or not piece.id or (piece.name, piece.id) in known
        if isinstance(piece, Tag) and piece.is_opening:
            is_kept.append(fits)
        if fits:
            kept.append(piece)
    return render(kept)
