"""Aliases of snippets: copies in locales that are synchronised from another, until translated.

Wagtail has aliases of pages only, and wagtail-localize makes them when a locale is synchronised. An
alias of a snippet shows its original, whatever draft of a translation it has meanwhile.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import transaction
from wagtail_localize.models import LocaleSynchronization

if TYPE_CHECKING:
    from django.db.models import Model

# What a copy has of its own: its place among the translations, and the draft of a translation.
OWN_FIELDS = {"id", "locale", "alias_of", "latest_revision", "has_unpublished_changes"}


def update_aliases(original: Any) -> None:
    """Make the aliases that a public snippet lacks, and let all that there are follow it.

    A locale with a translation of its own is left alone, and so are the locales that follow it.
    """
    model = type(original)
    versions = {
        version.locale_id: version
        for version in model._default_manager.filter(translation_key=original.translation_key)
    }
    aliases = {pk: row for pk, row in versions.items() if row.alias_of_id == original.pk}
    if original.live:
        for locale_id in _followers(original.locale_id, taken=versions.keys() - aliases.keys()):
            aliases.setdefault(locale_id, model(locale_id=locale_id, alias_of=original))
    for alias in aliases.values():
        follow(original, alias)


def follow(original: Any, alias: Any) -> None:
    """Write an alias as its original is."""
    for field in type(original)._meta.concrete_fields:
        if field.name not in OWN_FIELDS:
            setattr(alias, field.attname, getattr(original, field.attname))
    alias.save_as_alias()


@transaction.atomic
def synchronize_snippets(locale_id: int) -> None:
    """Make the aliases of all public snippets of a locale in the locales that follow it."""
    for model in models_with_aliases():
        for original in model._default_manager.filter(locale=locale_id, live=True, alias_of=None):
            update_aliases(original)


def models_with_aliases() -> list[type[Model]]:
    """List the models of snippets that have aliases."""
    return [model for model in apps.get_models() if hasattr(model, "save_as_alias")]


def _followers(locale_id: int, taken: set[int]) -> set[int]:
    """Find the locales that are synchronised from a locale, directly or through others."""
    by_source = defaultdict(list)
    for source, target in LocaleSynchronization.objects.values_list("sync_from_id", "locale_id"):
        by_source[source].append(target)
    found: set[int] = set()
    waiting = [locale_id]
    while waiting:
        new = set(by_source[waiting.pop()]) - taken - found
        found |= new
        waiting += new
    return found
