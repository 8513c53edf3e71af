"""Showing where a text matches: plain text in pieces, so that no piece can be taken for HTML."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from .normalise import spans
from .query import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .models import SearchEntry

EXCERPT = 200
# Text before the first match, so that it is read in its sentence.
LEAD = 60
# A first match further down costs more to find than it is worth: the excerpt is then the beginning.
SCANNED = 20_000
ELLIPSIS = "…"


@dataclass(frozen=True)
class Fragment:
    """A piece of text that matches the query, or does not."""

    text: str
    is_match: bool


def highlight(entry: SearchEntry, query: str) -> list[Fragment]:
    """Give an excerpt of the entry's text around the first match, or its beginning."""
    matches = _matches(entry.body[:SCANNED], query)
    first = next(matches, None)
    start, end = _window(entry.body, first[0] if first else 0)
    found = [first] if first else []
    for match in matches:
        if match[0] >= end:
            break
        found.append(match)
    fragments = _cut(entry.body, found, start, end)
    before = [Fragment(ELLIPSIS, is_match=False)] if start else []
    after = [Fragment(ELLIPSIS, is_match=False)] if end < len(entry.body) else []
    return before + fragments + after


def highlight_title(entry: SearchEntry, query: str) -> list[Fragment]:
    """Give the entry's whole title with its matches."""
    return _cut(entry.title, list(_matches(entry.title, query)), 0, len(entry.title))


def _matches(text: str, query: str) -> Iterator[tuple[int, int]]:
    """Find what matches, the smallest piece: not a compound of which a part was found already."""
    last_end = -1
    for start, end, forms in spans(text):
        if start >= last_end and any(_is_match(form, query) for form in forms):
            last_end = end
            yield start, end


@lru_cache(maxsize=65_536)
def _is_match(word: str, query: str) -> bool:
    return any(
        wanted.matches(word) for one in parse(query) for spelling in one for wanted in spelling
    )


def _window(text: str, match: int) -> tuple[int, int]:
    """Choose where the excerpt begins and ends, between words where there are spaces near."""
    start = max(0, match - LEAD)
    if start:
        space = text.find(" ", start, match)
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + EXCERPT)
    if end < len(text):
        space = text.rfind(" ", max(start, match) + 1, end)
        end = space if space > end - LEAD else end
    return start, end


def _cut(text: str, matches: list[tuple[int, int]], start: int, end: int) -> list[Fragment]:
    """Cut a part of a text at the ends of its matches, which may overlap."""
    fragments: list[Fragment] = []
    here = start
    for match_start, match_end in sorted(matches):
        if match_end <= here or match_start >= end:
            continue
        if match_start > here:
            fragments.append(Fragment(text[here:match_start], is_match=False))
        here = max(here, match_start)
        fragments.append(Fragment(text[here : min(match_end, end)], is_match=True))
        here = min(match_end, end)
    if here < end:
        fragments.append(Fragment(text[here:end], is_match=False))
    return fragments
