"""How editors find organizations, people and contact points, and the report of old facts."""

from .contact import ContactPointViewSet
from .old_facts import OldFactsReport, year_before
from .organizations import organization_viewset
from .people import person_viewset

__all__ = [
    "ContactPointViewSet",
    "OldFactsReport",
    "organization_viewset",
    "person_viewset",
    "year_before",
]
