"""What can be exchanged: the kinds of records, their columns, and how a record is known again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import Page

from organizations.models import (
    ContactPoint,
    OrganizationIndexPage,
    OrganizationPage,
    PersonIndexPage,
    PersonPage,
)

from .columns import Choice, Column, Country, Languages, PartialDate, Telephone
from .consent import Consent
from .roles import Roles

if TYPE_CHECKING:
    from collections.abc import Mapping

# A function under this hook gives `Kind` objects; apps above register theirs.
HOOK = "register_record_kinds"
UID = "uid"


@dataclass(frozen=True)
class Kind:
    """A kind of record, as a table holds it."""

    name: str
    model: Any
    label: Any
    listing: str
    columns: tuple[Column, ...]
    # The columns by which a record is known that has no key; those that a file has.
    alike: tuple[str, ...]
    place: type[Page] | None = None
    icon: str = "table"
    widths: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_page(self) -> bool:
        """Say whether records are pages."""
        return issubclass(self.model, Page)

    @property
    def names(self) -> tuple[str, ...]:
        """Name the columns of a file, in order; the key stands last."""
        return (*(column.name for column in self.columns), UID)

    def column(self, name: str) -> Column:
        """Give a column."""
        return next(column for column in self.columns if column.name == name)


PEOPLE = Kind(
    name="people",
    model=PersonPage,
    label=_("People"),
    listing="people:index",
    icon="user",
    columns=(
        Column("name", "title", _("Name")),
        Column("honorific", "honorific", _("Honorific")),
        Column("sort_name", "sort_name", _("Name for sorting")),
        Column("native_name", "native_name", _("Name in own script")),
        Roles("roles", "roles", _("Roles")),
        Languages("languages", "spoken_languages", _("Languages spoken")),
        Column("email", "email", _("E-mail")),
        Consent("consent", "public_consent", _("Consent")),
    ),
    alike=("name",),
    place=PersonIndexPage,
    widths={"name": 30, "sort_name": 30, "native_name": 30, "roles": 60, "email": 30, UID: 38},
)
ORGANIZATIONS = Kind(
    name="organizations",
    model=OrganizationPage,
    label=_("Organizations"),
    listing="organizations:index",
    icon="group",
    columns=(
        Column("name", "title", _("Name")),
        Column("full_name", "long_name", _("Full name")),
        Column("acronym", "short_name", _("Acronym")),
        Column("other_names", "alternate_names", _("Other names")),
        Choice("kind", "kind", _("Kind")),
        PartialDate("established", "established", _("Established")),
        Column("city", "city", _("City")),
        Country("country", "country", _("Country")),
        Column("website", "website", _("Website")),
    ),
    alike=("name", "city"),
    place=OrganizationIndexPage,
    widths={"name": 30, "full_name": 50, "other_names": 30, "website": 40, UID: 38},
)
CONTACT_POINTS = Kind(
    name="contact-points",
    model=ContactPoint,
    label=_("Contact points"),
    listing="wagtailsnippets_organizations_contactpoint:list",
    icon="mail",
    columns=(
        Column("name", "name", _("Name")),
        Telephone("telephone", "telephone", _("Telephone")),
        Column("email", "email", _("E-mail")),
        Column("opening_hours", "opening_hours", _("Opening hours")),
        Column("purpose", "purpose", _("Purpose")),
        Column("retention", "retention", _("Retention")),
    ),
    alike=("name",),
    widths={"name": 30, "telephone": 18, "email": 30, "purpose": 40, "retention": 40, UID: 38},
)


def kinds() -> dict[str, Kind]:
    """Give all kinds by name, those of apps above too."""
    told = [kind for function in hooks.get_hooks(HOOK) for kind in function()]
    return {kind.name: kind for kind in (PEOPLE, ORGANIZATIONS, CONTACT_POINTS, *told)}
