"""Rich text for front ends: one sanitised tree, given as HTML, as nodes and as plain text.

The input is Wagtail's database form (`<a linktype="page" id="3">`, `<embed embedtype="image" …>`).
Only the elements listed here come out; a link or picture whose target is not visible leaves its
text behind and nothing else.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .sites import absolute_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
MARK_TAGS = {
    "bold": "b",
    "italic": "i",
    "superscript": "sup",
    "subscript": "sub",
    "strikethrough": "s",
    "code": "code",
}
VOID = {"hr", "br", "embed", "img", "input", "link", "meta"}
DROPPED_WITH_CONTENT = {"script", "style", "template", "iframe", "object"}
# Deeper than any editor nests.
MAX_DEPTH = 50
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

    @classmethod
    def of(cls, values: list[RichTextValue]) -> References:
        """Look up the references of all texts together."""
        scope = values[0].scope
        ids: dict[str, set[int]] = {"page": set(), "document": set(), "image": set()}
        for value in values:
            for element in parse(value.source).walk():
                kind = element.attributes.get("linktype") or element.attributes.get("embedtype")
                pk = element.attributes.get("id", "")
                if kind in ids and pk.isascii() and pk.isdigit():
                    ids[kind].add(int(pk))
        loaders = scope.loaders
        return cls(
            scope,
            loaders.pages(ids["page"]) if ids["page"] else {},
            loaders.documents(ids["document"]) if ids["document"] else {},
            loaders.images(ids["image"]) if ids["image"] else {},
        )

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
        url = element.attributes.get("href", "").strip()
        return {"url": url, "target": "url"} if is_safe_url(url) else None


def _key(element: Element) -> int | None:
    pk = element.attributes.get("id", "")
    return int(pk) if pk.isascii() and pk.isdigit() else None


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
    """The direction of a text's first strong character (Unicode Bidirectional Algorithm, P2–P3)."""
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
                if child:
                    nodes.append(_text_node(child, marks))
            else:
                nodes.extend(self._element(child, marks))
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
        url = element.attributes.get("url", "")
        if kind == "media" and is_safe_url(url):
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


def _text_node(text: str, marks: tuple[str, ...]) -> dict[str, Any]:
    node: dict[str, Any] = {"type": "text", "text": text}
    if marks:
        node["marks"] = list(marks)
    return node


def to_html(nodes: list[dict[str, Any]], base_direction: str) -> str:
    """HTML of rendered nodes; blocks that run against the base direction carry `dir`."""
    return "".join(_node_html(node, base_direction) for node in nodes)


def _node_html(node: dict[str, Any], base: str) -> str:
    kind = node["type"]
    if kind == "text":
        return _marked(escape(node["text"], quote=False), node.get("marks", []))
    if kind in _INLINE_HTML:
        return _INLINE_HTML[kind](node)
    inner = to_html(node["children"], base)
    if kind == "link":
        return f'<a href="{escape(node["url"])}">{inner}</a>'
    tag = _tag(node)
    attributes = f' lang="{escape(node["lang"])}"' if "lang" in node else ""
    if node.get("dir", base) != base:
        attributes += f' dir="{node["dir"]}"'
    return f"<{tag}{attributes}>{inner}</{tag}>"


def _marked(html: str, marks: list[str]) -> str:
    for mark in reversed(marks):
        html = f"<{MARK_TAGS[mark]}>{html}</{MARK_TAGS[mark]}>"
    return html


def _tag(node: dict[str, Any]) -> str:
    if node["type"] == "heading":
        return f"h{node['level']}"
    if node["type"] == "list":
        return "ol" if node["ordered"] else "ul"
    return {"paragraph": "p", "item": "li", "quote": "blockquote"}[node["type"]]


def _image_html(node: dict[str, Any]) -> str:
    size = f' width="{node["width"]}" height="{node["height"]}"' if node.get("width") else ""
    return f'<img src="{escape(node["url"])}" alt="{escape(node["alt"])}"{size}>'


def _embed_html(node: dict[str, Any]) -> str:
    url = escape(node["url"])
    return f'<p><a href="{url}">{url}</a></p>'


_INLINE_HTML: dict[str, Callable[[dict[str, Any]], str]] = {
    "break": lambda node: "<br>",
    "rule": lambda node: "<hr>",
    "image": _image_html,
    "embed": _embed_html,
}
