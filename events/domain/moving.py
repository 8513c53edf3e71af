"""Moving one slot to another day, time or room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .drafting import Draft, Proposal, with_values

if TYPE_CHECKING:
    import uuid

    from events.timetable import Day, Slot


@dataclass(frozen=True, slots=True)
class SlotMove:
    """Where a slot goes; without a new end it lasts as long as before."""

    slot: uuid.UUID
    day: uuid.UUID
    start: time | None
    end: time | None = None
    room: str = ""


def slot_of(draft: Draft, uid: uuid.UUID) -> Slot:
    """Give a slot; raises ValidationError if it is gone."""
    found = next((slot for slot in draft.timetable.slots if slot.uid == uid), None)
    if found is None:
        raise ValidationError(_("This slot is no longer in the programme."), code="slot")
    return found


def propose_move(draft: Draft, move: SlotMove) -> Proposal:
    """Put a slot beneath a day, where its time belongs; raises ValidationError."""
    slot, day = slot_of(draft, move.slot), draft.day(move.day)
    if move.end and not move.start:
        raise ValidationError({"start": _("Say also when the slot starts.")}, code="start")
    end = move.end or _end_after(slot, move.start)
    block = with_values(
        draft.raw[slot.position], start=_stored(move.start), end=_stored(end), room=move.room
    )
    place = _place(draft, day, slot, move.start)
    return Proposal(draft, _put(draft.raw, slot.position, place, block))


def _end_after(slot: Slot, start: time | None) -> time | None:
    """Give the end of a slot that begins at another time and lasts as long as before."""
    length = slot.end and slot.start and _length(slot.start, slot.end)
    if start is None or not length:
        return None
    return (_moment(start) + length).time()


def _length(start: time, end: time) -> timedelta:
    return (_moment(end) - _moment(start)) % timedelta(days=1)


def _moment(wall: time) -> datetime:
    return datetime.combine(date(2000, 1, 1), wall)


def _place(draft: Draft, day: Day, slot: Slot, start: time | None) -> int:
    """Find the place before the first later slot of the day, else at its end."""
    if slot.day is day and start == slot.start:
        return slot.position
    for other in draft.timetable.slots:
        is_beside = other.day is day and other is not slot
        if is_beside and start and other.start and other.start > start:
            return other.position
    later = [it.position for it in draft.timetable.days if it.position > day.position]
    return min(later, default=len(draft.raw))


def _put(raw: list[dict[str, Any]], old: int, place: int, block: dict[str, Any]) -> list[Any]:
    if place > old:
        return [*raw[:old], *raw[old + 1 : place], block, *raw[place:]]
    return [*raw[:place], block, *raw[place:old], *raw[old + 1 :]]


def _stored(wall: time | None) -> str | None:
    return wall.isoformat() if wall else None
