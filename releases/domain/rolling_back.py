"""Giving readers back what they had before a release, in one transaction."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.pages.together import together
from releases.enums import BundleState

from . import redirects
from .applying import unpublish
from .contents import fresh, items_of, lock
from .obstacles import obstacles_of
from .problems import Problems, refusal
from .releasing import locked_bundle
from .rounds import Job, check_later, run_in_rounds
from .states import give_back, left

if TYPE_CHECKING:
    from releases.models import ReleaseBundle

    from .contents import Item

ROLLED_BACK = "releases.roll_back"
GIVEN_BACK = "releases.give_back"


@transaction.atomic
@together()
def roll_back(bundle: ReleaseBundle, user: Any) -> None:
    """Undo a release; raises ReleaseRefusedError if a member was changed since: all or nothing."""
    bundle = locked_bundle(bundle.pk)
    if not bundle.is_released:
        raise refusal(_("It is not released, or was rolled back already."))
    lock(items_of(bundle))
    items = items_of(bundle)
    problems = Problems()
    _look_for_changes(bundle, items, user, problems)
    problems.refuse()
    redirects.take_away(bundle)
    touched = [item for item in items if _was_touched(item)]
    back = [item for item in touched if _was_live(item)]
    unchecked = run_in_rounds([_giving_back(item, user) for item in back], problems)
    gone = [item for item in touched if not _was_live(item)]
    unpublish(gone, user, problems)
    check_later(unchecked, problems)
    problems.refuse()
    redirects.put_back(bundle)
    _finish(bundle, user, touched)


def _was_touched(item: Item) -> bool:
    """Say whether the release has changed anything of a member."""
    before, after = item.member.before or {}, item.member.after or {}
    return bool(before["live"] or after["public"])


def _was_live(item: Item) -> bool:
    return bool((item.member.before or {})["live"])


def _look_for_changes(
    bundle: ReleaseBundle, items: list[Item], user: Any, problems: Problems
) -> None:
    for item in items:
        if item.instance is None:
            problems.add(item.member, _("It was changed or deleted after the release."))
            continue
        found = obstacles_of(item, user, for_draft=False)
        if left(item.instance) != item.member.after:
            found.append(_("It was published, or taken off the site, after the release."))
        problems.add(item.member, *found)
    redirects.require_right(bundle, user, problems)
    for redirect in redirects.are_changed(bundle):
        problems.add_redirect(redirect, _("It was changed or deleted after the release."))


def _giving_back(item: Item, user: Any) -> Job:
    return Job(item, partial(_give_back, item, user))


def _give_back(item: Item, user: Any) -> None:
    before = item.member.before or {}
    keep_draft = item.member.is_published or before["has_draft"]
    give_back(fresh(item), before, user, keep_draft=keep_draft)
    log(
        instance=item.instance, action=GIVEN_BACK, user=user, data={"bundle": item.member.bundle_id}
    )


def _finish(bundle: ReleaseBundle, user: Any, touched: list[Item]) -> None:
    for item in touched:
        item.member.revision = None
        item.member.save(update_fields=["revision"])
    bundle.state, bundle.problems, bundle.lost_redirects = BundleState.ROLLED_BACK, [], []
    bundle.save()
    log(instance=bundle, action=ROLLED_BACK, user=user, data={"number": len(touched)})
