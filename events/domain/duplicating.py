"""Copying a day of a programme to another date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from .drafting import (
    Draft,
    Proposal,
    blocks_of,
    open_draft,
    open_for_change,
    place_for,
    store,
    with_new_ids,
    with_values,
)

if TYPE_CHECKING:
    import uuid
    from datetime import date

    from wagtail.models import Revision

    from events.models import TrainingSessionPage
    from events.timetable import Day

    from .drafting import User


def days_of_draft(session: TrainingSessionPage) -> list[Day]:
    """Give the dated days of the latest draft."""
    return [day for day in open_draft(session).timetable.days if day.date]


@transaction.atomic
def duplicate_day(
    session: TrainingSessionPage, uid: uuid.UUID, target: date, user: User = None
) -> Revision:
    """Copy a day with all below it to another date of the session, as a new draft.

    Raises ValidationError if there is no such day, if the date has one already, or if it is
    outside the session.
    """
    draft = open_for_change(session)
    day = draft.day(uid)
    _check_target(draft, target)
    copy = [with_new_ids(block) for block in blocks_of(draft.raw, day)]
    copy[0] = with_values(copy[0], date=target.isoformat())
    place = place_for(draft.timetable.days, target, len(draft.raw))
    return store(Proposal(draft, [*draft.raw[:place], *copy, *draft.raw[place:]]), user)


def _check_target(draft: Draft, target: date) -> None:
    if any(day.date == target for day in draft.timetable.days):
        raise ValidationError({"date": _("The programme has this day already.")})
    first = draft.session.start_date
    last = draft.session.end_date or first
    if first and last and not first <= target <= last:
        raise ValidationError({"date": _("This day is outside the session.")})
