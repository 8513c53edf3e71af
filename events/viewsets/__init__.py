"""How editors manage themes, venues and programmes."""

from .duplicate_day import duplicate_day_view
from .overview import ProgrammeOverviewView
from .sessions import session_viewset
from .snippets import ThemeViewSet, VenueViewSet

__all__ = [
    "ProgrammeOverviewView",
    "ThemeViewSet",
    "VenueViewSet",
    "duplicate_day_view",
    "session_viewset",
]
