"""The arithmetic of programmes: zones, wall times, days, conflicts; it knows no database."""

from .conflicts import Conflict, find_conflicts_in
from .days import DayGroup, day_length, programme_days
from .entries import Day, Note, Slot, SpeakerRef, Timetable, read_timetable
from .walltime import (
    UnknownTimeZoneError,
    WallSpan,
    get_zone,
    is_ambiguous,
    is_nonexistent,
    midnight_after,
    to_instant,
    zone_choices,
)

__all__ = [
    "Conflict",
    "Day",
    "DayGroup",
    "Note",
    "Slot",
    "SpeakerRef",
    "Timetable",
    "UnknownTimeZoneError",
    "WallSpan",
    "day_length",
    "find_conflicts_in",
    "get_zone",
    "is_ambiguous",
    "is_nonexistent",
    "midnight_after",
    "programme_days",
    "read_timetable",
    "to_instant",
    "zone_choices",
]
