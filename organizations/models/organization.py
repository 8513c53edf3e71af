"""Organizations: who they are, how they stand to each other, and what is known of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_countries.data import COUNTRIES
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page, PageManager, TranslatableMixin
from wagtail.search import index

from cms.blocks.body import BodyStreamBlock
from cms.blocks.text import RICH_TEXT_FEATURES
from cms.graphql.fields import (
    GraphQLEnum,
    GraphQLImage,
    GraphQLInline,
    GraphQLPage,
    GraphQLRichText,
    GraphQLSnippets,
    GraphQLStream,
    GraphQLString,
    GraphQLStrings,
)
from cms.pages.base import BasePage
from cms.pages.translation import synchronized, translated
from cms.pages.widgets import CheckboxGrid
from cms.search.models import SearchKind
from organizations.dates import (
    PartialDatesMixin,
    check_order,
    partial_date_field,
    partial_text,
    precision_field,
)
from organizations.enums import FactQualifier, IdentifierScheme, OrganizationKind, RelationKind
from organizations.querysets import FactQuerySet, OrganizationQuerySet, RelationQuerySet
from organizations.validators import validate_identifier

from .panels import NumberInput, name_panel, partial_date_row

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def country_choices() -> list[tuple[str, StrOrPromise]]:
    """Give countries by two-letter code, in the order of their names."""
    return sorted(COUNTRIES.items(), key=lambda item: str(item[1]))


class OrganizationPage(PartialDatesMixin, BasePage):
    """An organization of the network, or one that it works with."""

    described_by = "description"

    partial_dates = ("established",)

    long_name = models.CharField(_("full name"), max_length=255, blank=True)
    short_name = models.CharField(
        _("acronym"), max_length=64, blank=True, help_text=_("The same in all languages.")
    )
    alternate_names = models.TextField(
        _("other names"), blank=True, help_text=_("Other spellings, one on each line; for search.")
    )
    kind = models.CharField(_("kind"), max_length=32, choices=OrganizationKind.choices)
    established = partial_date_field(_("established"))
    established_precision = precision_field(_("what is known of it"))
    city = models.CharField(_("city"), max_length=255, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True, choices=country_choices)
    description = RichTextField(_("description"), blank=True, features=RICH_TEXT_FEATURES)
    body = StreamField(BodyStreamBlock(), blank=True, verbose_name=_("body"))
    website = models.URLField(_("website"), blank=True)
    logo = models.ForeignKey(
        "media.Image",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    contact_points = ParentalManyToManyField(
        "organizations.ContactPoint",
        verbose_name=_("contact points"),
        blank=True,
        related_name="organizations",
    )

    objects = PageManager.from_queryset(OrganizationQuerySet)()

    parent_page_types = ["organizations.OrganizationIndexPage"]
    subpage_types: list[str] = []

    content_panels = [
        name_panel(),
        MultiFieldPanel(
            [
                FieldPanel("long_name"),
                FieldRowPanel([FieldPanel("short_name"), FieldPanel("kind")]),
                FieldPanel("alternate_names"),
            ],
            _("Names"),
        ),
        MultiFieldPanel(
            [
                partial_date_row("established"),
                FieldRowPanel([FieldPanel("city"), FieldPanel("country")]),
                FieldPanel("website"),
                FieldPanel("logo"),
            ],
            _("Particulars"),
        ),
        FieldPanel("description"),
        FieldPanel("body"),
        InlinePanel("relations", heading=_("Relations"), label=_("Relation")),
        InlinePanel("facts", heading=_("Facts"), label=_("Fact")),
        FieldPanel("contact_points", widget=CheckboxGrid),
        InlinePanel("identifiers", heading=_("Identifiers"), label=_("Identifier")),
    ]

    facts_from = ("contact_points",)

    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *translated("alternate_names", "city"),
        *synchronized(
            "short_name",
            "kind",
            "established",
            "established_precision",
            "country",
            "website",
            "logo",
            "relations",
            "identifiers",
            "contact_points",
        ),
    ]

    search_kind = SearchKind.ORGANIZATION
    search_fields = [
        *Page.search_fields,
        index.SearchField("long_name"),
        index.SearchField("short_name", boost=2),
        index.SearchField("alternate_names", boost=2),
        index.SearchField("city"),
        index.SearchField("description"),
        index.SearchField("body"),
        index.FilterField("kind"),
        index.FilterField("country"),
    ]

    graphql_fields = [
        GraphQLString("long_name", required=True, description="The full name, or empty."),
        GraphQLString("short_name", required=True, description="The acronym, or empty."),
        GraphQLStrings("other_names", description="Other spellings of the name."),
        GraphQLEnum("kind", OrganizationKind, required=True, description="What it is."),
        GraphQLString(
            "established",
            source="established_text",
            description="When it was founded, as far as known: 1985, 1960-08 or 1960-08-02.",
        ),
        GraphQLString("city", required=True, description="The city where it is, or empty."),
        GraphQLString("country", required=True, description="ISO 3166-1 code, or empty."),
        GraphQLRichText("description", required=True, description="What it does, or empty."),
        GraphQLStream("body", "BodyBlock", description="The blocks of the page."),
        GraphQLString("website", required=True, description="Its own website, or empty."),
        GraphQLImage("logo", description="Its logo."),
        GraphQLInline(
            "relations",
            "organizations.OrganizationRelation",
            requires="organization",
            description="How it stands to other organizations.",
        ),
        GraphQLInline(
            "facts", "organizations.OrganizationFact", description="What is known of it."
        ),
        GraphQLInline(
            "identifiers",
            "organizations.OrganizationIdentifier",
            description="What others call it.",
        ),
        GraphQLSnippets("contact_points", "organizations.ContactPoint", description="Whom to ask."),
    ]

    class Meta:
        """How editors see it."""

        verbose_name = _("organization")
        verbose_name_plural = _("organizations")

    def clean_row(self, relation: str, row: Any) -> None:
        """Refuse a relation of the organization to itself."""
        if relation != "relations" or row.organization_id is None:
            return
        if row.organization.translation_key == self.translation_key:
            raise ValidationError(
                gettext("An organization has no relation to itself."), code="itself"
            )

    @property
    def other_names(self) -> list[str]:
        """Give the other spellings of the name."""
        return [name.strip() for name in self.alternate_names.splitlines() if name.strip()]

    @property
    def established_text(self) -> str | None:
        """Write when it was founded, as far as known."""
        return partial_text(self.established, self.established_precision)

    @property
    def admin_summary(self) -> str:
        """Say in one line, for listings, what and where it is."""
        kind = self.get_kind_display() if self.kind else ""
        return " · ".join(filter(None, [str(kind or ""), self.city, self.country]))


class OrganizationRelation(PartialDatesMixin, Orderable):
    """How an organization stands to another one, since when, and who says so."""

    partial_dates = ("since", "until")

    page = ParentalKey(OrganizationPage, on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(_("relation"), max_length=32, choices=RelationKind.choices)
    organization = models.ForeignKey(
        OrganizationPage,
        verbose_name=_("organization"),
        null=True,
        on_delete=models.CASCADE,
        related_name="incoming_relations",
    )
    since = partial_date_field(_("since"))
    since_precision = precision_field(_("what is known of it"))
    until = partial_date_field(_("until"))
    until_precision = precision_field(_("what is known of it"))
    source = models.CharField(
        _("source"), max_length=255, blank=True, help_text=_("Where this was read.")
    )

    objects = RelationQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("kind"), PageChooserPanel("organization")]),
        partial_date_row("since"),
        partial_date_row("until"),
        FieldPanel("source"),
    ]

    graphql_fields = [
        GraphQLEnum("kind", RelationKind, required=True, description="How it stands to the other."),
        GraphQLPage(
            "organization",
            "organizations.OrganizationPage",
            required=True,
            description="The other organization.",
        ),
        GraphQLString("since", source="since_text", description="From when, as far as known."),
        GraphQLString("until", source="until_text", description="To when, as far as known."),
        GraphQLString("source", required=True, description="Where this was read, or empty."),
    ]

    class Meta(Orderable.Meta):
        """How editors see it."""

        verbose_name = _("relation")
        verbose_name_plural = _("relations")

    def __str__(self) -> str:
        """Show the kind of relation."""
        return str(self.get_kind_display())

    def clean(self) -> None:
        """Refuse an end before the start."""
        super().clean()
        check_order(self, "since", "until")

    @property
    def since_text(self) -> str | None:
        """Write the start, as far as known."""
        return partial_text(self.since, self.since_precision)

    @property
    def until_text(self) -> str | None:
        """Write the end, as far as known."""
        return partial_text(self.until, self.until_precision)


class OrganizationFact(PartialDatesMixin, TranslatableMixin, Orderable):
    """Something known of an organization: how exactly, as of when, and who says so."""

    partial_dates = ("as_of",)

    page = ParentalKey(OrganizationPage, on_delete=models.CASCADE, related_name="facts")
    label = models.CharField(
        _("label"), max_length=255, help_text=_("What is counted or said, such as “Members”.")
    )
    qualifier = models.CharField(
        _("qualifier"), max_length=16, choices=FactQualifier.choices, default=FactQualifier.EXACT
    )
    value = models.DecimalField(_("number"), max_digits=20, decimal_places=4, null=True, blank=True)
    text = models.CharField(
        _("text"), max_length=500, blank=True, help_text=_("Only if the fact is no number.")
    )
    as_of = partial_date_field(_("as of"), help_text=_("The date for which this is said."))
    as_of_precision = precision_field(_("what is known of it"))
    source = models.CharField(
        _("source"), max_length=255, blank=True, help_text=_("Where this was read.")
    )

    objects = FactQuerySet.as_manager()

    panels = [
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("qualifier"), FieldPanel("value", widget=NumberInput())]),
        FieldPanel("text"),
        partial_date_row("as_of"),
        FieldPanel("source"),
    ]

    override_translatable_fields = [
        *translated("label", "text"),
        *synchronized("qualifier", "value", "as_of", "as_of_precision", "source"),
    ]

    graphql_fields = [
        GraphQLString("label", required=True, description="What is counted or said."),
        GraphQLString(
            "value", source="value_text", required=True, description="The number, or the text."
        ),
        GraphQLEnum("qualifier", FactQualifier, required=True, description="How exact it is."),
        GraphQLString("as_of", source="as_of_text", description="For when it is said."),
        GraphQLString("source", required=True, description="Where this was read, or empty."),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        """How editors see it."""

        verbose_name = _("fact")
        verbose_name_plural = _("facts")

    def __str__(self) -> str:
        """Show what is counted."""
        return self.label

    def clean(self) -> None:
        """Ask for a number or a text, not both."""
        super().clean()
        if (self.value is None) == (not self.text):
            raise ValidationError(gettext("Give a number or a text, one of them."), code="value")

    @property
    def value_text(self) -> str:
        """Write the number without useless zeros, or give the text."""
        return self.text if self.value is None else f"{self.value.normalize():f}"

    @property
    def as_of_text(self) -> str | None:
        """Write the date, as far as known."""
        return partial_text(self.as_of, self.as_of_precision)


class OrganizationIdentifier(Orderable):
    """What a register calls an organization."""

    page = ParentalKey(OrganizationPage, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(_("register"), max_length=16, choices=IdentifierScheme.choices)
    value = models.CharField(_("identifier"), max_length=64)

    panels = [FieldRowPanel([FieldPanel("scheme"), FieldPanel("value")])]

    graphql_fields = [
        GraphQLEnum("scheme", IdentifierScheme, required=True, description="Who gave it."),
        GraphQLString("value", required=True, description="The identifier."),
    ]

    class Meta(Orderable.Meta):
        """How editors see it."""

        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")

    def __str__(self) -> str:
        """Show register and identifier."""
        return f"{self.scheme} {self.value}"

    def clean(self) -> None:
        """Refuse what is no identifier of the register."""
        super().clean()
        validate_identifier(self.scheme, self.value)
