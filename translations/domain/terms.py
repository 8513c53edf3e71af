"""Terms in texts: where an original has one, and whether its translation keeps to the termbase.

Whole words are found, in any case, the longest term first. What a language attaches to a word –
endings of the plural, articles, prepositions, particles – is allowed for as far as a list of it can
say, so that a translation is not called wrong for its grammar. It can be too kind, and is a help.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from translations.enums import Check
from translations.folding import fold, folded
from translations.models import Term

from .checks import Finding

if TYPE_CHECKING:
    from wagtail_localize.models import Translation

# What stands before and after a word without a space, in folded letters.
PLURALS = {"en": "(?:e?s|'s)?", "fr": "[sx]?", "es": "(?:e?s)?", "pt": "(?:e?s)?"}
ARABIC_ARTICLE = "ال"
ARABIC_BEFORE = "[وف]?[بکل]?(?:ال|ل)?"
ARABIC_AFTER = "(?:ات|ان|ون|ین)?(?:ها|هم|هن|هما|نا|کم|ه|ک|ی)?"  # noqa: RUF001 Arabic letters
PERSIAN_AFTER = "(?:های?ی?|ان)?(?:یی|ای|ی)?(?:م|ت|ش|مان|تان|شان)?"
# The longest first.
KOREAN_PARTICLES = (
    "께서는|에서는|에서도|에게서|으로서|으로써|이라는|이라고|입니다|께서|에서|에게|에는|에도|으로|로서|로써|라는|라고|이며|이고|이나|이란"
    "|이다|까지|부터|마다|처럼|보다|이랑|하고|에|로|인|은|는|이|가|을|를|의|와|과|도|만|랑|나|란|며|들"
)
KOREAN_AFTER = f"(?:{KOREAN_PARTICLES}){{0,3}}"
# Written without spaces: a term is found anywhere.
WITHOUT_SPACES = frozenset({"zh", "ja", "th", "lo", "km", "my"})
# A shorter word is not looked for with what may be attached to it.
SHORTEST = 3
SIGNS = re.compile(r"\W")


@dataclass(frozen=True, slots=True)
class Hit:
    """A term in an original, and where."""

    begin: int
    end: int
    term: Term


@dataclass(frozen=True)
class TermFinding(Finding):
    """What a translation has made of a term."""

    term: str = ""

    def __str__(self) -> str:
        """Say it to a translator; each word keeps its own direction."""
        words = {
            "term": _quoted(self.term),
            "preferred": " · ".join(map(_quoted, self.lacking)),
            "used": " · ".join(map(_quoted, self.extra)),
        }
        if not self.extra:
            return _("The preferred translation of %(term)s is missing: %(preferred)s") % words
        if not self.lacking:
            return _("%(used)s is not to be used for %(term)s.") % words
        return _("%(used)s is not to be used for %(term)s: write %(preferred)s") % words


def _quoted(text: str) -> str:
    return f"“\u2068{text}\u2069”"


class Termbase:
    """The terms of one language with their translations into another, ready to be looked for."""

    def __init__(self, terms: Iterable[Term] = (), source: str = "", target: str = "") -> None:
        """Take the terms, and the codes of the languages."""
        self.terms = sorted(terms, key=lambda term: -len(term.key))
        self.source = source
        self.target = target

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        # In a group for each term; names have no plural.
        words = "|".join(
            f"(?P<t{number}>"
            f"{re.escape(term.key) if term.is_name else _form(term.key, self.source)})"
            for number, term in enumerate(self.terms)
        )
        return _whole_words(words, self.source)

    def hits(self, text: str) -> list[Hit]:
        """Find the terms of a plain text, from its beginning; none lies in another."""
        if not self.terms or not text:
            return []
        written = folded(text, self.source)
        found = []
        for match in self._pattern.finditer(written.text):
            term = self.terms[int((match.lastgroup or "t0")[1:])]
            begin, end = written.begins[match.start()], written.ends[match.end() - 1]
            if not term.is_name or _has_capitals(text[begin:end]) or not _has_capitals(term.text):
                found.append(Hit(begin, end, term))
        return found

    def findings(self, hits: Iterable[Hit], translation: str) -> list[TermFinding]:
        """Say where a plain translation does not keep to the termbase."""
        if not translation.strip():
            return []
        text = fold(translation, self.target)
        terms = {hit.term.key: hit.term for hit in hits}
        # What is right for one term is not wrong for another that is a part of it.
        rest = text
        for term in terms.values():
            for word in term.allowed:
                rest = _of(word, self.target).sub("\0", rest)
        found = (self._finding(term, text, rest) for term in terms.values())
        return [finding for finding in found if finding is not None]

    def _finding(self, term: Term, text: str, rest: str) -> TermFinding | None:
        used = tuple(word for word in term.unwanted if _of(word, self.target).search(rest))
        if used:
            return TermFinding(Check.FORBIDDEN_TERMS, tuple(term.allowed), used, term.text)
        if term.allowed and not any(_of(word, self.target).search(text) for word in term.allowed):
            return TermFinding(Check.TERMS, tuple(term.allowed), term=term.text)
        return None


NO_TERMS = Termbase()


def termbase_of(translation: Translation) -> Termbase:
    """Read the terms between the languages of a translation, in one statement."""
    terms = list(
        Term.objects.between(
            translation.source.locale_id, translation.target_locale_id
        ).select_related("source_locale", "locale")
    )
    if not terms:
        return NO_TERMS
    return Termbase(terms, terms[0].source_locale.language_code, terms[0].locale.language_code)


def _has_capitals(text: str) -> bool:
    return text != text.lower()


@lru_cache(maxsize=4096)
def _of(word: str, language: str) -> re.Pattern[str]:
    """Give the pattern that finds a translation."""
    return _whole_words(_form(fold(word, language), language), language)


def _whole_words(words: str, language: str) -> re.Pattern[str]:
    if _base(language) in WITHOUT_SPACES:
        return re.compile(f"(?:{words})")
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")


def _base(language: str) -> str:
    return language.partition("-")[0].lower()


def _form(key: str, language: str) -> str:
    """Write a folded term as a pattern with what its language attaches to its words."""
    base, words = _base(language), key.split(" ")
    if base == "ar":
        before = (ARABIC_BEFORE, *[f"(?:{ARABIC_ARTICLE})?"] * (len(words) - 1))
        return " ".join(map(_arabic, words, before))
    if base == "fa":
        return " ".join(_with(word, PERSIAN_AFTER) for word in words)
    if base == "ko":
        return re.escape(key) + KOREAN_AFTER
    return " ".join(_with(word, PLURALS.get(base, "")) for word in words)


def _with(word: str, after: str) -> str:
    if len(word) < SHORTEST or SIGNS.search(word[-1]):
        return re.escape(word)
    return re.escape(word) + after


def _arabic(word: str, before: str) -> str:
    stem = word.removeprefix(ARABIC_ARTICLE)
    if len(stem) < SHORTEST:
        return f"{before}{re.escape(stem)}" if stem != word else f"[وف]?[بکل]?{re.escape(word)}"
    # The last letter of most feminine words is another one before an ending.
    form = f"{re.escape(stem[:-1])}[ةت]" if stem.endswith("ة") else re.escape(stem)
    return f"{before}{form}{ARABIC_AFTER}"
