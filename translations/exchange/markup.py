"""Texts with inline tags, as wagtail-localize stores them: read, written, compared, checked.

The attributes of a tag stay behind when a text is taken out of a page; where there were any, the
tag has an `id` in their place. A translation may move such placeholders, and may lose none.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from html import escape, unescape
from typing import TYPE_CHECKING

from wagtail_localize.strings import INLINE_TAGS

from .problems import Code

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

# Patterns that read each character once: whoever uploads a file decides what they meet.
BRACKETS = re.compile(r"<[^<>]*>")
TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)(\s.*)?/?>", flags=re.DOTALL)
LOOKS_LIKE_TAG = re.compile(r"<[A-Za-z/!?][^<>]*>?")
ID = re.compile(r"""id=(?:"([\w.-]+)"|'([\w.-]+)')""")
NONCHARACTERS = "\ufffe\uffff"
# They show the letters of a text in another order than it has them (UTR #36, 2.5); whoever needs a
# direction has marks and isolates.
OVERRIDES = "\u202d\u202e"
VISIBLE_CONTROLS = "\t\n\r"


class MarkupError(ValueError):
    """A text whose tags are not as they may be."""

    def __init__(self, code: Code, tag: str) -> None:
        super().__init__(f"{code} {tag}")
        self.code = code
        self.tag = tag


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag, or something else between angle brackets, in the one way in which it is written."""

    literal: str
    name: str = ""
    id: str = ""
    is_closing: bool = False
    is_alone: bool = False

    @property
    def is_opening(self) -> bool:
        """Say whether it has a partner further on."""
        return not self.is_closing and not self.is_alone


def parse(html: str) -> list[str | Tag]:
    """Split into plain text and tags; raises MarkupError."""
    pieces: list[str | Tag] = []
    open_tags: list[Tag] = []
    position = 0
    for match in BRACKETS.finditer(html):
        if not LOOKS_LIKE_TAG.match(match.group()):
            continue
        pieces.extend(_text(html[position : match.start()]))
        position = match.end()
        tag = _tag(match.group())
        if tag.is_opening:
            open_tags.append(tag)
        elif tag.is_closing and (not open_tags or open_tags.pop().name != tag.name):
            raise MarkupError(Code.BROKEN_TAG, tag.literal)
        pieces.append(tag)
    pieces.extend(_text(html[position:]))
    if open_tags:
        raise MarkupError(Code.BROKEN_TAG, open_tags[-1].literal)
    return pieces


def _text(raw: str) -> Iterator[str]:
    if broken := LOOKS_LIKE_TAG.search(raw):
        raise MarkupError(Code.BROKEN_TAG, broken.group())
    if raw:
        yield unescape(raw)


def _tag(raw: str) -> Tag:
    if raw[1] in "!?":
        return Tag(raw, is_alone=True)
    match = TAG.fullmatch(raw)
    if not match:
        raise MarkupError(Code.BROKEN_TAG, raw)
    name = match[2].lower()
    if name not in INLINE_TAGS:
        raise MarkupError(Code.UNKNOWN_TAG, raw)
    if match[1]:
        return Tag(f"</{name}>", name, is_closing=True)
    attributes = (match[3] or "").rstrip("/").strip()
    found = ID.fullmatch(attributes)
    if attributes and not found:
        raise MarkupError(Code.TAG_ATTRIBUTES, raw)
    id_ = (found[1] or found[2]) if found else ""
    is_alone = name == "br"
    attr = f' id="{id_}"' if id_ else ""
    return Tag(f"<{name}{attr}{'/' if is_alone else ''}>", name, id_, is_alone=is_alone)


def text_of(text: str) -> str:
    """Write plain text as it stands between tags."""
    return escape(text, quote=False)


def render(pieces: list[str | Tag]) -> str:
    """Write a text in the one way in which it is stored."""
    return "".join(p.literal if isinstance(p, Tag) else text_of(p) for p in pieces)


def canonical(html: str) -> str:
    """Write a text in the one way in which it is stored; what cannot be read stays as it is."""
    try:
        return render(parse(html))
    except MarkupError:
        return html


def plain_of(stored: str) -> str:
    """Give a text without formats as it is read, with its lines."""
    try:
        pieces = parse(stored)
    except MarkupError:
        return stored
    return "".join(_plain(piece) for piece in pieces)


def _plain(piece: str | Tag) -> str:
    if isinstance(piece, Tag):
        return "\n" if piece.name == "br" else ""
    return piece


def errors_of(source: str, target: str, *, is_rich: bool) -> Iterator[tuple[Code, dict[str, Any]]]:
    """Say what forbids a translation of an original."""
    for character in dict.fromkeys(target):
        if _is_hidden_control(character) and character not in source:
            yield Code.CONTROL_CHARACTER, {"character": f"U+{ord(character):04X}"}
    try:
        tags = _placed_tags(parse(target))
    except MarkupError as error:
        yield error.code, {"tag": error.tag}
        return
    originals = _placed_tags(parse(source))
    for tag in dict.fromkeys(tags):
        if tag not in originals and (code := _fault(tag, is_rich=is_rich)):
            yield code, {"tag": tag.literal}
    for tag in dict.fromkeys(originals):
        if tag.id and tag not in tags:
            yield Code.MISSING_PLACEHOLDER, {"tag": tag.literal}


def _fault(tag: Tag, *, is_rich: bool) -> Code | None:
    """Say what forbids a tag that the original does not have."""
    if tag.id or not tag.name or tag.name == "a":
        return Code.UNKNOWN_PLACEHOLDER
    return None if is_rich or tag.name == "br" else Code.TAG_IN_PLAIN_TEXT


def lost_formatting(source: str, target: str) -> list[str]:
    """Name the tags of an original that its translation has less often."""
    lost = Counter(_placed_tags(parse(source))) - Counter(_placed_tags(parse(target)))
    return [tag.literal for tag in lost if not tag.id]


def _placed_tags(pieces: list[str | Tag]) -> list[Tag]:
    return [piece for piece in pieces if isinstance(piece, Tag) and not piece.is_closing]


def _is_hidden_control(character: str) -> bool:
    """Tell control characters from what joins, separates and directs letters (ZWNJ, RLM …)."""
    if character in VISIBLE_CONTROLS:
        return False
    return unicodedata.category(character) == "Cc" or character in NONCHARACTERS + OVERRIDES
