"""What keeps a member from being released, before its content is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.locks import ScheduledForPublishLock, WorkflowLock

from translations.domain.review import open_review

from .rights import may_publish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .contents import Item


def obstacles_of(item: Item, user: Any, *, for_draft: bool = True) -> list[str]:
    """Say why a user cannot publish a member's draft, or take it off the site."""
    if item.instance is None:
        return [_("It is not there any more. Take it out of the bundle.")]
    found = list(_obstacles(item.instance, user))
    if for_draft and item.member.is_published:
        found += _obstacles_of_draft(item)
    return found


def _obstacles(instance: Any, user: Any) -> Iterator[str]:
    if not may_publish(user, instance):
        yield _("%(user)s may not publish it. Ask somebody who may to release the bundle.") % {
            "user": user
        }
    if open_review(instance) is not None:
        yield _("A review is open. Approve it, or cancel it, first.")
    lock = instance.get_lock()
    told_otherwise = isinstance(lock, ScheduledForPublishLock | WorkflowLock)
    if lock is not None and not told_otherwise and lock.for_user(user):
        yield _("Somebody has locked it. Ask them to unlock it.")


def _obstacles_of_draft(item: Item) -> Iterator[str]:
    revision = item.member.revision
    if revision is None:
        yield _("Its draft is not there any more. Call the release off, and schedule it again.")
        return
    start, end = (_moment(revision.content.get(name)) for name in ("go_live_at", "expire_at"))
    now = timezone.now()
    if start is not None and start > now:
        yield _("Its draft has a schedule of its own. Remove the schedule from the draft.")
    if end is not None and end <= now:
        yield _("The end that its draft has is past. Change or remove it.")


def _moment(text: Any) -> Any:
    return parse_datetime(text) if isinstance(text, str) and text else None
