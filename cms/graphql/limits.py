"""How much one document may ask for: checks of its shape, made before validation and execution."""

from __future__ import annotations

import re
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any

from django.conf import settings
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    Visitor,
    visit,
)

from .errors import BadUserInput, Forbidden, QueryTooComplex, QueryTooDeep, ValidationFailed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graphql import DocumentNode, SelectionSetNode, StringValueNode

INTROSPECTION_FIELDS = frozenset({"__schema", "__type"})
# A list of types below a list of fields is what tools read; a third list is a bomb.
INTROSPECTION_LISTS = frozenset(
    {"types", "fields", "inputFields", "interfaces", "possibleTypes", "enumValues"}
)
MAX_INTROSPECTION_LISTS = 2
MAX_INTROSPECTIONS = 3
# How many times more braces, or selections at the root, a text may have than fields are allowed:
# fragments in place and fields asked for twice are none of the answer's.
LENIENCE = 5


@dataclass(frozen=True)
class Limits:
    """What one document may have at most; `settings.GRAPHQL_LIMITS` overrides by name."""

    tokens: int = 15_000
    depth: int = 20
    aliases: int = 50
    root_fields: int = 20
    directives: int = 50
    definitions: int = 200
    operations: int = 10
    selections: int = 2_000
    values: int = 2_000
    fields: int = 5_000
    repeats: int = 20_000
    cost: int = 10_000
    list_size: int = 5
    page_size: int = 100

    @classmethod
    def from_settings(cls) -> Limits:
        """Return the limits of this installation; a name that is no limit fails loudly."""
        return cls(**getattr(settings, "GRAPHQL_LIMITS", {}))


def check_text(text: str, limits: Limits) -> None:
    """Raise a coded error if the text of a document goes beyond the limits.

    It looks at words and signs only, and refuses in a few milliseconds what takes the parser and
    the rules of validation half a second.
    """
    tokens = _TOKEN.findall(text)
    if len(tokens) > limits.tokens:
        raise too_many("tokens", limits)
    tally = _Tally()
    for token in tokens:
        tally.add(token)
    if tally.deepest > limits.depth:
        raise QueryTooDeep(f"A value is nested more than {limits.depth} levels deep.")
    if tally.deepest_selection > LENIENCE * limits.depth:
        raise QueryTooDeep(f"Fields are nested more than {limits.depth} levels deep.")
    for kind in ("definitions", "selections", "values", "aliases", "directives"):
        if getattr(tally, kind) > getattr(limits, kind):
            raise too_many(kind, limits)
    if tally.root_selections > LENIENCE * limits.root_fields:
        raise too_many("root_fields", limits)


# GraphQL's lexical grammar, lenient: the parser refuses what is wrong. The quantifiers are
# possessive, so that no text makes the search go back.
_TOKEN = re.compile(
    r"""
      [_A-Za-z] [_0-9A-Za-z]*+
    | \.\.\.
    | \"{3} (?: \\\"{3} | [^"] | "(?!"") )*+ (?:"{3})?
    | " (?: [^"\\\n\r] | \\. )*+ "?
    | [-0-9] [-+.0-9A-Za-z]*+
    | \# [^\n\r]*+
    | [^\s,\ufeff]
    """,
    re.VERBOSE,
)


class _Tally:
    """Counts over the tokens of a document, without a parser."""

    def __init__(self) -> None:
        self.definitions = self.selections = self.values = self.aliases = self.directives = 0
        self.deepest = self.deepest_selection = self.root_selections = 0
        self._braces = self._brackets = 0
        self._before = self._last = ""
        self._keyword = ""
        self._roots = 0

    def add(self, sign: str) -> None:
        if self._brackets or sign == "(":
            self._add_value(sign)
        else:
            self._add_selection(sign)
        self._before, self._last = self._last, sign

    def _add_value(self, sign: str) -> None:
        """Count what stands in the parentheses of arguments and variables."""
        self.values += 1
        if sign in ("(", "[", "{"):
            self._brackets += 1
            self.deepest = max(self.deepest, self._brackets - 1)
        elif sign in (")", "]", "}"):
            self._brackets -= 1

    def _add_selection(self, sign: str) -> None:
        if sign == "{":
            self.definitions += not self._braces
            self._braces += 1
            self.deepest_selection = max(self.deepest_selection, self._braces)
        elif sign == "}":
            self._braces -= 1
            if not self._braces:
                self._keyword, self._roots = "", 0
        elif sign == ":":
            self.aliases += 1
        elif sign == "@":
            self.directives += 1
        else:
            self._add_name(sign)

    def _add_name(self, sign: str) -> None:
        if not self._braces:
            # Of a definition the first word says what it is.
            self._keyword = self._keyword or sign
        elif not self._belongs_to_last():
            self.selections += 1
            self._roots += self._braces == 1 and self._keyword != "fragment"
            self.root_selections = max(self.root_selections, self._roots)

    def _belongs_to_last(self) -> bool:
        """Whether a name goes on with what is counted: `alias: name`, `@name`, `... on Name`."""
        return self._last in (":", "@", "...") or (self._last, self._before) == ("on", "...")


def check_shape(document: DocumentNode, limits: Limits, *, introspection: bool) -> None:
    """Raise a coded error if a parsed document goes beyond the limits.

    It knows no schema and takes time in proportion to the document: a fragment is entered once
    for each place of the answer it adds to, and the number of those places is bounded.
    """
    fragments = {
        definition.name.value: definition.selection_set
        for definition in document.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }
    operations = [
        definition.selection_set
        for definition in document.definitions
        if isinstance(definition, OperationDefinitionNode)
    ]
    if len(operations) > limits.operations:
        raise too_many("operations", limits)
    walk = _Walk(fragments, limits, introspection=introspection)
    for selection_set in operations:
        walk.operation(selection_set)
    refuse_circles(fragments)


def refuse_circles(fragments: dict[str, SelectionSetNode]) -> None:
    """Refuse fragments that spread each other in a circle.

    graphql-core does as well, but tells each way round it, which takes it long.
    """
    below = {name: set(_spreads(selections)) for name, selections in fragments.items()}
    try:
        TopologicalSorter(below).prepare()
    except CycleError as error:
        name = error.args[1][0]
        raise ValidationFailed(f"Cannot spread fragment '{name}' within itself.") from None


def _spreads(selection_set: SelectionSetNode) -> Iterator[str]:
    """Name every fragment that is spread in a selection set."""
    pending = [selection_set]
    while pending:
        for selection in pending.pop().selections:
            if isinstance(selection, FragmentSpreadNode):
                yield selection.name.value
            elif selection.selection_set is not None:
                pending.append(selection.selection_set)


def check_strings(document: DocumentNode) -> None:
    """Refuse text that no database stores: the character U+0000, written as an escape."""
    visit(document, _Strings())


class _Strings(Visitor):
    def enter_string_value(self, node: StringValueNode, *_args: Any) -> None:
        if "\0" in node.value:
            raise BadUserInput("Text must not contain the character U+0000.")


@dataclass
class _Place:
    """One place of the answer: the selection sets that fill it, and how deep it lies."""

    selection_sets: list[SelectionSetNode]
    depth: int
    lists: int | None = None
    """Lists of introspection passed on the way; None outside introspection."""


class _Walk:
    """A walk over the places of an answer, which stops at the first limit that is passed."""

    def __init__(
        self, fragments: dict[str, SelectionSetNode], limits: Limits, *, introspection: bool
    ) -> None:
        self.fragments = fragments
        self.limits = limits
        self.introspection = introspection
        self.introspections = 0
        self.selections = 0
        self.repeats = 0

    def operation(self, selection_set: SelectionSetNode) -> None:
        places = [_Place([selection_set], 1)]
        while places:
            place = places.pop()
            if place.depth > self.limits.depth:
                raise QueryTooDeep(f"Fields are nested more than {self.limits.depth} levels deep.")
            groups = self._groups(place.selection_sets)
            if place.depth == 1 and len(groups) > self.limits.root_fields:
                raise too_many("root_fields", self.limits)
            places += [below for nodes in groups.values() for below in self._below(place, nodes)]

    def _groups(self, selection_sets: list[SelectionSetNode]) -> dict[str, list[FieldNode]]:
        """Group the fields of a place by their name in the answer, as execution will."""
        groups: dict[str, list[FieldNode]] = {}
        for field in self._fields(selection_sets):
            nodes = groups.setdefault((field.alias or field.name).value, [])
            self.repeats += len(nodes)
            if self.repeats > self.limits.repeats:
                raise too_many("repeats", self.limits)
            nodes.append(field)
        return groups

    def _fields(self, selection_sets: Iterable[SelectionSetNode]) -> Iterator[FieldNode]:
        pending = list(selection_sets)
        entered: set[str] = set()
        while pending:
            for selection in pending.pop().selections:
                self.selections += 1
                if self.selections > self.limits.fields:
                    raise too_many("fields", self.limits)
                if isinstance(selection, FieldNode):
                    yield selection
                elif not isinstance(selection, FragmentSpreadNode):
                    pending.append(selection.selection_set)
                elif selection.name.value not in entered:
                    entered.add(selection.name.value)
                    if selection.name.value in self.fragments:
                        pending.append(self.fragments[selection.name.value])

    def _below(self, place: _Place, nodes: list[FieldNode]) -> Iterator[_Place]:
        lists = self._lists(place, nodes)
        selection_sets = [node.selection_set for node in nodes if node.selection_set]
        if selection_sets:
            yield _Place(selection_sets, place.depth + 1, lists)

    def _lists(self, place: _Place, nodes: list[FieldNode]) -> int | None:
        """Return how many lists of introspection lead to a field; refuse it if it is a bomb."""
        if place.lists is None:
            if nodes[0].name.value not in INTROSPECTION_FIELDS:
                return None
            if not self.introspection:
                raise Forbidden("Introspection is switched off here.")
            self.introspections += 1
            if self.introspections > MAX_INTROSPECTIONS:
                raise QueryTooComplex(f"More than {MAX_INTROSPECTIONS} introspection fields.")
            return 0
        if any(node.alias for node in nodes):
            raise QueryTooComplex("Introspection takes no aliases.")
        lists = place.lists + (nodes[0].name.value in INTROSPECTION_LISTS)
        if lists > MAX_INTROSPECTION_LISTS:
            raise QueryTooDeep(
                f"Introspection goes through more than {MAX_INTROSPECTION_LISTS} lists."
            )
        return lists


_NAMES = {
    "tokens": "words and signs",
    "definitions": "operations and fragments",
    "selections": "fields and fragments in its text",
    "values": "words and signs in parentheses",
    "root_fields": "fields at the root",
    "fields": "fields, with those of fragments wherever they are used",
    "repeats": "repetitions of one field",
}


def too_many(kind: str, limits: Limits, **extensions: Any) -> QueryTooComplex:
    """Return the error for a document that has more of a kind than allowed."""
    limit = getattr(limits, kind)
    return QueryTooComplex(
        f"The document has more than {limit} {_NAMES.get(kind, kind)}.", limit=limit, **extensions
    )
