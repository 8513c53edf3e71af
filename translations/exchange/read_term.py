"""A term as a file has it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadTerm:
    """A term with its translations, one a line; its language is one of the site's."""

    line: int
    source_language: str
    text: str
    preferred: str = ""
    forbidden: str = ""
    is_name: bool = False
    note: str = ""


def language_in(code: str, languages: frozenset[str]) -> str:
    """Find the language of the site that a code is for, with or without its region; or ""."""
    code = code.strip().replace("_", "-").lower()
    base = code.partition("-")[0]
    return code if code in languages else base if base in languages else ""
