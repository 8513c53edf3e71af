"""How editors find organizations, people and contact points, and the reports about them."""

from .consent import WithoutConsentReport
from .contact import ContactPointViewSet
from .exchange import ExchangeButtonsMixin, register_log_actions
from .old_facts import OldFactsReport, OldRolesReport, year_before
from .organizations import organization_viewset
from .people import person_viewset

__all__ = [
    "ContactPointViewSet",
    "ExchangeButtonsMixin",
    "OldFactsReport",
    "OldRolesReport",
    "WithoutConsentReport",
    "organization_viewset",
    "person_viewset",
    "register_log_actions",
    "year_before",
]
