"""The conditions of a list's filter: those that are set, as a prepared statement takes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cms.statements import Param

from .search import words_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from django.db.models import Field


@dataclass(frozen=True)
class Conditions:
    """Conditions by name: `Param`s where only the value varies, the words of a search, or values.

    `form` is what decides the statement, `values` what it is run with.
    """

    given: Mapping[str, Any]

    @classmethod
    def of(cls, asked: dict[str, Any] | None, **fields: Field[Any, Any]) -> Conditions:
        """The conditions of a filter; one given as null is none. `fields` type those that vary."""
        return cls(
            {
                name: _condition(name, value, fields.get(name))
                for name, value in sorted((asked or {}).items())
                if value is not None
            }
        )

    @property
    def is_search(self) -> bool:
        """Whether words are searched for."""
        return "search" in self.given

    @property
    def form(self) -> Hashable:
        """What decides the statement."""
        return tuple(
            (name, None if isinstance(value, Param) else _hashable(value))
            for name, value in self.given.items()
        )

    @property
    def values(self) -> dict[str, Any]:
        """What the statement is run with."""
        params = (value for value in self.given.values() if isinstance(value, Param))
        return {param.name: param.value for param in params}


def _condition(name: str, value: Any, field: Field[Any, Any] | None) -> Any:
    if name == "search":
        return words_of(value)
    return value if field is None else Param(f"filter_{name}", value, field)


def _hashable(value: Any) -> Hashable:
    return tuple(value) if isinstance(value, list) else value
