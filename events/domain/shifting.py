"""Moving a day, or a whole session, in time; texts and ids stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.timetable.naming import name_of
from events.timetable.walltime import FIRST_YEAR, LAST_YEAR

from .drafting import Change, Draft, Proposal, RawStream, blocks_of, place_for, with_values

if TYPE_CHECKING:
    import uuid

    from events.timetable import Day, Slot

DAY_MINUTES = 24 * 60
SESSION_DATES = ("start_date", "end_date")
REGISTRATION_DATES = ("registration_opens_on", "registration_closes_on")


@dataclass(frozen=True, slots=True)
class TimeShift:
    """By how much, and what: the whole session, or a day, or a day from a time on."""

    days: int = 0
    minutes: int = 0
    day: uuid.UUID | None = None
    since: time | None = None
    with_registration: bool = False


def propose_shift(draft: Draft, shift: TimeShift) -> Proposal:
    """Say what a shift would make of a draft.

    Raises ValidationError if nothing would move, if a date would leave the years that programmes
    may have, if a day would fall on another, or if a slot would start on another day.
    """
    _check(shift)
    if shift.day is None:
        proposal = _shift_session(draft, shift)
    else:
        proposal = _shift_day(draft, draft.day(shift.day), shift)
    if not proposal.changes:
        raise ValidationError(_("Nothing would move."), code="nothing")
    return proposal


def _check(shift: TimeShift) -> None:
    if not shift.days and not shift.minutes:
        raise ValidationError(_("Say by how many days or minutes."), code="nothing")
    if shift.day is None and shift.minutes:
        raise ValidationError(
            {"minutes": _("Choose a day: minutes are for the slots of one day.")}, code="minutes"
        )
    if shift.since and shift.days:
        raise ValidationError(
            {"since": _("A part of a day can be shifted by minutes only.")}, code="since"
        )


def moved(day: date, days: int) -> date:
    """Give a date so many days later; raises ValidationError outside the years of programmes."""
    try:
        result = day + timedelta(days=days)
    except OverflowError:
        result = date.max
    if not FIRST_YEAR <= result.year <= LAST_YEAR:
        raise ValidationError(
            {
                "days": _("%(day)s would leave the years from %(first)s to %(last)s.")
                % {"day": _text(day), "first": FIRST_YEAR, "last": LAST_YEAR}
            },
            code="bounds",
        )
    return result


def shift_dates(draft: Draft, days: int, names: tuple[str, ...]) -> dict[str, date]:
    """Give the new values of a session's own dates, as far as it has them."""
    found = {name: getattr(draft.session, name) for name in names}
    return {name: moved(value, days) for name, value in found.items() if value}


def shift_days(draft: Draft, days: int) -> RawStream:
    """Give the programme with all its days so much later."""
    raw = list(draft.raw)
    for day in draft.timetable.days:
        if day.date is not None:
            new = moved(day.date, days)
            raw[day.position] = with_values(raw[day.position], date=new.isoformat())
    return raw


def _shift_session(draft: Draft, shift: TimeShift) -> Proposal:
    names = SESSION_DATES + (REGISTRATION_DATES if shift.with_registration else ())
    values = shift_dates(draft, shift.days, names)
    changes = []
    for name, value in values.items():
        field: Any = draft.session._meta.get_field(name)
        label = capfirst(field.verbose_name)
        if name in REGISTRATION_DATES:
            label = _("Registration %(what)s") % {"what": label}
        changes.append(Change(label, _text(getattr(draft.session, name)), _text(value)))
    changes += [
        Change(_day_name(day), _text(day.date), _text(moved(day.date, shift.days)))
        for day in draft.timetable.days
        if day.date is not None
    ]
    return Proposal(draft, shift_days(draft, shift.days), dict(values), changes)


def _shift_day(draft: Draft, day: Day, shift: TimeShift) -> Proposal:
    raw, changes, remarks = _shift_slots(draft, day, shift)
    if shift.days:
        if day.date is None:
            raise ValidationError({"day": _("This day has no date.")}, code="day")
        target = moved(day.date, shift.days)
        if any(other.date == target for other in draft.timetable.days):
            raise ValidationError({"days": _("The programme has this day already.")}, code="day")
        changes.insert(0, Change(_day_name(day), _text(day.date), _text(target)))
        raw = _with_day_at(draft, raw, day, target)
    return Proposal(draft, raw, {}, changes, remarks)


def _with_day_at(draft: Draft, raw: RawStream, day: Day, target: date) -> RawStream:
    """Put a day with all below it where its new date belongs."""
    blocks = blocks_of(raw, day)
    blocks[0] = with_values(blocks[0], date=target.isoformat())
    end = day.position + len(blocks)
    place = place_for([it for it in draft.timetable.days if it is not day], target, len(raw))
    if place >= end:
        return [*raw[: day.position], *raw[end:place], *blocks, *raw[place:]]
    return [*raw[:place], *blocks, *raw[place : day.position], *raw[end:]]


def _shift_slots(
    draft: Draft, day: Day, shift: TimeShift
) -> tuple[RawStream, list[Change], list[str]]:
    raw = list(draft.raw)
    changes: list[Change] = []
    remarks: list[str] = []
    if not shift.minutes:
        return raw, changes, remarks
    beyond = []
    for slot in draft.timetable.slots:
        if slot.day is not day or not _is_concerned(slot, shift):
            continue
        start, end = _minutes(slot.start) + shift.minutes, _end(slot, shift.minutes)
        if not 0 <= start < DAY_MINUTES:
            beyond.append(name_of(slot))
            continue
        values = {"start": _clock(start).isoformat(), "end": end and end.isoformat()}
        raw[slot.position] = with_values(raw[slot.position], **values)
        changes.append(Change(name_of(slot), span_text(slot.start, slot.end),
                              span_text(_clock(start), end)))  # fmt: skip
        if end and end < _clock(start):
            remarks.append(_("“%(slot)s” would end on the next day.") % {"slot": name_of(slot)})
    if beyond:
        message = _("These would start on another day; move them there by hand: %(slots)s")
        raise ValidationError({"minutes": message % {"slots": "; ".join(beyond)}}, code="midnight")
    return raw, changes, remarks


def _is_concerned(slot: Slot, shift: TimeShift) -> bool:
    return slot.start is not None and (shift.since is None or slot.start >= shift.since)


def _end(slot: Slot, minutes: int) -> time | None:
    """Give the new end: the slot lasts as long as before."""
    if slot.end is None:
        return None
    return _clock((_minutes(slot.end) + minutes) % DAY_MINUTES)


def _minutes(wall: time | None) -> int:
    return wall.hour * 60 + wall.minute if wall else 0


def _clock(minutes: int) -> time:
    return time(*divmod(minutes, 60))


def span_text(start: time | None, end: time | None) -> str:
    """Write the times of a slot: 09:00–10:30."""
    return "–".join(wall.strftime("%H:%M") for wall in (start, end) if wall)


def _day_name(day: Day) -> str:
    return _("Day “%(title)s”") % {"title": day.title} if day.title else _("Day")


def _text(day: date | None) -> str:
    return date_format(day, "D, j M Y") if day else ""
