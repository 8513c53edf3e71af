"""How far a word may be from the word that was meant, and how such words are found quickly.

A word is stored under each spelling that is left when letters are taken out of its beginning; what
a reader types is looked up in the same way. Two words within the allowed distance always meet, so
the vocabulary needs no scan, no extension of the database and no threshold.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from itertools import combinations

ONE_EDIT_FROM = 4
TWO_EDITS_FROM = 8
MAX_EDITS = 2
LONGEST = 32
# Only the beginning is varied: seven letters meet whatever follows, and keep the variants few.
VARIED_LETTERS = 7


def allowed_edits(word: str) -> int:
    """Give how many edits separate a typed word from one that it may mean; none with digits."""
    if not word.isalpha() or not ONE_EDIT_FROM <= len(word) <= LONGEST:
        return 0
    return 2 if len(word) >= TWO_EDITS_FROM else 1


def can_be_meant(word: str) -> bool:
    """Whether any mistyped word can mean this one, so that it belongs in the vocabulary."""
    return word.isalpha() and ONE_EDIT_FROM - 1 <= len(word) <= LONGEST + MAX_EDITS


def keys_of_typed(word: str) -> set[int]:
    """Give the keys under which to look for what a typed word may mean."""
    return _keys(word, allowed_edits(word))


def keys_of_known(word: str) -> set[int]:
    """Give the keys under which a word of the vocabulary is stored."""
    return _keys(word, 2 if len(word) >= TWO_EDITS_FROM - MAX_EDITS else 1)


def key_of(word: str) -> int:
    """Give the key of a word as it is, without a letter taken out."""
    return _key(word[:VARIED_LETTERS])


def _keys(word: str, edits: int) -> set[int]:
    beginning = word[:VARIED_LETTERS]
    kept = [
        letters
        for removed in range(min(edits, len(beginning)) + 1)
        for letters in combinations(beginning, len(beginning) - removed)
    ]
    return {_key("".join(letters)) for letters in kept}


def _key(letters: str) -> int:
    """Hash to a signed integer of 32 bits; a collision costs one comparison, never a result."""
    return zlib.crc32(letters.encode()) - 2**31


@lru_cache(maxsize=65_536)
def is_near(typed: str, word: str) -> bool:
    """Whether the edits between two words are few enough for the first to mean the second."""
    edits = allowed_edits(typed)
    if not edits or not word.isalpha() or abs(len(typed) - len(word)) > edits:
        return False
    return _shares_letters(typed, word, edits) and distance(typed, word) <= edits


def _shares_letters(typed: str, word: str, edits: int) -> bool:
    """Refuse cheaply: each edit takes away or brings at most one letter that the other lacks."""
    first, second = set(typed), set(word)
    return len(first - second) <= edits and len(second - first) <= edits


def distance(first: str, second: str) -> int:
    """Count the insertions, deletions, substitutions and swaps that turn one word into another."""
    before_last: list[int] = []
    last = list(range(len(second) + 1))
    for row, letter in enumerate(first, 1):
        current = [row]
        for column, other in enumerate(second, 1):
            best = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == second[column - 2] and first[row - 2] == other:
                best = min(best, before_last[column - 2] + 1)
            current.append(best)
        before_last, last = last, current
    return last[-1]
