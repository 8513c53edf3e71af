"""The programme of a session: the one place to import its verbs from."""

from events.models import find_conflicts, refresh_programme, write_programme
from events.timetable import (
    Conflict,
    DayGroup,
    UnknownTimeZoneError,
    programme_days,
    zone_choices,
)

from .duplicating import days_of_draft, duplicate_day
from .programme_data import DayData, NoteData, ProgrammeData, SlotData
from .reading import load_programmes, load_versions
from .rebuilding import Shift, rebuild_programmes, recompute_instants

__all__ = [
    "Conflict",
    "DayData",
    "DayGroup",
    "NoteData",
    "ProgrammeData",
    "Shift",
    "SlotData",
    "UnknownTimeZoneError",
    "days_of_draft",
    "duplicate_day",
    "find_conflicts",
    "load_programmes",
    "load_versions",
    "programme_days",
    "rebuild_programmes",
    "recompute_instants",
    "refresh_programme",
    "write_programme",
    "zone_choices",
]
