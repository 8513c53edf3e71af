"""How editors manage themes, venues and programmes."""

from .buttons import listing_buttons, programme_buttons
from .clone import clone_view
from .conflicts import conflicts_view
from .duplicate_day import duplicate_day_view
from .fill import fill_view
from .grid import grid_view, move_view
from .log_actions import register_log_actions
from .overview import ProgrammeOverviewView
from .sessions import session_viewset
from .shift import shift_view
from .snippets import ThemeViewSet, VenueViewSet
from .versions import versions_view
from .without_programme import WithoutProgrammeReport

__all__ = [
    "ProgrammeOverviewView",
    "ThemeViewSet",
    "VenueViewSet",
    "WithoutProgrammeReport",
    "clone_view",
    "conflicts_view",
    "duplicate_day_view",
    "fill_view",
    "grid_view",
    "listing_buttons",
    "move_view",
    "programme_buttons",
    "register_log_actions",
    "session_viewset",
    "shift_view",
    "versions_view",
]
