"""What changed in the schema since the last release, and what of it the changelog leaves out."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    find_breaking_changes,
    find_dangerous_changes,
)

from .deprecation import removal_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphql import GraphQLSchema

UNRELEASED = "Unreleased"
BREAKING = "GraphQL: breaking changes"
OTHER = "GraphQL"

# graphql-core says changes in sentences; each is about one schema coordinate.
_SENTENCES = [
    (re.compile(pattern), coordinate)
    for pattern, coordinate in (
        (r"A required arg (\w+) on directive (\w+) was added", r"@\2(\1:)"),
        (r"(?:A required|An optional) arg (\w+) on (\w+\.\w+) was added", r"\2(\1:)"),
        (r"(?:A required|An optional) field (\w+) on input type (\w+) was added", r"\2.\1"),
        (r"(\w+\.\w+) arg (\w+) ", r"\1(\2:)"),
        (r"(\w+) was (?:added to|removed from) (?:enum|union) type (\w+)", r"\2.\1"),
        (r"(\w+) added to interfaces implemented by (\w+)", r"\2.\1"),
        (r"(\w+) no longer implements interface (\w+)", r"\1.\2"),
        (r"\w+ was removed from (\w+)\.$", r"@\1"),
        (r"Repeatable flag was removed from (\w+)", r"@\1"),
        (r"Standard scalar (\w+) was removed", r"\1"),
        (r"([a-z]\w*) was removed\.$", r"@\1"),
        (r"(\w+\.\w+|\w+) (?:was removed|changed)", r"\1"),
    )
]


@dataclass(frozen=True)
class Change:
    """A change that operations of front ends may notice, at its schema coordinate."""

    coordinate: str
    description: str
    is_breaking: bool

    @property
    def heading(self) -> str:
        """The heading of the changelog that has to name it."""
        return BREAKING if self.is_breaking else OTHER

    def __str__(self) -> str:
        return f"- `{self.coordinate}`: {self.description}"


def schema_changes(released: GraphQLSchema, current: GraphQLSchema) -> list[Change]:
    """What breaks operations, what may surprise them, and what is newly deprecated."""
    breaking = [change.description for change in find_breaking_changes(released, current)]
    dangerous = [change.description for change in find_dangerous_changes(released, current)]
    before, after = deprecations(released), deprecations(current)
    return [
        *(Change(coordinate_of(text), text, is_breaking=True) for text in breaking),
        *(Change(coordinate_of(text), text, is_breaking=False) for text in dangerous),
        *(
            Change(coordinate, f"Deprecated. {after[coordinate]}", is_breaking=False)
            for coordinate in after.keys() - before.keys()
        ),
    ]


def coordinate_of(description: str) -> str:
    """The schema coordinate of a change: `Type.field`, `Type.field(argument:)`, `Enum.VALUE`."""
    for pattern, coordinate in _SENTENCES:
        found = pattern.match(description)
        if found:
            return found.expand(coordinate)
    raise ValueError(f"graphql-core says a change in words unknown here: {description}")


def deprecations(schema: GraphQLSchema) -> dict[str, str]:
    """The reasons of all that is deprecated, by schema coordinate."""
    return {place: reason for place, reason in _reasons(schema) if reason is not None}


def _reasons(schema: GraphQLSchema) -> Iterator[tuple[str, str | None]]:
    for name, item in schema.type_map.items():
        if isinstance(item, GraphQLEnumType):
            parts: dict[str, Any] = item.values
        elif isinstance(item, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            parts = item.fields
        else:
            continue
        for part_name, part in parts.items():
            yield f"{name}.{part_name}", part.deprecation_reason
            for argument_name, argument in getattr(part, "args", {}).items():
                yield f"{name}.{part_name}({argument_name}:)", argument.deprecation_reason


def unnamed_changes(changes: list[Change], changelog: str) -> list[Change]:
    """The changes that the changelog does not name under their heading of what is unreleased."""
    sections = sections_of(changelog)
    return [
        change
        for change in changes
        if f"`{change.coordinate}`" not in sections.get((UNRELEASED, change.heading), "")
    ]


def sections_of(changelog: str) -> dict[tuple[str, str], str]:
    """The texts of a changelog by version and heading."""
    sections: dict[tuple[str, str], str] = {}
    version = heading = ""
    for line in changelog.splitlines():
        if line.startswith("## "):
            version, heading = line.removeprefix("## ").partition(" - ")[0].strip("[] "), ""
        elif line.startswith("### "):
            heading = line.removeprefix("### ").strip()
        else:
            sections[version, heading] = sections.get((version, heading), "") + f"{line}\n"
    return sections


def removed_too_early(
    released: GraphQLSchema, changes: list[Change], today: datetime.date
) -> list[Change]:
    """What was removed before the day that its deprecation had named."""
    promised = {place: removal_date(reason) for place, reason in deprecations(released).items()}
    return [
        change
        for change in changes
        if change.is_breaking and (promised.get(change.coordinate) or today) > today
    ]
