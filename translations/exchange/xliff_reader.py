"""Reading XLIFF 2: what came back from a translation program, which may have written it anew.

Programs may split units into segments, write `sc` and `ec` for `pc`, add notes, matches and
modules, and leave units out. What is not of the core is passed over.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from .document import IDENTITY, Identity, ReadDocument, ReadUnit, State
from .markup import text_of
from .problems import Code, Problem, RefusedFileError, refused
from .xliff import FORMAT, NAMESPACE
from .xml_tree import Element, read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSIONS = ("2.0", "2.1")
ORDER = re.compile("[0-9]{1,6}")
HEX = re.compile("[0-9a-fA-F]{1,6}")
SURROGATES = range(0xD800, 0xE000)
WITHOUT_TEXT = {"sm", "em"}


def read(data: bytes) -> ReadDocument:
    """Read a file; raises RefusedFileError with the line and unit of all that is wrong."""
    root = read_tree(data)
    _check_version(root)
    files = list(root.elements(NAMESPACE, "file"))
    if len(files) != 1:
        raise refused(Code.XLIFF_FILES, root.line, count=len(files))
    document = ReadDocument(FORMAT, _identity(root, files[0]))
    problems: list[Problem] = []
    seen: set[str] = set()
    for element in _units(files[0]):
        try:
            unit = _Unit(element).read()
        except RefusedFileError as error:
            problems.extend(error.problems)
            continue
        if unit.key in seen:
            problems.append(Problem(Code.DUPLICATE_TEXT, unit.line, unit.name))
        seen.add(unit.key)
        document.units.append(unit)
    if problems:
        raise RefusedFileError(*problems)
    return document


def _check_version(root: Element) -> None:
    version = root.attributes.get("version", "")
    if root.name != "xliff":
        raise refused(Code.UNKNOWN_FORMAT, root.line)
    if root.namespace != NAMESPACE or version not in VERSIONS:
        raise refused(Code.XLIFF_VERSION, root.line, found=f"XLIFF {version}".strip())


def _identity(root: Element, file: Element) -> Identity:
    found = IDENTITY.fullmatch(file.attributes.get("id", ""))
    if not found:
        raise refused(Code.NO_IDENTITY, file.line, where='<file id="…">')
    return Identity(
        translation=found[1],
        digest=found[2] or "",
        source_language=root.attributes.get("srcLang", ""),
        target_language=root.attributes.get("trgLang", ""),
        title=file.attributes.get("original", ""),
    )


def _units(parent: Element) -> Iterator[Element]:
    """Give the units, also those that a program has put into groups."""
    for element in parent.elements(NAMESPACE, "unit", "group"):
        if element.name == "unit":
            yield element
        else:
            yield from _units(element)


class _Unit:
    """Reads one unit."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.id = element.attributes.get("id", "")
        self.data = {
            item.attributes.get("id", ""): self._plain(item)
            for parent in element.elements(NAMESPACE, "originalData")
            for item in parent.elements(NAMESPACE, "data")
        }
        # How the source writes its inline elements, for targets that name only their ids.
        self.codes: dict[str, tuple[str, str]] = {}

    def read(self) -> ReadUnit:
        """Join the segments; what lies between them belongs to the text, too."""
        if not self.id:
            raise refused(Code.XLIFF_NO_ID, self.element.line)
        parts = list(self.element.elements(NAMESPACE, "segment", "ignorable"))
        source = "".join(self._first(part, "source") or "" for part in parts)
        targets = [
            (self._order(part, number), target)
            for number, part in enumerate(parts, start=1)
            if (target := self._target(part)) is not None
        ]
        is_complete = len(targets) == len(parts)
        target = "".join(text for _order, text in sorted(targets)) if is_complete else ""
        states = {
            part.attributes.get("state", State.INITIAL) for part in parts if part.name == "segment"
        }
        return ReadUnit(
            key=self.id,
            line=self.element.line,
            name=self.id,
            source=source,
            target=target,
            is_confirmed=State.INITIAL not in states,
            is_reviewed=bool(states) and states <= {State.REVIEWED, State.FINAL},
        )

    def _target(self, part: Element) -> str | None:
        """Give a target; one that is empty is none, and between segments the source will do."""
        target = self._first(part, "target")
        if part.name == "ignorable" and target is None:
            return self._first(part, "source")
        return target or None

    def _first(self, part: Element, name: str) -> str | None:
        element = next(part.elements(NAMESPACE, name), None)
        return None if element is None else self._inline(element)

    @staticmethod
    def _order(part: Element, number: int) -> int:
        target = next(part.elements(NAMESPACE, "target"), None)
        order = target.attributes.get("order", "") if target else ""
        return int(order) if ORDER.fullmatch(order) else number

    def _inline(self, parent: Element) -> str:
        return "".join(
            text_of(child) if isinstance(child, str) else self._element(child)
            for child in parent.children
        )

    def _element(self, element: Element) -> str:
        if element.namespace != NAMESPACE or element.name in WITHOUT_TEXT:
            return ""
        if element.name == "mrk":
            return self._inline(element)
        if element.name == "cp":
            return text_of(self._character(element))
        if element.name == "pc":
            start, end = self._code(element, "dataRefStart", "dataRefEnd")
            return start + self._inline(element) + end
        if element.name in {"ph", "sc"}:
            return self._code(element, "dataRef", "")[0]
        if element.name == "ec":
            return self._end(element)
        raise refused(Code.XLIFF_ELEMENT, element.line, self.id, found=element.name)

    def _code(self, element: Element, start: str, end: str) -> tuple[str, str]:
        """Give what an inline element stands for, by its data or by the source's of that id."""
        number = element.attributes.get("id", "")
        known = self.codes.get(number) or self.codes.get(element.attributes.get("copyOf", ""))
        literal = self.data.get(element.attributes.get(start, ""))
        if literal is None:
            if known is None:
                raise self._unknown(element, number)
            return known
        closing = self.data.get(element.attributes.get(end, ""), _closing(literal))
        self.codes.setdefault(number, (literal, closing))
        return literal, closing

    def _end(self, element: Element) -> str:
        literal = self.data.get(element.attributes.get("dataRef", ""))
        if literal is not None:
            return literal
        start = element.attributes.get("startRef", "")
        if start not in self.codes:
            raise self._unknown(element, start)
        return self.codes[start][1]

    def _unknown(self, element: Element, number: str) -> RefusedFileError:
        tag = f'<{element.name} id="{number}">'
        return refused(Code.UNKNOWN_PLACEHOLDER, element.line, self.id, tag=tag)

    def _plain(self, element: Element) -> str:
        return "".join(
            child if isinstance(child, str) else self._character(child)
            for child in element.children
            if isinstance(child, str) or (child.namespace, child.name) == (NAMESPACE, "cp")
        )

    def _character(self, element: Element) -> str:
        code = element.attributes.get("hex", "")
        number = int(code, 16) if HEX.fullmatch(code) else None
        if number is None or number > sys.maxunicode or number in SURROGATES:
            raise refused(Code.XLIFF_ELEMENT, element.line, self.id, found="cp")
        return chr(number)


def _closing(literal: str) -> str:
    name = literal.strip("<>/ ").split(" ", 1)[0]
    return f"</{name}>"
