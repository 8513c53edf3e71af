"""Releasing what is due: each bundle once, in a transaction of its own."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from cms.pages.publishing import REFUSED as MEMBER_REFUSED
from releases.enums import BundleState
from releases.models import ReleaseBundle

from .contents import items_of
from .problems import ReleaseRefusedError, refusal
from .releasing import finish, note_refusal

if TYPE_CHECKING:
    from datetime import datetime

logger = logging.getLogger(__name__)
# So long a bundle is tried again that the database does not take.
PATIENCE = timedelta(minutes=15)
UNKNOWN = "An error that nobody expected. Ask your administrator to look into the log."


def release_due() -> None:
    """Release the bundles whose time has come; one that cannot be released stops no other."""
    now = timezone.now()
    due = ReleaseBundle.objects.filter(state=BundleState.SCHEDULED, go_live_at__lte=now)
    for pk in due.order_by("go_live_at", "pk").values_list("pk", flat=True):
        _release(pk, now)


def _release(pk: int, now: datetime) -> None:
    try:
        with transaction.atomic():
            if bundle := _mine(pk, now):
                finish(bundle, bundle.scheduled_by, latest=False)
    except ReleaseRefusedError as error:
        _refuse(pk, now, error)
    except DatabaseError as error:
        logger.exception("bundle_postponed pk=%s", pk)
        # Somebody else was in the way, or the database went: it stays due, for a while at least.
        if not isinstance(error, OperationalError | InterfaceError):
            _refuse(pk, now - PATIENCE, refusal(UNKNOWN))
    except Exception:
        logger.exception("bundle_failed pk=%s", pk)
        _refuse(pk, now, refusal(UNKNOWN))


def _mine(pk: int, now: datetime) -> ReleaseBundle | None:
    """Lock a bundle that is still due; None if another process is at it, or was."""
    due = ReleaseBundle.objects.filter(pk=pk, state=BundleState.SCHEDULED, go_live_at__lte=now)
    return due.select_for_update(of=("self",), skip_locked=True).first()


@transaction.atomic
def _refuse(pk: int, now: datetime, error: ReleaseRefusedError) -> None:
    """Take a bundle off the schedule; the histories of members say which stopped it, and why."""
    bundle = _mine(pk, now)
    if bundle is None:
        return
    logger.error("bundle_refused pk=%s problems=%s", pk, len(error.problems))
    items = {item.member.pk: item for item in items_of(bundle)}
    for problem in error.problems:
        item = items.get(problem["member"] or 0)
        if item is not None and item.instance is not None:
            log(
                instance=item.instance,
                action=MEMBER_REFUSED,
                revision=item.member.revision,
                data={"errors": problem["messages"], "bundle": bundle.title},
            )
    note_refusal(bundle, error)
