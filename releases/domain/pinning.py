"""Which draft of each member goes public.

It is the latest draft at the moment at which the bundle is scheduled, or released by hand. Who
edits a page afterwards, with the right to publish it or without, changes nothing of that: a release
at a set time gives readers what somebody with the right to publish has asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from releases.enums import BundleState
from releases.models import BundleMember
from translations.domain.addresses import translation_of
from translations.domain.drafting import save_draft

from .problems import words_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from .contents import Item
    from .problems import Problems


def pinned_drafts() -> QuerySet[BundleMember, Any]:
    """Give the keys of the drafts that scheduled bundles have noted."""
    pinned = BundleMember.objects.filter(bundle__state=BundleState.SCHEDULED)
    return pinned.filter(revision__isnull=False).values("revision")


def keep_pinned(sender: Any, instance: Any, origin: Any = None, **kwargs: Any) -> None:
    """Refuse to delete a noted draft by itself, as `purge_revisions` does with old versions."""
    if origin is instance and pinned_drafts().filter(revision=instance.pk).exists():
        raise ProtectedError("A scheduled release bundle has noted this draft.", {instance})


def pin(items: list[Item], user: Any, problems: Problems) -> None:
    """Note the latest draft of each member that is published; texts of a translation become one."""
    for item in items:
        if item.instance is None:
            continue
        try:
            item.member.revision = _latest(item, user) if item.member.is_published else None
        except ValidationError as error:
            problems.add(item.member, *words_of(error))
        else:
            item.member.save(update_fields=["revision"])


def unpin(items: list[Item]) -> None:
    """Forget them."""
    for item in items:
        item.member.revision = None
        item.member.save(update_fields=["revision"])


def _latest(item: Item, user: Any) -> Any:
    translation = translation_of(item.instance)
    if translation is not None:
        return save_draft(translation, user)
    return item.instance.latest_revision or item.instance.save_revision(user=user, log_action=False)
