"""The answers of what every snippet has: the language of its texts, and its translations."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Any

from cms.caching import tags
from cms.statements import KEY, NUMBER, Read, any_of, fetch_all, side_by_side

from .pages import locale_order, standing
from .resolvers import resolver

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from wagtail.models import Locale

    from .context import Scope
    from .info import Info


@resolver("SnippetInterface.locale", columns=())
def resolve_locale(snippets: list[Any], info: Info) -> list[Locale]:
    """Give the locale of the texts."""
    return [info.scope.locale(pk) for pk in text_locales(snippets, info.scope)]


@resolver("SnippetInterface.isFallback", columns=())
def resolve_is_fallback(snippets: list[Any], info: Info) -> list[bool]:
    """Tell whether the texts are in another language than the first one asked for."""
    return [pk != info.scope.locales[0] for pk in text_locales(snippets, info.scope)]


def text_locales(snippets: list[Any], scope: Scope) -> list[int]:
    """The locales of texts: an alias has those of its original. One statement for each type."""
    aliases = defaultdict(set)
    for snippet in snippets:
        if snippet.alias_of_id is not None:
            aliases[type(snippet)].add(snippet.alias_of_id)
    reads = [
        Read(scope.statement(("locales", model), partial(_locales, model)), {"values": list(pks)})
        for model, pks in aliases.items()
    ]
    locales = {
        (model, pk): locale_id
        for model, rows in zip(aliases, fetch_all(reads) if reads else [], strict=True)
        for pk, locale_id in rows
    }
    found = [locales.get((type(item), item.alias_of_id), item.locale_id) for item in snippets]
    # The site may not have the original's language any more.
    return [
        pk if pk in scope.locales_by_id else item.locale_id
        for pk, item in zip(found, snippets, strict=True)
    ]


@resolver("SnippetInterface.translations", columns=())
def resolve_translations(snippets: list[Any], info: Info) -> list[list[dict[str, Any]]]:
    """Give the other visible language versions; one statement for each kind of snippet."""
    scope = info.scope
    keys: dict[type[Model], set[Any]] = defaultdict(set)
    for snippet in snippets:
        keys[type(snippet)].add(snippet.translation_key)
    every = [snippet.translation_key for snippet in snippets]
    states, *found = side_by_side(
        lambda: scope.loaders.text_states(every),
        *(partial(versions_of, model, wanted, scope) for model, wanted in keys.items()),
    )
    versions = dict(zip(keys, found, strict=True))
    return [
        [
            {
                "locale": scope.locale(version.locale_id),
                **standing(version, versions[type(snippet)][snippet.translation_key][0], states),
            }
            for version in sorted(
                versions[type(snippet)][snippet.translation_key],
                key=lambda item: locale_order(item, scope),
            )
            if version.locale_id != snippet.locale_id
        ]
        for snippet in snippets
    ]


def _locales(model: type[Model]) -> QuerySet[Any, Any]:
    return model._default_manager.filter(any_of("pk", [], NUMBER)).values_list("pk", "locale")


def versions_of(model: type[Model], keys: set[Any], scope: Scope) -> dict[Any, list[Any]]:
    """The visible language versions of snippets by key, oldest first; an alias is none."""
    scope.dependencies.add(*(tags.snippet(model, key) for key in keys))

    def build() -> QuerySet[Any]:
        named = any_of("translation_key", keys, KEY)
        rows = model._default_manager.filter(named, alias_of=None)
        return scope.visibility.snippets(rows).order_by("pk")

    found: dict[Any, list[Any]] = defaultdict(list)
    for row in scope.loaders.select(model, "translations", build, values=keys):
        found[row.translation_key].append(row)
    return found
