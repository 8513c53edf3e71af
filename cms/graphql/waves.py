"""What execution goes by: objects of one type, and a field resolved for many of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .plans import FieldPlan


Paths = Callable[[int], list[str | int]]
Completed = Any


class Failed:
    """The value of a place whose error is recorded, on its way up to the next nullable place."""


FAILED = Failed()


@dataclass(slots=True)
class Group:
    """Objects of one type at one place, by their indexes, with the fields selected for them."""

    fields: list[FieldPlan]
    indexes: Sequence[int]


@dataclass(slots=True)
class Wave:
    """One field that is resolved for the objects at these indexes, ascending, together."""

    plan: FieldPlan
    indexes: Sequence[int]


def waves_of(groups: list[Group]) -> list[Wave]:
    """The fields of groups; those of several types that are answered alike together."""
    waves: dict[Any, Wave] = {}
    for group in groups:
        for plan in group.fields:
            wave = waves.setdefault(plan.wave, Wave(plan, []))
            wave.indexes = [*wave.indexes, *group.indexes]
    # In the order of the objects: types may alternate, and answers go back by their place.
    for wave in waves.values():
        wave.indexes = sorted(wave.indexes)
    return list(waves.values())


def dealt_out(
    groups: list[Group], waves: list[Wave], answers: list[list[Completed]], size: int
) -> list[Completed]:
    """The answers of fields as objects, in the order of each one's selection."""
    results: list[Any] = [None] * size
    for group in groups:
        for index in group.indexes:
            results[index] = {plan.response_name: None for plan in group.fields}
    for wave, values in zip(waves, answers, strict=True):
        for index, value in zip(wave.indexes, values, strict=True):
            if value is FAILED:
                results[index] = FAILED
            elif results[index] is not FAILED:
                results[index][wave.plan.response_name] = value
    return results


def has_failed(values: list[Completed]) -> bool:
    """Whether any of the values is an error on its way up."""
    return any(value is FAILED for value in values)


def below(paths: Paths, plan: FieldPlan) -> Paths:
    """The places of a field of objects at places."""
    return lambda index: [*paths(index), plan.response_name]


def selected(paths: Paths, indexes: Sequence[int]) -> Paths:
    """The places of some of the objects at places."""
    return lambda index: paths(indexes[index])
