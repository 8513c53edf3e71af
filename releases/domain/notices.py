"""What somebody should know of a member, though it stops nothing."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone_name, localtime
from django.utils.translation import gettext as _
from wagtail.models import Revision

from releases.enums import BundleState
from releases.models import BundleMember

if TYPE_CHECKING:
    from collections.abc import Iterator

    from releases.models import ReleaseBundle

    from .contents import Item


def moment_text(moment: Any) -> str:
    """Give a moment with the zone that its reader has chosen."""
    text = date_format(localtime(moment), "SHORT_DATETIME_FORMAT")
    return f"{text} ({get_current_timezone_name()})"


def notices_of(bundle: ReleaseBundle, items: list[Item]) -> dict[int, list[str]]:
    """Give the notices by member, in two statements however many there are."""
    if bundle.is_released:
        return {}
    others, schedules = _elsewhere(bundle, items), _schedules(items)
    return {
        item.member.pk: list(_notices(bundle, item, others, schedules))
        for item in items
        if item.instance is not None
    }


def _notices(
    bundle: ReleaseBundle, item: Item, others: dict[Any, list[str]], schedules: dict[Any, Any]
) -> Iterator[str]:
    key = (item.member.content_type_id, item.member.object_id)
    for title in others.get(key, []):
        yield _("It is in another scheduled bundle too: “%(title)s”.") % {"title": title}
    if key in schedules:
        yield _("It has a schedule of its own, %(moment)s, which ends with the release.") % {
            "moment": moment_text(schedules[key])
        }
    if not item.member.is_published:
        if not item.instance.live:
            yield _("It is not public now: nothing happens.")
        return
    yield from _notices_of_draft(bundle, item)


def _notices_of_draft(bundle: ReleaseBundle, item: Item) -> Iterator[str]:
    instance = item.instance
    if bundle.is_scheduled and _is_overtaken(item):
        yield _(
            "It was published after the bundle was scheduled. The release puts the older draft in "
            "its place: call the release off and schedule it again to keep what is public."
        )
    elif bundle.is_scheduled and item.member.revision_id not in {None, instance.latest_revision_id}:
        yield _(
            "It was edited after the bundle was scheduled. What was edited stays a draft: call the "
            "release off and schedule it again to take it."
        )
    elif instance.live and not instance.has_unpublished_changes:
        yield _("There is no draft that readers do not have.")


def _is_overtaken(item: Item) -> bool:
    """Say whether readers have a later version than the draft that was noted."""
    noted, public = item.member.revision_id, item.instance.live_revision_id
    return item.instance.live and bool(noted and public and public > noted)


def _elsewhere(bundle: ReleaseBundle, items: list[Item]) -> dict[Any, list[str]]:
    keys = [item.member.object_id for item in items]
    rows = BundleMember.objects.filter(
        bundle__state=BundleState.SCHEDULED, object_id__in=keys
    ).exclude(bundle=bundle.pk)
    found = defaultdict(list)
    for type_pk, key, title in rows.order_by("pk").values_list(
        "content_type", "object_id", "bundle__title"
    ):
        found[type_pk, key].append(title)
    return found


def _schedules(items: list[Item]) -> dict[Any, Any]:
    keys = [item.member.object_id for item in items]
    rows = Revision.objects.filter(object_id__in=keys, approved_go_live_at__isnull=False)
    values = rows.values_list("base_content_type", "object_id", "approved_go_live_at")
    return {(type_pk, key): moment for type_pk, key, moment in values}
