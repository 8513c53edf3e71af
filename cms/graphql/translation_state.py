"""The answers of how good a translation is: which of its texts are outdated, or not translated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphene.utils.str_converters import to_camel_case

from .fields import declared_fields
from .resolvers import resolver

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model

    from .info import Info
    from .loaders import TextState

MAX_TEXTS = 500
NOTHING: TextState = ([], [])


@resolver("PageInterface.isOutdated", "SnippetInterface.isOutdated", columns=())
def resolve_is_outdated(objects: list[Any], info: Info) -> list[bool]:
    """Tell whether the original says something else by now."""
    return [bool(outdated) for _untranslated, outdated in _states_of(objects, info)]


@resolver("PageInterface.outdatedTexts", "SnippetInterface.outdatedTexts", columns=())
def resolve_outdated_texts(objects: list[Any], info: Info) -> list[list[dict[str, Any]]]:
    """Name the texts whose original has changed."""
    states = _states_of(objects, info)
    return [
        places(type(item), outdated)
        for item, (_untranslated, outdated) in zip(objects, states, strict=True)
    ]


@resolver("PageInterface.untranslatedTexts", "SnippetInterface.untranslatedTexts", columns=())
def resolve_untranslated_texts(objects: list[Any], info: Info) -> list[list[dict[str, Any]]]:
    """Name the texts that are the original's."""
    states = _states_of(objects, info)
    return [
        places(type(item), untranslated)
        for item, (untranslated, _outdated) in zip(objects, states, strict=True)
    ]


def _states_of(objects: list[Any], info: Info) -> list[TextState]:
    """The state of each, empty for originals and aliases."""
    states = info.scope.loaders.text_states(item.translation_key for item in objects)
    return [
        states.get((item.translation_key, item.locale_id), NOTHING)
        if item.alias_of_id is None
        else NOTHING
        for item in objects
    ]


def places(model: type[Model], paths: Iterable[str]) -> list[dict[str, Any]]:
    """Paths of texts as a front end knows them: the field of the API, and what in it."""
    names = {field.field_source: field.graphql_name for field in declared_fields(model)}
    found: dict[tuple[str, str | None], None] = {}
    for path in paths:
        field, *rest = path.split(".")
        found.setdefault((names.get(field) or to_camel_case(field), rest[0] if rest else None))
    return [{"field": field, "part": part} for field, part in list(found)[:MAX_TEXTS]]
