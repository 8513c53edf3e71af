"""Checks of arguments that hold for every field."""

from __future__ import annotations

from typing import Any

from .errors import BadUserInput


def refuse_unusable_text(value: Any) -> None:
    """Refuse texts that no database can store: with NUL, or with half of a surrogate pair."""
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
            raise BadUserInput("Text may hold neither NUL nor half of a surrogate pair.")
    elif isinstance(value, dict):
        for item in value.values():
            refuse_unusable_text(item)
    elif isinstance(value, list):
        for item in value:
            refuse_unusable_text(item)
