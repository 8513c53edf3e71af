"""What a translation may have got wrong: numbers, addresses, placeholders, tags, length.

Each check compares one text with its translation and says what differs. None knows a language: what
is compared is what must be the same in all of them, however its digits are written. Months count as
words, which they are in most.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher, format_number

from translations.enums import Check

TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)(?:\s[^<>]*?)?(/?)>")
# What may stand beside them without a space, in Korean for example, is none of them.
URL = re.compile(r"https?://[!#-&*-;=?-Z\\^-z|~]+", re.IGNORECASE)
EMAIL = re.compile(r"(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
PLACEHOLDER = re.compile(r"\{[A-Za-z0-9_]+\}|%\([A-Za-z0-9_]+\)[sd]|%[sd]")
DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
# Digits with the signs that languages write between them: comma, point, apostrophe, also in Arabic,
# and a space before three digits.
NUMBER = re.compile("\\d+(?:[.,'’\u066b\u066c]\\d+| \\d{3}(?!\\d))*")
# The number of a month, where its name is one: 6월 is June.
MONTH = re.compile(r"\d{1,2}(?=월)")
SEPARATORS = re.compile(r"\D")
# Marks that say how text runs; not part of what it says (Unicode Standard Annex 9).
DIRECTIONS = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
# A text of so many letters or fewer may have a translation of any length.
SHORT = 20
LONGEST, SHORTEST = 3.0, 0.2
MOST_DIGITS = 15


@dataclass(frozen=True)
class Finding:
    """What one check has found: what the translation lacks, and what it has too much."""

    check: Check
    lacking: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Say it to a translator."""
        parts = [str(MESSAGES[self.check])]
        if self.lacking:
            parts.append(_("missing: {texts}").format(texts=" · ".join(self.lacking)))
        if self.extra:
            parts.append(_("not in the original: {texts}").format(texts=" · ".join(self.extra)))
        return " – ".join(parts)


MESSAGES = {
    Check.FACTS: _("A number, date or telephone number is a fact, and the same in all languages."),
    Check.MISSING: _("There is no translation."),
    Check.SAME: _("The translation is the original."),
    Check.PLACEHOLDERS: _("Placeholders differ."),
    Check.TAGS: _("Formats or links differ."),
    Check.URLS: _("Addresses of websites differ."),
    Check.EMAILS: _("E-mail addresses differ."),
    Check.PHONES: _("Telephone numbers differ."),
    Check.DATES: _("Dates differ."),
    Check.NUMBERS: _("Numbers differ."),
    Check.LENGTH: _("The length is unusual."),
    Check.SPACES: _("Spaces at the beginning or end differ."),
    Check.TERMS: _("Terms are translated otherwise."),
    Check.FORBIDDEN_TERMS: _("Forbidden translations are used."),
}


def check(original: str, translation: str) -> list[Finding]:
    """Compare a text with its translation; both may be plain or hold tags."""
    if not original.strip():
        return []
    if not translation.strip():
        return [Finding(Check.MISSING)]
    ours, theirs = normal(original), normal(translation)
    found = [_difference(kind, pick(ours), pick(theirs)) for kind, pick in PICKS.items()]
    return [
        *(finding for finding in found if finding is not None),
        *_whole(original, translation, ours, theirs),
    ]


def normal(text: str) -> str:
    """A text without marks of direction, its digits as 0 to 9."""
    plain = html.unescape(text).translate(DIRECTIONS)
    return "".join(
        str(unicodedata.decimal(sign)) if not sign.isascii() and sign.isdecimal() else sign
        for sign in plain
    )


def _difference(kind: Check, original: Iterable[str], translation: Iterable[str]) -> Finding | None:
    wanted, given = Counter(original), Counter(translation)
    lacking, extra = (wanted - given).elements(), (given - wanted).elements()
    finding = Finding(kind, tuple(sorted(lacking)), tuple(sorted(extra)))
    return finding if finding.lacking or finding.extra else None


def _whole(original: str, translation: str, ours: str, theirs: str) -> Iterable[Finding]:
    """Compare texts as a whole."""
    one, other = _readable(ours), _readable(theirs)
    if one == other and sum(map(str.isalpha, one)) > 1:
        yield Finding(Check.SAME)
    elif len(one) > SHORT and not SHORTEST <= len(other) / len(one) <= LONGEST:
        yield Finding(Check.LENGTH)
    if _margins(original) != _margins(translation):
        yield Finding(Check.SPACES)


def _margins(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


def _tags(text: str) -> list[str]:
    return [f"<{opens}{name.lower()}{closes}>" for opens, name, closes in TAG.findall(text)]


def _readable(text: str) -> str:
    """What is read: neither tags nor what stands in them."""
    return " ".join(TAG.sub(" ", text).split())


def _urls(text: str) -> list[str]:
    return [url.rstrip(".,;:!?،؛؟。") for url in URL.findall(_readable(text))]


def _emails(text: str) -> list[str]:
    return EMAIL.findall(_readable(text))


def phones_in(text: str) -> list[str]:
    """Telephone numbers with the code of a country, each in one way of writing."""
    matches = PhoneNumberMatcher(without_addresses(text), None, leniency=Leniency.POSSIBLE)
    return [format_number(match.number, PhoneNumberFormat.INTERNATIONAL) for match in matches]


def without_addresses(text: str) -> str:
    """A text as it is read, without what holds digits that are no numbers."""
    return EMAIL.sub(" ", URL.sub(" ", PLACEHOLDER.sub(" ", _readable(text))))


def _dates(text: str) -> list[str]:
    return DATE.findall(without_addresses(text))


def number_texts(text: str) -> list[str]:
    """Numbers as they are written; not those of other things."""
    rest = without_addresses(text)
    matches = PhoneNumberMatcher(rest, None, leniency=Leniency.POSSIBLE)
    for match in reversed(list(matches)):
        rest = f"{rest[: match.start]} {rest[match.end :]}"
    rest = MONTH.sub(" ", DATE.sub(" ", rest))
    return NUMBER.findall(rest)


def _numbers(text: str) -> list[str]:
    """The digits of numbers, without what stands between them."""
    return [SEPARATORS.sub("", number).lstrip("0") or "0" for number in number_texts(text)]


PICKS: dict[Check, Callable[[str], list[str]]] = {
    Check.PLACEHOLDERS: lambda text: PLACEHOLDER.findall(_readable(text)),
    Check.TAGS: _tags,
    Check.URLS: _urls,
    Check.EMAILS: _emails,
    Check.PHONES: phones_in,
    Check.DATES: _dates,
    Check.NUMBERS: _numbers,
}
