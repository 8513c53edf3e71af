"""What a member was for readers before a release, and what the release has left of it."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from cms.pages.aliases import follow
from cms.references.rewriting import content_of, restore, state_of


def remember(instance: Any) -> dict[str, Any]:
    """Note what it takes to give readers back what they have now."""
    return {
        "live": instance.live,
        "alias_of": instance.alias_of_id,
        "has_draft": not instance.live or instance.has_unpublished_changes,
        "content": content_of(instance) if instance.live else None,
    }


def left(instance: Any) -> dict[str, Any]:
    """Note how a release leaves something, to see later whether readers still have that."""
    state = state_of(instance)
    return {name: state[name] for name in ("live", "public")}


def give_back(instance: Any, before: dict[str, Any], user: Any, *, keep_draft: bool) -> None:
    """Publish what was public before; what the release has published stays as a draft."""
    if before["alias_of"] is not None:
        _be_an_alias(instance, before["alias_of"])
        return
    latest = instance.latest_revision
    change = {
        "live": before["content"],
        "draft": latest.content if keep_draft and latest is not None else None,
        "at": None,
        "scheduled": {},
    }
    restore(instance, change, user)


def _be_an_alias(instance: Any, original_pk: Any) -> None:
    """Show the original again; the translation stays a draft."""
    rows = type(instance)._default_manager
    original = rows.get(pk=original_pk)
    values: dict[str, Any] = {"alias_of": original, "has_unpublished_changes": True}
    rows.filter(pk=instance.pk).update(**values, live_revision=None)
    if isinstance(instance, Page):
        original.update_aliases()
    else:
        follow(original, rows.get(pk=instance.pk))
