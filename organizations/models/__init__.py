"""Organizations, people, what is known of them, and whom to ask."""

from .contact import ContactPoint
from .index_pages import OrganizationIndexPage, PersonIndexPage
from .organization import (
    OrganizationFact,
    OrganizationIdentifier,
    OrganizationPage,
    OrganizationRelation,
)
from .person import PersonLink, PersonPage, PersonRole
from .record_import import RecordImport

__all__ = [
    "ContactPoint",
    "OrganizationFact",
    "OrganizationIdentifier",
    "OrganizationIndexPage",
    "OrganizationPage",
    "OrganizationRelation",
    "PersonIndexPage",
    "PersonLink",
    "PersonPage",
    "PersonRole",
    "RecordImport",
]
