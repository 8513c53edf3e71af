"""Checks of arguments that hold for every field."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from .errors import BadUserInput

# No primary key of a database has more.
MAX_DIGITS = 18
# What is longer is no language tag, and no pattern that every database takes.
LONGEST_TAG = 35


def primary_key(text: str) -> int | None:
    """The primary key that a text may be; None for what no database has."""
    is_number = text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS
    return int(text) if is_number else None


def is_language_tag(text: str) -> bool:
    """Whether a text may be a language tag (BCP 47), so that it may stand in a pattern."""
    return len(text) <= LONGEST_TAG and text.isascii() and text.replace("-", "").isalnum()


def in_utc(value: datetime) -> datetime:
    """A moment in UTC, as which one without a zone is read; OverflowError if there is none."""
    return value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)


def is_usable_text(text: str) -> bool:
    """Whether a database can store a text: no NUL, no half of a surrogate pair."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def refuse_unusable_text(value: Any) -> None:
    """Refuse texts that no database can store."""
    if isinstance(value, str):
        if not is_usable_text(value):
            raise BadUserInput("Text may hold neither NUL nor half of a surrogate pair.")
    elif isinstance(value, dict):
        for item in value.values():
            refuse_unusable_text(item)
    elif isinstance(value, list):
        for item in value:
            refuse_unusable_text(item)
