"""What a reader types, turned into a query of the index."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import Case, IntegerField, Q, Value, When

from cms.statements import Statements, any_of, fetch

from .engines import COLUMNS, AllOf, AnyOf, Matches, Term
from .models import SearchEntry, SearchVariant, kind_mark, locale_mark
from .normalise import SPELLINGS, compounds
from .typos import allowed_edits, distance, is_near, keys_of_typed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable

    from .engines import Expression
    from .normalise import Compound

MAX_LENGTH = 200
MAX_WANTED = 8
# A longer chain of hyphens is read as words of their own.
MAX_PARTS = 4
# Bounds of what typos may cost; ordinary vocabularies stay far below.
MAX_CANDIDATES = 10_000
MAX_NEAR = 200

# Each weight exceeds all below it together: no typo, then the title, then whole words there.
NO_TYPO, ALL_IN_TITLE, SOME_IN_TITLE, WHOLE_IN_TITLE = 8, 4, 2, 1


class SearchQueryError(ValueError):
    """A query that is refused; `code` is for programs, the message for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class WantedWord:
    """A word that must occur: as it is, as the beginning of another, or with a typo."""

    word: str
    is_prefix: bool = False

    def matches(self, word: str) -> bool:
        """Whether a word of a text is one that the database finds for this one."""
        if word == self.word or (self.is_prefix and word.startswith(self.word)):
            return True
        return is_near(self.word, word)


# One thing asked for: any of its spellings will do, each of which is one word or several.
Wanted = tuple[tuple[WantedWord, ...], ...]


@dataclass(frozen=True)
class Words:
    """What a query asks for, and the words of the index that each of its words may mean."""

    wanted: tuple[Wanted, ...]
    near: tuple[tuple[str, tuple[str, ...]], ...]


def words_of(query: str) -> Words:
    """Read a query; one statement. Raises SearchQueryError for a query that is too long."""
    wanted = parse(query)
    near = near_words(wanted)
    return Words(wanted, tuple((word, tuple(near[word])) for word in sorted(near)))


def search(
    query: str, *, locale_ids: Collection[int] | None = None, kinds: Collection[str] | None = None
) -> QuerySet[SearchEntry]:
    """Find entries by words: see `entries_of`."""
    return entries_of(words_of(query), locale_ids=locale_ids, kinds=kinds)


def entries_of(
    words: Words,
    *,
    locale_ids: Collection[int] | None = None,
    kinds: Collection[str] | None = None,
) -> QuerySet[SearchEntry]:
    """The entries that hold words, best first, with their `rank`; the caller adds visibility.

    A rank depends on the entry and the query only, so cursors hold while other content changes, and
    nothing hidden moves what is shown.
    """
    wanted = words.wanted
    marks = _marks(locale_mark, locale_ids) + _marks(kind_mark, kinds)
    if not wanted or any(not one.parts for one in marks):
        return SearchEntry.objects.annotate(rank=Value(0)).none()
    near = {word: list(found) for word, found in words.near}
    loose = [_expression(one, near) for one in wanted]
    entries = SearchEntry.objects.filter(Matches(_all([*marks, *loose])))
    # The words serve the database only.
    entries = entries.defer(*COLUMNS)
    return entries.annotate(rank=_rank(wanted, near, loose, marks)).order_by("-rank", "-page_id")


def _marks(mark: Callable[[Any], str], values: Collection[Any] | None) -> list[AnyOf]:
    """Restrict to the entries that have one of the marks, if any are asked for."""
    return [] if values is None else [AnyOf(tuple(Term(mark(value)) for value in values))]


@lru_cache(maxsize=256)
def parse(query: str) -> tuple[Wanted, ...]:
    """Read a query: what it asks for, in order; what is beyond the eighth does not count."""
    if len(query) > MAX_LENGTH:
        raise SearchQueryError(
            "QUERY_TOO_LONG", f"A search query has at most {MAX_LENGTH} characters."
        )
    spellings = [spelling for compound in compounds(query) for spelling in _spellings(compound)]
    spellings = _named(spellings)
    telling = [one for one in spellings if any(_is_telling(word) for word in one[0])]
    chosen = (telling or spellings)[:MAX_WANTED]
    return tuple(_wanted(one, is_last=one is chosen[-1]) for one in chosen)


def near_words(wanted: Sequence[Wanted]) -> dict[str, list[str]]:
    """Give the words of the index that each word may mean, in one statement; none if none may."""
    typed = {word.word for one in wanted for spelling in one for word in spelling}
    by_key: dict[int, list[str]] = defaultdict(list)
    for word in typed:
        for key in keys_of_typed(word) if allowed_edits(word) else ():
            by_key[key].append(word)
    if not by_key:
        return {}
    statement = _statements.get("candidates", _candidates)
    near: dict[str, set[str]] = defaultdict(set)
    for key, candidate in fetch(statement, values=list(by_key)):
        for word in by_key[key]:
            if candidate != word and is_near(word, candidate):
                near[word].add(candidate)
    return {word: _nearest(word, found) for word, found in near.items() if found}


_statements = Statements()


def _candidates() -> QuerySet[SearchVariant, tuple[int, str]]:
    found = SearchVariant.objects.filter(any_of("key", [], IntegerField())).order_by("key", "word")
    return found.values_list("key", "word")[:MAX_CANDIDATES]


def _nearest(word: str, found: set[str]) -> list[str]:
    return sorted(found, key=lambda other: (distance(word, other), other))[:MAX_NEAR]


def _spellings(compound: Compound) -> list[tuple[tuple[str, ...], ...]]:
    """Give the ways to write a compound: in parts or as one word."""
    stems = tuple(part.stem for part in compound.parts)
    if len(stems) > MAX_PARTS:
        return [((stem,),) for stem in stems]
    telling = tuple(stem for stem in stems if _is_telling(stem)) or stems
    if compound.joined is None:
        return [(telling,)]
    name = SPELLINGS.get(tuple(part.word for part in compound.parts))
    return [((name,),)] if name else [(telling, (compound.joined,))]


def _named(spellings: list[tuple[tuple[str, ...], ...]]) -> list[tuple[tuple[str, ...], ...]]:
    """Put the short name in the place of a name that is spelled out in single words."""
    result: list[tuple[tuple[str, ...], ...]] = []
    for one in spellings:
        result.append(one)
        for spelled_out, name in SPELLINGS.items():
            if tuple(result[-len(spelled_out) :]) == tuple(((word,),) for word in spelled_out):
                result[-len(spelled_out) :] = [((name,),)]
    return result


def _is_telling(word: str) -> bool:
    """Whether a word says enough to be asked for: single letters of alphabets do not."""
    return len(word) > 1 or not word.isalpha() or _is_syllabic(word)


def _is_syllabic(word: str) -> bool:
    """Whether a letter is a syllable or a word of its own: Hangul, kana, Chinese characters."""
    return word[0] >= "\u2e80"


def _wanted(spellings: tuple[tuple[str, ...], ...], *, is_last: bool) -> Wanted:
    return tuple(
        tuple(
            WantedWord(word, _may_continue(word, is_last=is_last and word is spelling[-1]))
            for word in spelling
        )
        for spelling in spellings
    )


def _may_continue(word: str, *, is_last: bool) -> bool:
    """Whether a word may be the beginning of another: the last one typed, and any Korean one.

    Korean writes particles together with the word.
    """
    return _is_syllabic(word) or (is_last and len(word) > 1)


def _expression(
    one: Wanted, near: dict[str, list[str]], *, whole_words: bool = False
) -> Expression:
    """Write one thing asked for as an expression."""
    return AnyOf(
        tuple(
            AllOf(
                tuple(
                    AnyOf(
                        (
                            Term(word.word, word.is_prefix and not whole_words),
                            *map(Term, near.get(word.word, ())),
                        )
                    )
                    for word in spelling
                )
            )
            for spelling in one
        )
    )


def _all(expressions: Sequence[Expression]) -> Expression:
    return AllOf(tuple(expressions))


def _rank(
    wanted: Sequence[Wanted],
    near: dict[str, list[str]],
    loose: list[Expression],
    marks: list[AnyOf],
) -> Combinable:
    """Add up what speaks for an entry; a test that all would pass is not made, only counted."""

    def weight(points: int, found: Matches | Q) -> Combinable:
        return Case(When(found, then=Value(points)), default=Value(0), output_field=IntegerField())

    rank = weight(ALL_IN_TITLE, Matches(_all(loose), in_title=True))
    whole = [_expression(one, {}, whole_words=True) for one in wanted]
    rank = rank + weight(WHOLE_IN_TITLE, Matches(_all(whole), in_title=True))
    if len(wanted) > 1:
        rank = rank + weight(SOME_IN_TITLE, Matches(AnyOf(tuple(loose)), in_title=True))
    if not near:
        return rank + Value(NO_TYPO)
    # Asked of the index as a whole: reading it from each matching row is slow.
    exact = SearchEntry.objects.filter(
        Matches(_all([*marks, *(_expression(one, {}) for one in wanted)]))
    )
    return rank + weight(NO_TYPO, Q(page_id__in=exact.values("page_id")))
