"""Doing what a bundle says, inside a transaction that somebody else keeps or undoes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.models import Revision

from cms.references.guard import StillUsedError, going_together
from translations.domain.addresses import translation_of

from . import redirects
from .contents import fresh, items_of, lock, name_of
from .obstacles import obstacles_of
from .pinning import pin
from .problems import Problems, refusal, words_of
from .rounds import Job, check_later, run_in_rounds
from .states import left, remember

if TYPE_CHECKING:
    from releases.models import ReleaseBundle

    from .contents import Item

PUBLISHED = "releases.publish"
UNPUBLISHED = "releases.unpublish"


def apply(bundle: ReleaseBundle, user: Any, *, latest: bool) -> list[Item]:
    """Publish, unpublish and redirect all that a bundle names.

    Raises ReleaseRefusedError with all that is in the way: the transaction is to be undone then.
    With `latest`, drafts are those of now; else those that were noted.
    """
    require_user(user)
    lock(items_of(bundle))
    items = items_of(bundle)
    if not items and not bundle.redirects.exists():
        raise refusal(_("The bundle is empty. Add a page, a snippet or a redirect."))
    problems = Problems()
    if latest:
        pin(items, user, problems)
    ready = _ready(items, user, problems)
    before = redirects.snapshot()
    for item in ready:
        item.member.before = remember(item.instance)
    unchecked = run_in_rounds([_publishing(item, user) for item in ready if _waits(item)], problems)
    unpublish([item for item in ready if not item.member.is_published], user, problems)
    check_later(unchecked, problems)
    redirects.make(bundle, user, problems)
    problems.refuse()
    bundle.lost_redirects = redirects.lost_since(before)
    _note_what_is_left(items)
    return items


def require_user(user: Any) -> None:
    """Refuse to act for nobody."""
    if user is None or not user.is_active:
        raise refusal(
            _("Who scheduled it may not sign in any more. Somebody else must schedule it again.")
        )


def _ready(items: list[Item], user: Any, problems: Problems) -> list[Item]:
    ready = []
    for item in items:
        if found := obstacles_of(item, user):
            problems.add(item.member, *found)
        else:
            ready.append(item)
    return [item for item in ready if item.member.pk not in problems.members]


def _waits(item: Item) -> bool:
    """Say whether a member's draft is not public yet."""
    if not item.member.is_published:
        return False
    instance = item.instance
    return not instance.live or instance.live_revision_id != item.member.revision_id


def _publishing(item: Item, user: Any) -> Job:
    return Job(item, partial(_publish, item, user))


def _publish(item: Item, user: Any) -> None:
    translation = translation_of(item.instance)
    if translation is not None:
        # What gets public is as private as its original.
        translation.source.update_target_view_restrictions(translation.target_locale)
    # Read anew, because publishing changes the content in memory, and may be tried twice.
    revision = Revision.objects.get(pk=item.member.revision_id)
    revision.publish(user=user, log_action=PUBLISHED, skip_permission_checks=True)


def unpublish(items: list[Item], user: Any, problems: Problems) -> None:
    """Take members off the site together: they may refer to each other."""
    going = [(item, fresh(item)) for item in items]
    going = [(item, instance) for item, instance in going if instance.live]
    try:
        with going_together([instance for _item, instance in going]):
            for _item, instance in going:
                instance.unpublish(user=user, log_action=UNPUBLISHED)
    except StillUsedError as error:
        used = {target for use in error.uses for target in use.targets}
        named = [item for item, instance in going if name_of(instance) in used]
        for item in named or [item for item, _instance in going]:
            problems.add(item.member, *words_of(error))


def _note_what_is_left(items: list[Item]) -> None:
    for item in items:
        item.member.after = left(fresh(item))
        item.member.save(update_fields=["before", "after"])
