"""Closed lists of words of this app."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganizationKind(TextChoices):
    """What an organization is in the network."""

    ASSOCIATION = "ASSOCIATION", _("Association")
    TRAINING_INSTITUTE = "TRAINING_INSTITUTE", _("Training institute")
    REGIONAL_CENTRE = "REGIONAL_CENTRE", _("Regional centre")
    HOST_INSTITUTION = "HOST_INSTITUTION", _("Host institution")
    AUTHORITY = "AUTHORITY", _("Authority")
    MEMBER_CITY = "MEMBER_CITY", _("Member city")


class RelationKind(TextChoices):
    """How an organization stands to another one."""

    PART_OF = "PART_OF", _("Part of")
    HOSTED_BY = "HOSTED_BY", _("Hosted by")
    ASSOCIATED_BODY_OF = "ASSOCIATED_BODY_OF", _("Associated body of")
    MANAGES_SECTION_OF = "MANAGES_SECTION_OF", _("Manages a section of")
    MEMBER_OF = "MEMBER_OF", _("Member of")
    PARTNER_OF = "PARTNER_OF", _("Partner of")


class FactQualifier(TextChoices):
    """How exact a number is."""

    EXACT = "EXACT", _("Exactly")
    MORE_THAN = "MORE_THAN", _("More than")
    ABOUT = "ABOUT", _("About")


class DatePrecision(TextChoices):
    """How much of a date is known."""

    YEAR = "YEAR", _("Year only")
    MONTH = "MONTH", _("Month and year")
    DAY = "DAY", _("Full date")


class IdentifierScheme(TextChoices):
    """Who gave an identifier."""

    ROR = "ROR", _("Research Organization Registry (ROR)")
    WIKIDATA = "WIKIDATA", _("Wikidata")
