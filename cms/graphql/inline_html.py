"""HTML of what stands in the lines of one block of rich text: texts, links, pictures, line ends."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from .isolates import BARRIER, parts_to_isolate

if TYPE_CHECKING:
    from collections.abc import Callable

    from .isolates import Part

MARK_TAGS = {
    "bold": "b",
    "italic": "i",
    "superscript": "sup",
    "subscript": "sub",
    "strikethrough": "s",
    "code": "code",
}
END = "</bdi>"


class _Text(NamedTuple):
    """Where a text stands among all of its block, and the link that it is in."""

    start: int
    end: int
    link: tuple[int, int] | None
    is_code: bool

    @property
    def unit(self) -> tuple[int, int] | None:
        """What is isolated as a whole or not at all."""
        return self.link or ((self.start, self.end) if self.is_code else None)


class InlineWriter:
    """Writes the lines of one block, and isolates what runs against their direction.

    A part to isolate goes over several texts, as the reader sees one line. It is inside of one
    text, or begins and ends outside of links and code: one that begins in a link and ends behind it
    is left as it is.
    """

    def __init__(self, nodes: list[dict[str, Any]], direction: str) -> None:
        """Find the parts to isolate, in all texts together."""
        self.nodes = nodes
        self.texts: list[_Text] = []
        self.inside = _Tags()
        self.outside = _Tags()
        content = "".join(self._read(nodes, 0, None))
        for part in parts_to_isolate(content, direction):
            self._place(part)
        self.inside.sort()
        self.outside.sort()

    def html(self) -> str:
        """The lines."""
        return self._write(self.nodes, 0, self.outside)

    def _read(
        self, nodes: list[dict[str, Any]], position: int, link: tuple[int, int] | None
    ) -> list[str]:
        """All texts, with a barrier for each thing that is none, and code as letters."""
        contents: list[str] = []
        for node in nodes:
            end = position + _length(node)
            if node["type"] == "text":
                is_code = "code" in node.get("marks", ())
                self.texts.append(_Text(position, end, link, is_code))
                contents.append(_as_letters(node["text"]) if is_code else node["text"])
            elif node["type"] == "link":
                contents += self._read(node["children"], position, link or (position, end))
            else:
                contents.append(BARRIER)
            position = end
        return contents

    def _place(self, part: Part) -> None:
        """Note where the tags of a part go, if there is a place for them."""
        first, last = self._text_at(part.start), self._text_at(part.end - 1)
        if first is last and not first.is_code:
            self.inside.add(part)
            return
        begins_outside = first.unit is None or first.unit[0] == part.start
        ends_outside = last.unit is None or last.unit[1] == part.end
        if begins_outside and ends_outside:
            self.outside.add(part)

    def _text_at(self, position: int) -> _Text:
        return self.texts[bisect_right(self.texts, position, key=lambda text: text.start) - 1]

    def _write(self, nodes: list[dict[str, Any]], position: int, tags: _Tags) -> str:
        written: list[str] = []
        for node in nodes:
            end = position + _length(node)
            if node["type"] == "text":
                edges = [position, *tags.between(position, end), end]
                pieces = list(pairwise(edges))
                htmls = [self._text_html(node, position, *piece) for piece in pieces]
            else:
                pieces, htmls = [(position, end)], [self._other_html(node, position)]
            for (piece_start, piece_end), html in zip(pieces, htmls, strict=True):
                written += [
                    tags.opening.pop(piece_start, ""),
                    html,
                    tags.closing.pop(piece_end, ""),
                ]
            position = end
        return "".join(written)

    def _text_html(self, node: dict[str, Any], offset: int, start: int, end: int) -> str:
        edges = [start, *self.inside.between(start, end), end]
        html = "".join(
            self.inside.opening.pop(left, "")
            + escape(node["text"][left - offset : right - offset], quote=False)
            + self.inside.closing.pop(right, "")
            for left, right in pairwise(edges)
        )
        for mark in reversed(node.get("marks", [])):
            html = f"<{MARK_TAGS[mark]}>{html}</{MARK_TAGS[mark]}>"
        return html

    def _other_html(self, node: dict[str, Any], position: int) -> str:
        if node["type"] == "link":
            inner = self._write(node["children"], position, _Tags())
            return f'<a href="{escape(node["url"])}">{inner}</a>'
        return _INLINE_HTML[node["type"]](node)


class _Tags:
    """Tags by where they stand."""

    def __init__(self) -> None:
        self.opening: defaultdict[int, str] = defaultdict(str)
        self.closing: defaultdict[int, str] = defaultdict(str)
        self._places: list[int] = []

    def add(self, part: Part) -> None:
        self.opening[part.start] += f'<bdi dir="{part.direction}">'
        self.closing[part.end] += END

    def sort(self) -> None:
        self._places = sorted({*self.opening, *self.closing})

    def between(self, start: int, end: int) -> list[int]:
        """The places of tags between two others."""
        return self._places[bisect_right(self._places, start) : bisect_left(self._places, end)]


def _length(node: dict[str, Any]) -> int:
    if node["type"] == "text":
        return len(node["text"])
    if node["type"] == "link":
        return sum(map(_length, node["children"]))
    return 1


def _as_letters(code: str) -> str:
    """Code reads from left to right, whatever signs it begins with; what is mixed stays alone."""
    return ("a" if code.isascii() else BARRIER) * len(code)


def _image_html(node: dict[str, Any]) -> str:
    size = f' width="{node["width"]}" height="{node["height"]}"' if node.get("width") else ""
    return f'<img src="{escape(node["url"])}" alt="{escape(node["alt"])}"{size}>'


def _embed_html(node: dict[str, Any]) -> str:
    url = escape(node["url"])
    return f'<p><a href="{url}">{url}</a></p>'


_INLINE_HTML: dict[str, Callable[[dict[str, Any]], str]] = {
    "break": lambda node: "<br>",
    "image": _image_html,
    "embed": _embed_html,
}
