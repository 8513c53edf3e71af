"""What a machine gets of a text, and what is taken of its answer.

Placeholders, addresses and e-mail addresses are marked as not to be translated (`translate="no"`,
as HTML has it). Whether the machine minded is looked at in its answer, not hoped for.
"""

from __future__ import annotations

import re

from translations.domain.checks import EMAIL, PLACEHOLDER, URL, check
from translations.enums import Check
from translations.exchange.markup import (
    LOOKS_LIKE_TAG,
    MarkupError,
    Tag,
    errors_of,
    parse,
    render,
    text_of,
)

from .faults import RejectedAnswerError, Rejection

KEPT = re.compile("|".join(f"(?:{kept.pattern})" for kept in (URL, EMAIL, PLACEHOLDER)), re.I)
OPENS, CLOSES = '<span translate="no">', "</span>"
MARKED = re.compile(r"""<span\s+translate=(?:"no"|'no')\s*>([^<>]*)</span>""")
# A translation may be so many times as long, and short texts longer.
TIMES, LETTERS_BESIDE = 4, 200
BROKEN = {
    Check.TAGS: Rejection.MARKUP,
    Check.PLACEHOLDERS: Rejection.PLACEHOLDERS,
    Check.URLS: Rejection.PLACEHOLDERS,
    Check.EMAILS: Rejection.PLACEHOLDERS,
}


def sent_form(stored: str) -> str:
    """Write an original for the machine."""
    return "".join(
        piece.literal if isinstance(piece, Tag) else _marked(piece) for piece in parse(stored)
    )


def sent_length(stored: str) -> int:
    """Count what a machine would get of an original; 0 if it can get nothing."""
    try:
        return len(sent_form(stored))
    except MarkupError:
        return 0


def _marked(text: str) -> str:
    parts, position = [], 0
    for found in KEPT.finditer(text):
        parts += [text_of(text[position : found.start()])]
        parts += [OPENS, text_of(found.group()), CLOSES]
        position = found.end()
    return "".join([*parts, text_of(text[position:])])


def taken_form(source: str, answer: str) -> str:
    """Write an answer as a translation is stored; raises RejectedAnswerError if it can be none."""
    if len(answer) > TIMES * len(sent_form(source)) + LETTERS_BESIDE:
        raise RejectedAnswerError(Rejection.LONG)
    try:
        # JSON can hold halves of letters, which no database takes.
        answer.encode()
        pieces = parse(MARKED.sub(r"\1", answer))
    except (MarkupError, UnicodeEncodeError):
        raise RejectedAnswerError(Rejection.MARKUP) from None
    if not _words(pieces).strip():
        raise RejectedAnswerError(Rejection.EMPTY)
    target = _with_margins_of(source, render(pieces))
    if any(errors_of(source, target, is_rich=True)) or _has_more_code(source, pieces):
        raise RejectedAnswerError(Rejection.MARKUP)
    for finding in check(source, target):
        if finding.check in BROKEN:
            raise RejectedAnswerError(BROKEN[finding.check])
    return target


def _words(pieces: list[str | Tag]) -> str:
    return "".join(piece for piece in pieces if not isinstance(piece, Tag))


def _has_more_code(source: str, pieces: list[str | Tag]) -> bool:
    """Find what reads like tags in the words themselves, where the original has none."""
    return bool(LOOKS_LIKE_TAG.search(_words(pieces))) and not LOOKS_LIKE_TAG.search(
        _words(parse(source))
    )


def _with_margins_of(source: str, target: str) -> str:
    """Give back the spaces at both ends, which machines leave out."""
    inside = source.strip()
    before = source[: source.index(inside)] if inside else ""
    after = source[len(before) + len(inside) :]
    return f"{before}{target.strip()}{after}"
