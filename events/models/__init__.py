"""Training sessions, their programmes, themes and venues."""

from .calendar_entry import KEPT, CalendarEntry, CalendarListing, horizon, uid_of_event
from .checks import checked_programme, find_conflicts, find_stored_conflicts
from .confirming import CONFIRMED, confirm, confirmations, conflict_rows, fingerprints_in
from .conflicts import CheckedProgramme, conflicts_of, people_of
from .index_page import TrainingSessionIndexPage
from .levels import ConflictLevels
from .moments import DERIVED_COLUMNS, derive_instants
from .programme import DayText, ProgrammeDay, ProgrammeSlot, SlotSpeaker, SlotText
from .programme_import import ProgrammeImport
from .projection import refresh_programme, write_programme
from .recording import record_all, record_below, record_entries
from .session import TrainingSessionPage
from .session_parts import SessionDocument, SessionHost, SessionOrganizer
from .taxonomy import Theme, Venue
from .version import ProgrammeVersion

__all__ = [
    "CONFIRMED",
    "DERIVED_COLUMNS",
    "KEPT",
    "CalendarEntry",
    "CalendarListing",
    "CheckedProgramme",
    "ConflictLevels",
    "DayText",
    "ProgrammeDay",
    "ProgrammeImport",
    "ProgrammeSlot",
    "ProgrammeVersion",
    "SessionDocument",
    "SessionHost",
    "SessionOrganizer",
    "SlotSpeaker",
    "SlotText",
    "Theme",
    "TrainingSessionIndexPage",
    "TrainingSessionPage",
    "Venue",
    "checked_programme",
    "confirm",
    "confirmations",
    "conflict_rows",
    "conflicts_of",
    "derive_instants",
    "find_conflicts",
    "find_stored_conflicts",
    "fingerprints_in",
    "horizon",
    "people_of",
    "record_all",
    "record_below",
    "record_entries",
    "refresh_programme",
    "uid_of_event",
    "write_programme",
]
