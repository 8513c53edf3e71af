"""The instants that follow from a session's printed dates, times and zone."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, TypeGuard
from zoneinfo import ZoneInfo

from events.timetable import UnknownTimeZoneError, get_zone, midnight_after, to_instant
from events.timetable.walltime import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from .session import TrainingSessionPage

# What is computed below and stored, so that SQL can compare it.
DERIVED_COLUMNS = (
    "starts_at",
    "ends_before",
    "registration_opens_at",
    "registration_closes_at",
)


def derive_instants(session: TrainingSessionPage) -> None:
    """Set the derived columns; without a zone the printed times count as UTC."""
    try:
        zone = get_zone(session.time_zone)
    except UnknownTimeZoneError:
        zone = ZoneInfo("UTC")
    last = session.end_date or session.start_date
    session.starts_at = _beginning(session.start_date, session.start_time, zone)
    session.ends_before = _end(last, session.end_time, zone)
    session.registration_opens_at = _beginning(
        session.registration_opens_on, session.registration_opens_time, zone
    )
    session.registration_closes_at = _end(
        session.registration_closes_on, session.registration_closes_time, zone
    )


def _beginning(day: date | None, wall: time | None, zone: ZoneInfo) -> datetime | None:
    return to_instant(day, wall or time(), zone) if _is_datable(day) else None


def _end(day: date | None, wall: time | None, zone: ZoneInfo) -> datetime | None:
    """Without a time, the end of the day."""
    if not _is_datable(day):
        return None
    return midnight_after(day, zone) if wall is None else to_instant(day, wall, zone)


def _is_datable(day: date | None) -> TypeGuard[date]:
    """Say whether instants can be computed; a draft written by code may hold any date."""
    return day is not None and FIRST_YEAR <= day.year <= LAST_YEAR
