"""Checking, releasing and scheduling a bundle by hand."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Site

from cms.pages.together import together
from releases.enums import BundleState
from releases.models import ReleaseBundle

from . import redirects
from .applying import apply
from .contents import items_of, lock
from .obstacles import obstacles_of
from .pinning import pin, unpin
from .problems import Problem, Problems, ReleaseRefusedError, refusal
from .rights import may_publish, may_write_redirects

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

RELEASED = "releases.release"
SCHEDULED = "releases.schedule"
CALLED_OFF = "releases.call_off"
REFUSED = "releases.refuse"


class _UndoneError(Exception):
    """Everything went well, and is undone."""


def check(bundle: ReleaseBundle, user: Any) -> list[Problem]:
    """Release a bundle, undo it, and say what was in the way.

    One that is scheduled is released by the rights of who has scheduled it. Nothing is left of it:
    what waits for the end of a transaction goes with it, and no log says that anything was
    published.
    """
    try:
        with transaction.atomic(), _unheard():
            locked = locked_bundle(bundle.pk)
            require_open(locked, or_scheduled=True)
            by = locked.scheduled_by if locked.is_scheduled else user
            apply(locked, by, latest=locked.is_open)
            raise _UndoneError
    except ReleaseRefusedError as error:
        return error.problems
    except _UndoneError:
        return []
    finally:
        # Kept outside the database, and perhaps read anew before all was undone.
        Site.clear_site_root_paths_cache()


def release(bundle: ReleaseBundle, user: Any) -> None:
    """Release the latest drafts now; raises ReleaseRefusedError, and nothing has changed then."""
    with transaction.atomic():
        locked = locked_bundle(bundle.pk)
        require_open(locked)
        finish(locked, user, latest=True)


def finish(bundle: ReleaseBundle, user: Any, *, latest: bool) -> None:
    """Release a bundle that is locked, and say so in its history."""
    with together():
        items = apply(bundle, user, latest=latest)
    bundle.state = BundleState.RELEASED
    bundle.released_at, bundle.released_by = timezone.now(), user
    bundle.go_live_at = bundle.scheduled_by = None
    bundle.problems = []
    bundle.save()
    log(instance=bundle, action=RELEASED, user=user, data={"number": len(items)})


@transaction.atomic
def schedule(bundle: ReleaseBundle, user: Any, moment: datetime) -> None:
    """Have a bundle released at a time, with the drafts of now and by the rights of the user.

    Raises ReleaseRefusedError if the user may not publish one of the members, or write redirects.
    """
    locked = locked_bundle(bundle.pk)
    require_open(locked)
    lock(items_of(locked))
    items = items_of(locked)
    if not items and not locked.redirects.exists():
        raise refusal(_("The bundle is empty. Add a page, a snippet or a redirect."))
    problems = Problems()
    pin(items, user, problems)
    for item in items:
        if item.member.pk not in problems.members:
            problems.add(item.member, *obstacles_of(item, user))
    redirects.require_right(locked, user, problems)
    problems.refuse()
    locked.state, locked.go_live_at, locked.scheduled_by = BundleState.SCHEDULED, moment, user
    locked.problems = []
    locked.save()
    log(instance=locked, action=SCHEDULED, user=user, data={"at": moment.isoformat()})


@transaction.atomic
def call_off(bundle: ReleaseBundle, user: Any) -> None:
    """Do not release a bundle at its time.

    Raises PermissionDenied for who has not scheduled it and may not release all of it.
    """
    locked = locked_bundle(bundle.pk)
    if not locked.is_scheduled:
        raise refusal(_("It is not scheduled any more."))
    if locked.scheduled_by_id != user.pk:
        instances = [item.instance for item in items_of(locked) if item.instance is not None]
        if not all(may_publish(user, instance) for instance in instances):
            raise PermissionDenied
        if locked.redirects.exists() and not may_write_redirects(user):
            raise PermissionDenied
    _take_off_schedule(locked)
    log(instance=locked, action=CALLED_OFF, user=user)


def _take_off_schedule(bundle: ReleaseBundle) -> None:
    unpin(items_of(bundle))
    bundle.state, bundle.go_live_at, bundle.scheduled_by = BundleState.DRAFT, None, None
    bundle.save()


def note_refusal(bundle: ReleaseBundle, error: ReleaseRefusedError) -> None:
    """Take a locked bundle off the schedule, and remember why it was not released."""
    data = {
        "at": bundle.go_live_at and bundle.go_live_at.isoformat(),
        "number": len(error.problems),
    }
    user = bundle.scheduled_by
    _take_off_schedule(bundle)
    # It is told to who has scheduled it.
    bundle.problems, bundle.scheduled_by = error.problems, user
    bundle.save(update_fields=["problems", "scheduled_by"])
    log(instance=bundle, action=REFUSED, user=user, data=data)


def locked_bundle(pk: int) -> ReleaseBundle:
    """Load a bundle for ourselves until the transaction ends."""
    found = ReleaseBundle.objects.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
    if found is None:
        raise refusal(_("The bundle is not there any more."))
    return found


def require_open(bundle: ReleaseBundle, *, or_scheduled: bool = False) -> None:
    """Refuse what is released, or waits for its time."""
    if bundle.is_released:
        raise refusal(_("It is released already."))
    if bundle.is_scheduled and not or_scheduled:
        raise refusal(_("It is scheduled. Call the release off first."))


@contextmanager
def _unheard() -> Iterator[None]:
    """Keep Wagtail from writing to the log that it has published something."""
    wagtail = logging.getLogger("wagtail")
    wagtail.addFilter(_nothing)
    try:
        yield
    finally:
        wagtail.removeFilter(_nothing)


def _nothing(record: logging.LogRecord) -> bool:
    return False
