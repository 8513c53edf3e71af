"""What numbers a text states, by how its language writes them."""

from __future__ import annotations

import re
from decimal import Decimal

# The signs that may stand before decimals, and between groups of three digits. Where a language is
# written in several ways, one number has several readings: 1.250 in Spanish, 1,250 in Arabic.
DECIMALS = {"en": ".", "ko": ".", "fr": ",", "es": ",.", "ar": "٫.,", "fa": "٫."}
GROUPS = {"en": ", ’'", "ko": ", ", "fr": " .", "es": ". ", "ar": "٬,. ", "fa": "٬, "}
OTHERS = ".,٫", ",. ’'٬"


def readings(number: str, language: str) -> set[Decimal]:
    """Give what a number may mean; nothing if it is none, as a date or an hour."""
    decimals = DECIMALS.get(language, OTHERS[0])
    groups = GROUPS.get(language, OTHERS[1])
    found = _whole(number, groups)
    for sign in decimals:
        before, _sign, after = number.partition(sign)
        if after.isdigit():
            found |= {
                value + Decimal(after).scaleb(-len(after))
                for value in _whole(before, groups.replace(sign, ""))
            }
    return found


def _whole(number: str, groups: str) -> set[Decimal]:
    if number.isdigit():
        return {Decimal(number)}
    for sign in groups:
        if re.fullmatch(rf"\d{{1,3}}(?:{re.escape(sign)}\d{{3}})+", number):
            return {Decimal(number.replace(sign, ""))}
    return set()
