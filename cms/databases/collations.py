"""The order of words as readers of a language expect it, in every database.

PostgreSQL has the collations of ICU (Unicode CLDR), named `fr-x-icu` and so on. SQLite has none: it
is given ones of the same names that come close, by the rules of the Unicode Collation Algorithm
(UTS #10) that matter for names and titles: letters first, then accents, then small before capital;
the language's own script before others; Persian letters in their places.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache, partial
from typing import Any

from django.conf import settings
from django.db.models import F
from django.db.models.functions import Collate

MAX_KEYS = 20_000
# The first character of a script and of what follows it, and the languages that put it first.
SCRIPTS = {"ar": (0x0600, 0x0780), "fa": (0x0600, 0x0780), "ko": (0x1100, 0x1200)}
FIRST_LETTER = ord("a")

# Letters that do not stand where their code does, but so far behind another one.
AFTER: dict[str, tuple[str, float]] = {
    "پ": ("ب", 0.5), "چ": ("ج", 0.5), "ژ": ("ز", 0.5), "ک": ("ك", 0.2), "گ": ("ك", 0.5),
    "ی": ("ي", 0.2), "ۀ": ("ه", 0.2), "آ": ("ا", -0.5), "ñ": ("n", 0.5),
}  # fmt: skip
# In Persian و stands before ه, and ة is a ه.
PERSIAN: dict[str, tuple[str, float]] = {"و": ("ن", 0.5), "ة": ("ه", 0.1), "ك": ("ك", 0.2)}
# Letters that are not one of the others with a mark.
MADDA = "آ"
OWN_LETTERS = {"es": f"{MADDA}ñ"}


def collation_of(language: str) -> str:
    """The name of a language's collation; languages that the site does not have share one."""
    known = {code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES}
    return f"{language if language in known else 'und'}-x-icu"


def collation_names() -> list[str]:
    """The names of all collations that lists may be sorted by."""
    return [collation_of(code) for code in ("und", *dict(settings.WAGTAIL_CONTENT_LANGUAGES))]


def in_order_of(column: str, collation: str) -> Collate:
    """A column that is compared and sorted by a collation."""
    return Collate(F(column), collation)


def add_to_sqlite(connection: Any, **kwargs: Any) -> None:
    """Give a new connection of SQLite the collations of the site's languages."""
    if connection.vendor != "sqlite":
        return
    for name in collation_names():
        compare = partial(_compare, name.partition("-")[0])
        connection.connection.create_collation(name, compare)


def _compare(language: str, one: str, other: str) -> int:
    a, b = sort_key(one, language), sort_key(other, language)
    return (a > b) - (a < b)


@lru_cache(maxsize=MAX_KEYS)
def sort_key(text: str, language: str) -> tuple[Any, ...]:
    """What texts are compared by: letters, then marks, then case, and at last the text itself."""
    letters: list[tuple[int, float]] = []
    marks: list[str] = []
    capitals: list[bool] = []
    own = OWN_LETTERS.get(language, MADDA)
    for sign in unicodedata.normalize("NFC", text):
        is_own = sign.casefold() in own
        plain = sign if is_own else unicodedata.normalize("NFKD", sign)
        for part in plain:
            if unicodedata.combining(part) and marks:
                marks[-1] += part
                continue
            letters.append(_weight(part.casefold()[:1] or part, language))
            marks.append("")
            capitals.append(part.isupper())
    return letters, marks, capitals, text


@cache
def _weight(letter: str, language: str) -> tuple[int, float]:
    """The group of a letter (signs, digits, the language's script, others) and its place there."""
    code = float(ord(letter))
    if found := (PERSIAN if language == "fa" else {}).get(letter) or AFTER.get(letter):
        code = ord(found[0]) + found[1]
    if not letter.isalnum():
        return 0, code
    if letter.isdigit():
        return 1, code
    first, behind = SCRIPTS.get(language, (FIRST_LETTER, FIRST_LETTER + 26))
    return (2 if first <= code < behind else 3), code
