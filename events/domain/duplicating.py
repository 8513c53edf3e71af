"""Copying a day of a programme to another date."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.pages.translation import lock_translations
from events.models import TrainingSessionPage
from events.timetable import Day, read_timetable

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
    from wagtail.models import Revision

RawStream = list[dict[str, Any]]


def days_of_draft(session: TrainingSessionPage) -> list[Day]:
    """Give the dated days of the latest draft."""
    draft = session.get_latest_revision_as_object()
    return [day for day in read_timetable(draft.programme.get_prep_value()).days if day.date]


@transaction.atomic
def duplicate_day(
    session: TrainingSessionPage,
    uid: uuid.UUID,
    target: date,
    user: AbstractBaseUser | AnonymousUser | None = None,
) -> Revision:
    """Copy a day with all below it to another date of the session, as a new draft.

    Raises ValidationError if there is no such day, if the date has one already, or if it is
    outside the session.
    """
    lock_translations(TrainingSessionPage, session.translation_key)
    page = TrainingSessionPage.objects.get(pk=session.pk)
    draft = page.get_latest_revision_as_object()
    raw = draft.programme.get_prep_value()
    days = read_timetable(raw).days
    day = next((day for day in days if day.uid == uid), None)
    if day is None:
        raise ValidationError(_("This day is no longer in the programme."), code="day")
    _check_target(draft, days, target)
    copy = [_with_new_ids(block) for block in _blocks_of(raw, day)]
    copy[0]["value"]["date"] = target.isoformat()
    place = _place_for(days, target, len(raw))
    draft.programme = [*raw[:place], *copy, *raw[place:]]
    if not page.live:
        draft.save(clean=False)
    return draft.save_revision(user=user, changed=True, log_action=True, clean=False)


def _check_target(draft: TrainingSessionPage, days: list[Day], target: date) -> None:
    if any(day.date == target for day in days):
        raise ValidationError({"date": _("The programme has this day already.")})
    first, last = draft.start_date, draft.end_date or draft.start_date
    if first and last and not first <= target <= last:
        raise ValidationError({"date": _("This day is outside the session.")})


def _blocks_of(raw: RawStream, day: Day) -> RawStream:
    """Give a day and all blocks down to the next day."""
    blocks = [raw[day.position]]
    for block in raw[day.position + 1 :]:
        if block["type"] == "day":
            break
        blocks.append(block)
    return blocks


def _place_for(days: list[Day], target: date, end: int) -> int:
    """Find the place before the first later day."""
    return min((day.position for day in days if day.date and day.date > target), default=end)


def _with_new_ids(value: Any) -> Any:
    """Copy a block with fresh ids, down to the items of its lists."""
    if isinstance(value, list):
        return [_with_new_ids(item) for item in value]
    if not isinstance(value, dict):
        return value
    copy = {name: _with_new_ids(item) for name, item in value.items()}
    if "type" in value and "value" in value:
        copy["id"] = str(uuid.uuid4())
    return copy
