"""Slots grouped by calendar day, in the session's zone or in a reader's."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

from .walltime import get_zone, midnight_after, to_instant


class TimedSlot(Protocol):
    """What grouping needs to know of a slot."""

    @property
    def day(self) -> date: ...
    @property
    def position(self) -> int: ...
    @property
    def time_zone(self) -> str: ...
    @property
    def starts_at(self) -> datetime | None: ...


SlotT = TypeVar("SlotT", bound=TimedSlot)


@dataclass(slots=True)
class DayGroup:
    """One calendar day in one zone, with the slots that start on it."""

    date: date
    starts_at: datetime
    length: timedelta
    slots: list[Any] = field(default_factory=list)


def programme_days(slots: Iterable[SlotT], zone: str) -> list[DayGroup]:
    """Group slots by the calendar day on which they start in a zone, days and slots in order.

    In the session's own zone the printed day decides; so it does for slots without a time, in
    every zone. Raises UnknownTimeZoneError.
    """
    target = get_zone(zone)
    by_date: dict[date, list[SlotT]] = defaultdict(list)
    for slot in slots:
        by_date[_date_in(slot, zone, target)].append(slot)
    return [
        DayGroup(
            date=day,
            starts_at=to_instant(day, time(), target),
            length=day_length(day, target),
            slots=sorted(by_date[day], key=_order),
        )
        for day in sorted(by_date)
    ]


def day_length(day: date, zone: ZoneInfo) -> timedelta:
    """How long a calendar day lasts in a zone: 23 or 25 hours where the clocks change."""
    return midnight_after(day, zone) - to_instant(day, time(), zone)


def _date_in(slot: TimedSlot, zone: str, target: ZoneInfo) -> date:
    if slot.starts_at is None or slot.time_zone == zone:
        return slot.day
    return slot.starts_at.astimezone(target).date()


def _order(slot: TimedSlot) -> tuple[date, int]:
    """The editor's order, which also says where slots without a time belong."""
    return (slot.day, slot.position)
