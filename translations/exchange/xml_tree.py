"""XML as a small tree that knows its lines, read by expat without document types or entities."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from .problems import Code, refused

if TYPE_CHECKING:
    from collections.abc import Iterator

# A unit's placeholders are nested a few levels deep; readers of the tree may recurse.
DEPTH_LIMIT = 60


@dataclass(slots=True)
class Element:
    """An element: its namespace and name, attributes, children, and line."""

    namespace: str
    name: str
    attributes: dict[str, str]
    line: int
    children: list[Element | str] = field(default_factory=list)

    def elements(self, namespace: str, *names: str) -> Iterator[Element]:
        """Give the child elements of some names."""
        for child in self.children:
            if isinstance(child, Element) and child.namespace == namespace and child.name in names:
                yield child


class _Builder:
    """Builds the tree from expat's events."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.stack = [Element("", "", {}, 0)]

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        line = self.parser.CurrentLineNumber
        if len(self.stack) > DEPTH_LIMIT:
            raise refused(Code.XML_DEPTH, line)
        namespace, _space, local = name.rpartition(" ")
        element = Element(namespace, local, attributes, line)
        self.stack[-1].children.append(element)
        self.stack.append(element)

    def _end(self, _name: str) -> None:
        self.stack.pop()

    def _text(self, text: str) -> None:
        self.stack[-1].children.append(text)

    def _refuse_doctype(self, *_arguments: object) -> None:
        raise refused(Code.XML_DOCTYPE, self.parser.CurrentLineNumber)


def read_tree(data: bytes) -> Element:
    """Read a file; raises RefusedFileError with the line of what is wrong."""
    builder = _Builder()
    try:
        builder.parser.Parse(data, True)
    except expat.ExpatError as error:
        detail = expat.errors.messages.get(error.code, str(error))
        raise refused(Code.XML_SYNTAX, error.lineno, detail=detail) from error
    except (LookupError, ValueError) as error:
        raise refused(Code.ENCODING, 1) from error
    return next(child for child in builder.stack[0].children if isinstance(child, Element))
