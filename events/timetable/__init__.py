"""The arithmetic of programmes: zones, wall times, days, conflicts; it knows no database."""

from .conflicts import find_conflicts_in
from .days import DayGroup, day_length, programme_days
from .entries import Day, Note, Slot, SpeakerRef, Timetable, read_timetable
from .findings import DEFAULT_LEVELS, Conflict, Elsewhere, Person, Policy
from .occasions import Occasion
from .walltime import (
    UnknownTimeZoneError,
    WallSpan,
    get_zone,
    is_ambiguous,
    is_nonexistent,
    midnight_after,
    to_instant,
)
from .zones import zone_choices, zone_of_country

__all__ = [
    "DEFAULT_LEVELS",
    "Conflict",
    "Day",
    "DayGroup",
    "Elsewhere",
    "Note",
    "Occasion",
    "Person",
    "Policy",
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
    "zone_of_country",
]
