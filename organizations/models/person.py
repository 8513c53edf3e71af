"""People: who they are, and the offices they held where and when."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, PageManager, TranslatableMixin
from wagtail.search import index

from cms.blocks.links import validate_external_url
from cms.blocks.text import RICH_TEXT_FEATURES
from cms.graphql.fields import (
    GraphQLInline,
    GraphQLPage,
    GraphQLRichText,
    GraphQLString,
    GraphQLStrings,
)
from cms.pages.base import BasePage
from cms.pages.translation import synchronized, translated
from cms.search.models import SearchKind
from organizations.dates import (
    PartialDatesMixin,
    check_order,
    partial_date_field,
    partial_text,
    precision_field,
)
from organizations.querysets import PersonQuerySet, RoleQuerySet

from .fields import LanguageTagsField
from .panels import name_panel, partial_date_row


class PersonPage(BasePage):
    """A person who speaks, teaches, presides or answers in the network."""

    described_by = "biography"

    native_name = models.CharField(_("name in the person's own script"), max_length=255, blank=True)
    sort_name = models.CharField(
        _("name for sorting"), max_length=255, blank=True, help_text=_("Such as “Said, Victor”.")
    )
    honorific = models.CharField(_("honorific"), max_length=64, blank=True)
    biography = RichTextField(_("biography"), blank=True, features=RICH_TEXT_FEATURES)
    photo = models.ForeignKey(
        "media.Image",
        verbose_name=_("photo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Public only with the person's consent."),
    )
    spoken_languages = LanguageTagsField(
        _("languages spoken"), help_text=_("Language tags with commas, such as fr, ar, pt-BR.")
    )
    email = models.EmailField(
        _("e-mail"), blank=True, help_text=_("Public only with the person's consent.")
    )
    public_consent = models.BooleanField(
        _("consents to e-mail and photo being public"),
        default=False,
        help_text=_("Tick only if the person has said so."),
    )

    objects = PageManager.from_queryset(PersonQuerySet)()

    parent_page_types = ["organizations.PersonIndexPage"]
    subpage_types: list[str] = []

    content_panels = [
        name_panel(),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("honorific"), FieldPanel("sort_name")]),
                FieldPanel("native_name"),
            ],
            _("Names"),
        ),
        InlinePanel("roles", heading=_("Roles"), label=_("Role")),
        FieldPanel("biography"),
        FieldPanel("spoken_languages"),
        InlinePanel("links", heading=_("Links"), label=_("Link")),
        MultiFieldPanel(
            [FieldPanel("public_consent"), FieldPanel("photo"), FieldPanel("email")],
            _("With the person's consent"),
        ),
    ]

    facts_from = ("roles.organization",)

    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *translated("honorific"),
        *synchronized(
            "native_name",
            "sort_name",
            "photo",
            "spoken_languages",
            "email",
            "public_consent",
            "links",
        ),
    ]

    search_kind = SearchKind.PERSON
    search_fields = [
        *Page.search_fields,
        index.SearchField("native_name"),
        index.SearchField("biography"),
        # Not the roles: readers see them only while the organization is public.
        index.FilterField("sort_name"),
    ]

    graphql_fields = [
        GraphQLString(
            "native_name",
            required=True,
            description="The name in the person's own script; empty if it is the title.",
        ),
        GraphQLString("sort_name", required=True, description="The name as lists sort it."),
        GraphQLString("honorific", required=True, description="Mr, Dr, Professor …, or empty."),
        GraphQLRichText("biography", required=True, description="Who the person is, or empty."),
        GraphQLStrings("spoken_languages", description="Language tags."),
        GraphQLInline("links", "organizations.PersonLink", description="Pages of the person."),
        GraphQLString(
            "email",
            source="public_email",
            required=True,
            description="The address to write to; empty without one or without consent.",
        ),
    ]

    class Meta:
        """How editors see it."""

        verbose_name = _("person")
        verbose_name_plural = _("people")

    def clean(self) -> None:
        """Refuse to publish an e-mail or a photo without consent."""
        super().clean()
        if self.is_deferred_validation or self.public_consent:
            return
        message = gettext("Without the person's consent this cannot be public.")
        private = {
            name: ValidationError(message, code="consent")
            for name in ("email", "photo_id")
            if getattr(self, name)
        }
        if private:
            raise ValidationError({name.removesuffix("_id"): e for name, e in private.items()})

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save; whichever way a live page is written, nothing is public without consent."""
        if self.live and not self.public_consent and kwargs.get("clean") is False:
            self.email, self.photo = "", None
        return super().save(*args, **kwargs)

    @property
    def has_photo(self) -> bool:
        """Say whether a photo is stored, public or not."""
        return self.photo_id is not None

    @property
    def has_email(self) -> bool:
        """Say whether an e-mail address is stored, public or not."""
        return bool(self.email)

    @property
    def public_email(self) -> str:
        """Give the e-mail if the person consents."""
        return self.email if self.public_consent else ""

    @property
    def admin_summary(self) -> str:
        """Say in one line, for listings, what the person does; loads a prefetched list."""
        return " · ".join(role.role for role in self.roles.all())


class PersonRole(PartialDatesMixin, TranslatableMixin, Orderable):
    """An office that a person held in an organization, for when it is known, and who says so."""

    partial_dates = ("starts_on", "ends_on", "as_of")

    page = ParentalKey(PersonPage, on_delete=models.CASCADE, related_name="roles")
    organization = models.ForeignKey(
        "organizations.OrganizationPage",
        verbose_name=_("organization"),
        null=True,
        on_delete=models.CASCADE,
        related_name="person_roles",
    )
    role = models.CharField(_("role"), max_length=255, help_text=_("Such as “President”."))
    starts_on = partial_date_field(_("from"))
    starts_on_precision = precision_field(_("what is known of it"))
    ends_on = partial_date_field(_("until"))
    ends_on_precision = precision_field(_("what is known of it"))
    as_of = partial_date_field(
        _("as of"), help_text=_("The date of the source, if the start or the end is not known.")
    )
    as_of_precision = precision_field(_("what is known of it"))
    source = models.CharField(
        _("source"), max_length=255, blank=True, help_text=_("Where this was read.")
    )

    objects = RoleQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("role"), PageChooserPanel("organization")]),
        partial_date_row("starts_on"),
        partial_date_row("ends_on"),
        partial_date_row("as_of"),
        FieldPanel("source"),
    ]

    override_translatable_fields = [
        *translated("role"),
        *synchronized(
            "organization",
            "starts_on",
            "starts_on_precision",
            "ends_on",
            "ends_on_precision",
            "as_of",
            "as_of_precision",
            "source",
        ),
    ]

    graphql_fields = [
        GraphQLString("role", required=True, description="The office."),
        GraphQLPage(
            "organization", "organizations.OrganizationPage", required=True, description="Where."
        ),
        GraphQLString("from", source="starts_on_text", description="From when, as far as known."),
        GraphQLString("until", source="ends_on_text", description="To when, as far as known."),
        GraphQLString("as_of", source="as_of_text", description="For when it is said."),
        GraphQLString(
            "source", required=True, description="Where this was read; empty if not said."
        ),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        """How editors see it."""

        verbose_name = _("role")
        verbose_name_plural = _("roles")

    def __str__(self) -> str:
        """Show the office."""
        return self.role

    def clean(self) -> None:
        """Refuse an end before the start."""
        super().clean()
        check_order(self, "starts_on", "ends_on")

    @property
    def starts_on_text(self) -> str | None:
        """Write the start, as far as known."""
        return partial_text(self.starts_on, self.starts_on_precision)

    @property
    def ends_on_text(self) -> str | None:
        """Write the end, as far as known."""
        return partial_text(self.ends_on, self.ends_on_precision)

    @property
    def as_of_text(self) -> str | None:
        """Write the date of the source, as far as known."""
        return partial_text(self.as_of, self.as_of_precision)


class PersonLink(Orderable):
    """A page of a person elsewhere."""

    page = ParentalKey(PersonPage, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(_("label"), max_length=255)
    url = models.CharField(_("address"), max_length=2000, validators=[validate_external_url])

    panels = [FieldRowPanel([FieldPanel("label"), FieldPanel("url")])]

    graphql_fields = [
        GraphQLString("label", required=True, description="What it is."),
        GraphQLString("url", required=True, description="Where it is."),
    ]

    class Meta(Orderable.Meta):
        """How editors see it."""

        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        """Show the label."""
        return self.label
