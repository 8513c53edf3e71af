"""How many words a text has: the one definition, for all languages.

A word is what Unicode's rules of word boundaries (UAX #29) find between two of them, if it has a
letter or a digit. Korean, Arabic and Persian are counted as they are written: by their spaces, with
vowel signs and the joiner inside words of Persian as parts of the word. Chinese and Japanese, whose
words have no spaces between them, would take a dictionary; none of our languages does.
"""

from __future__ import annotations

import html
import re
import unicodedata

NEW_LINE = re.compile(r"<br\s*/?>", re.IGNORECASE)
TAG = re.compile(r"</?[A-Za-z][^<>]*>")
# Letters go on after an apostrophe or a point, digits after the signs that stand between them.
WORD = re.compile(
    r"\w+(?:(?:(?<=[^\W\d])['\u2019\u2018.\u00b7](?=[^\W\d])|(?<=\d)['\u2019.,;\u066b\u066c](?=\d))\w+)*"
)
# A space of no width divides words (rule WB999); all other marks of format are passed over (WB4).
ZERO_WIDTH_SPACE = "\u200b"
PASSED_OVER = {"Mn", "Mc", "Me", "Cf"}


def plain_text(stored: str) -> str:
    """Give a text as wagtail-localize stores it without its markup, with its lines."""
    return html.unescape(TAG.sub("", NEW_LINE.sub("\n", stored)))


def count_words(stored: str) -> int:
    """Count the words of a text as wagtail-localize stores it, without its markup."""
    text = plain_text(stored)
    return len(WORD.findall("".join(filter(_counts, text)))) if text else 0


def _counts(sign: str) -> bool:
    return sign == ZERO_WIDTH_SPACE or unicodedata.category(sign) not in PASSED_OVER
