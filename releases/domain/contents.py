"""The objects of a bundle's members, loaded together and locked in one order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from cms.pages.translation import lock_translations
from cms.references.content import target_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from releases.models import BundleMember, ReleaseBundle


@dataclass
class Item:
    """A member with its page or snippet; None if that is gone."""

    member: BundleMember
    instance: Any

    @property
    def order(self) -> tuple[int, str, int]:
        """Put translations behind their original, and all bundles' members in one order."""
        key = getattr(self.instance, "translation_key", "")
        return self.member.content_type_id, str(key), self.member.pk


def items_of(bundle: ReleaseBundle) -> list[Item]:
    """Load the members of a bundle, with one statement for each type."""
    members = list(bundle.members.select_related("revision__user").order_by("pk"))
    found = objects_of(members)
    items = [
        Item(member, found.get((member.content_type_id, member.object_id))) for member in members
    ]
    return sorted(items, key=lambda item: item.order)


def objects_of(members: Iterable[BundleMember]) -> dict[tuple[int, str], Any]:
    """Load the pages and snippets of members, by content type and key."""
    keys: dict[int, list[str]] = defaultdict(list)
    for member in members:
        keys[member.content_type_id].append(member.object_id)
    found: dict[tuple[int, str], Any] = {}
    for type_pk, names in keys.items():
        model: Any = ContentType.objects.get_for_id(type_pk).model_class()
        rows = model._default_manager.filter(pk__in=names)
        rows = rows.prefetch_related("locale", "latest_revision__user")
        if model is Page:
            rows = rows.specific()
        found.update({(type_pk, str(row.pk)): row for row in rows})
    return found


def lock(items: Iterable[Item]) -> None:
    """Let nobody else write the members until the transaction ends."""
    locked = set()
    for item in items:
        if item.instance is None:
            continue
        # Of its own type: whoever saves a page locks the row that its type adds.
        model, key = type(item.instance), item.instance.translation_key
        if (model, key) not in locked:
            lock_translations(model, key)
            locked.add((model, key))


def fresh(item: Item) -> Any:
    """Load a member's object as it is now."""
    return type(item.instance)._default_manager.get(pk=item.instance.pk)


def name_of(instance: Any) -> tuple[int, str]:
    """Name an object as members do."""
    return target_of(instance)
