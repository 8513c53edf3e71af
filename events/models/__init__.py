"""Training sessions, their programmes, themes and venues."""

from .checks import find_conflicts
from .index_page import TrainingSessionIndexPage
from .moments import DERIVED_COLUMNS, derive_instants
from .programme import DayText, ProgrammeDay, ProgrammeSlot, SlotSpeaker, SlotText
from .projection import refresh_programme, write_programme
from .session import TrainingSessionPage
from .session_parts import SessionDocument, SessionHost, SessionOrganizer
from .taxonomy import Theme, Venue

__all__ = [
    "DERIVED_COLUMNS",
    "DayText",
    "ProgrammeDay",
    "ProgrammeSlot",
    "SessionDocument",
    "SessionHost",
    "SessionOrganizer",
    "SlotSpeaker",
    "SlotText",
    "Theme",
    "TrainingSessionIndexPage",
    "TrainingSessionPage",
    "Venue",
    "derive_instants",
    "find_conflicts",
    "refresh_programme",
    "write_programme",
]
