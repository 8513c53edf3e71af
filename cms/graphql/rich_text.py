"""Rich text for front ends: one sanitised tree, given as HTML, as nodes and as plain text.

The input is Wagtail's database form (`<a linktype="page" id="3">`, `<embed embedtype="image" …>`).
Only the elements listed here come out; a link or picture whose target is not visible leaves its
text behind and nothing else.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from html.parser import HTMLParser
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from cms.statements import side_by_side

from .arguments import primary_key
from .inline_html import InlineWriter
from .sites import absolute_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .addresses import Address
    from .context import Scope

BLOCKS = {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "hr"}
MARKS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "sup": "superscript",
    "sub": "subscript",
    "del": "strikethrough",
    "s": "strikethrough",
    "code": "code",
}
VOID = {"hr", "br", "embed", "img", "input", "link", "meta"}
DROPPED_WITH_CONTENT = {"script", "style", "template", "iframe", "object"}
# Deeper than any editor nests.
MAX_DEPTH = 50
# Of the words of a text, so that it is one from right to left; Closure's library has the same.
RTL_SHARE = 0.4
SAFE_SCHEMES = {"http", "https", "mailto", "tel"}


@dataclass(slots=True)
class Element:
    """An element of the parsed text, with its attributes and children."""

    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """This element and all below it."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()


@dataclass(slots=True)
class RichTextValue:
    """A rich text and the scope in which its links are resolved."""

    source: str
    scope: Scope
    locale_id: int | None = None


class _TreeBuilder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root", {})
        self._stack = [self.root]
        self._dropping: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._dropping or tag in DROPPED_WITH_CONTENT:
            if tag not in VOID:
                self._dropping.append(tag)
            return
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._stack[-1].children.append(element)
        # Nesting is bounded, so that a hostile text cannot exhaust the recursion of the renderers.
        if tag not in VOID and len(self._stack) < MAX_DEPTH:
            self._stack.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._dropping and tag not in DROPPED_WITH_CONTENT:
            element = Element(tag, {name: value or "" for name, value in attrs})
            self._stack[-1].children.append(element)

    def handle_endtag(self, tag: str) -> None:
        if self._dropping:
            if tag in self._dropping:
                del self._dropping[self._dropping.index(tag) :]
            return
        for depth in range(len(self._stack) - 1, 0, -1):
            if self._stack[depth].tag == tag:
                del self._stack[depth:]
                return

    def handle_data(self, data: str) -> None:
        if not self._dropping:
            self._stack[-1].children.append(data)


@lru_cache(maxsize=2048)
def parse(source: str) -> Element:
    """The tree of a rich text; unclosed and crossed elements are closed where they must be."""
    builder = _TreeBuilder()
    builder.feed(source)
    builder.close()
    return builder.root


@dataclass
class References:
    """What the links and pictures of many texts lead to, as far as it is visible."""

    scope: Scope
    pages: dict[int, Any]
    documents: dict[int, Any]
    images: dict[int, Any]
    addresses: dict[str, Address]

    @classmethod
    def of(cls, values: list[RichTextValue]) -> References:
        """Look up the references of all texts together."""
        scope = values[0].scope
        ids: dict[str, set[int]] = {"page": set(), "document": set(), "image": set()}
        hrefs: set[str] = set()
        for value in values:
            for element in parse(value.source).walk():
                hrefs |= {
                    element.attributes.get(name, "").strip()
                    for name in ("href", "url")
                    if element.tag in ("a", "embed")
                }
                kind = element.attributes.get("linktype") or element.attributes.get("embedtype")
                pk = _key(element)
                if kind in ids and pk is not None:
                    ids[kind].add(pk)
        loaders = scope.loaders
        found = side_by_side(
            lambda: loaders.pages(ids["page"]),
            lambda: loaders.documents(ids["document"]),
            lambda: loaders.images(ids["image"]),
            lambda: scope.addresses.find(hrefs),
        )
        return cls(scope, *found)

    def link(self, element: Element) -> dict[str, Any] | None:
        """The target of an `<a>`: its URL and what it is; None if there is none to show."""
        kind = element.attributes.get("linktype")
        pk = _key(element)
        if kind == "page":
            page = self.pages.get(pk)
            path = self.scope.roots.path_of(page) if page is not None else None
            if path is None:
                return None
            return {"url": path, "target": "page", "key": str(page.translation_key)}
        if kind == "document":
            document = self.documents.get(pk)
            return {"url": absolute_url(document.url), "target": "document"} if document else None
        return self._typed(element.attributes.get("href", "").strip())

    def _typed(self, url: str) -> dict[str, Any] | None:
        address = self.addresses.get(url)
        if address is None or not is_safe_url(url):
            return None
        if address.path is None:
            return {"url": url, "target": "url"}
        return {"url": address.path, "target": "page", "key": str(address.key)}


def _key(element: Element) -> int | None:
    return primary_key(element.attributes.get("id", ""))


def is_safe_url(url: str) -> bool:
    """Whether a URL may stand in public HTML: web, mail, telephone, or a place on the same page."""
    if any(unicodedata.category(character) == "Cc" for character in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme:
        return parts.scheme.lower() in SAFE_SCHEMES
    return url.startswith(("#", "/")) and not url.startswith(("//", "/\\"))


def direction(text: str) -> str | None:
    """The direction of a text, by its words; None if it has no letters.

    The first letter alone does not tell it: many a sentence in Arabic begins with a Latin name.
    Addresses do not count, as they are written from left to right in any language.
    """
    words = [word for word in text.split() if "@" not in word and "://" not in word]
    counts = Counter(filter(None, map(_first_direction, words)))
    if not counts:
        return _first_direction(text)
    return "rtl" if counts["rtl"] >= RTL_SHARE * counts.total() else "ltr"


def _first_direction(text: str) -> str | None:
    """The direction of the first strong character (Unicode Bidirectional Algorithm, P2-P3)."""
    for character in text:
        bidi_class = unicodedata.bidirectional(character)
        if bidi_class in ("R", "AL"):
            return "rtl"
        if bidi_class == "L":
            return "ltr"
    return None


def plain_text(element: Element) -> str:
    """The text of an element, blocks separated by line ends."""
    parts: list[str] = []
    for child in element.children:
        if isinstance(child, str):
            parts.append(child)
        elif child.tag == "br":
            parts.append("\n")
        else:
            parts.append(plain_text(child))
            if child.tag in BLOCKS - {"ul", "ol"}:
                parts.append("\n")
    return "".join(parts)


class NodeRenderer:
    """Renders a tree as JSON nodes; the HTML is written from these nodes, so they cannot differ."""

    def __init__(
        self, references: References, picture: Callable[[Any, str], dict[str, Any] | None]
    ):
        self.references = references
        self.picture = picture

    def render(self, root: Element) -> list[dict[str, Any]]:
        """The nodes of a whole text."""
        return self._children(root, ())

    def _children(self, element: Element, marks: tuple[str, ...]) -> list[dict[str, Any]]:
        nodes: list[dict[str, Any]] = []
        for child in element.children:
            if isinstance(child, str):
                found = [_text_node(child, marks)] if child else []
            else:
                found = self._element(child, marks)
            # Texts that an element divided which does not come out are one again.
            if found and nodes and _is_same_text(nodes[-1], found[0]):
                nodes[-1]["text"] += found.pop(0)["text"]
            nodes.extend(found)
        return nodes

    def _element(self, element: Element, marks: tuple[str, ...]) -> list[dict[str, Any]]:
        tag = element.tag
        if tag in MARKS:
            mark = MARKS[tag]
            return self._children(element, marks if mark in marks else (*marks, mark))
        if tag in BLOCKS:
            return [self._block(element, marks)]
        if tag == "br":
            return [{"type": "break"}]
        if tag == "a":
            return self._link(element, marks)
        if tag == "embed":
            return self._embed(element)
        return self._children(element, marks)

    def _block(self, element: Element, marks: tuple[str, ...]) -> dict[str, Any]:
        node: dict[str, Any] = dict(_BLOCK_NODES[element.tag])
        if element.tag == "hr":
            return node
        language = element.attributes.get("lang")
        if language and language.replace("-", "").isalnum():
            node["lang"] = language
        text_direction = direction(plain_text(element))
        if text_direction and element.tag not in ("ul", "ol"):
            node["dir"] = text_direction
        node["children"] = self._children(element, marks)
        return node

    def _link(self, element: Element, marks: tuple[str, ...]) -> list[dict[str, Any]]:
        children = self._children(element, marks)
        link = self.references.link(element)
        return [{"type": "link", **link, "children": children}] if link else children

    def _embed(self, element: Element) -> list[dict[str, Any]]:
        kind = element.attributes.get("embedtype")
        if kind == "image":
            image = self.references.images.get(_key(element) or 0)
            if image is None:
                return []
            picture = self.picture(image, element.attributes.get("format", ""))
            if picture is None:
                return []
            return [{"type": "image", "alt": element.attributes.get("alt", ""), **picture}]
        url = element.attributes.get("url", "").strip()
        if kind == "media" and url in self.references.addresses and is_safe_url(url):
            return [{"type": "embed", "url": url}]
        return []


_BLOCK_NODES: dict[str, dict[str, Any]] = {
    "p": {"type": "paragraph"},
    "ul": {"type": "list", "ordered": False},
    "ol": {"type": "list", "ordered": True},
    "li": {"type": "item"},
    "blockquote": {"type": "quote"},
    "hr": {"type": "rule"},
    **{f"h{level}": {"type": "heading", "level": level} for level in range(2, 7)},
}
BLOCK_TYPES = {node["type"] for node in _BLOCK_NODES.values()}


def _text_node(text: str, marks: tuple[str, ...]) -> dict[str, Any]:
    node: dict[str, Any] = {"type": "text", "text": text}
    if marks:
        node["marks"] = list(marks)
    return node


def _is_same_text(one: dict[str, Any], other: dict[str, Any]) -> bool:
    types = {one["type"], other["type"]}
    return types == {"text"} and one.get("marks") == other.get("marks")


def to_html(nodes: list[dict[str, Any]], base_direction: str) -> str:
    """HTML of rendered nodes: blocks that run against what is around them carry `dir`.

    What runs against its own block is isolated, which the nodes do not show: a renderer of nodes
    knows its own way.
    """
    parts: list[str] = []
    for is_block, group in groupby(nodes, key=lambda node: node["type"] in BLOCK_TYPES):
        if is_block:
            parts += [_block_html(node, base_direction) for node in group]
        else:
            parts.append(InlineWriter(list(group), base_direction).html())
    return "".join(parts)


def _block_html(node: dict[str, Any], base: str) -> str:
    if node["type"] == "rule":
        return "<hr>"
    tag, own = _tag(node), node.get("dir", base)
    attributes = f' lang="{escape(node["lang"])}"' if "lang" in node else ""
    if own != base:
        attributes += f' dir="{own}"'
    return f"<{tag}{attributes}>{to_html(node['children'], own)}</{tag}>"


def _tag(node: dict[str, Any]) -> str:
    if node["type"] == "heading":
        return f"h{node['level']}"
    if node["type"] == "list":
        return "ol" if node["ordered"] else "ul"
    return {"paragraph": "p", "item": "li", "quote": "blockquote"}[node["type"]]
