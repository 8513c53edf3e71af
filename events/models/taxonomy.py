"""Themes of sessions and the venues where they take place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anyascii import anyascii
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PublishingPanel
from wagtail.models import PreviewableMixin
from wagtail.search import index

from cms.graphql.fields import GraphQLFloat, GraphQLString
from cms.pages.snippets import BaseSnippet
from cms.pages.translation import synchronized, translated
from events.enums import country_choices

from .recording import record_at_venue

if TYPE_CHECKING:
    from django.http import HttpRequest


class CardPreviewMixin(PreviewableMixin):
    """A snippet shown to its editors as a plain card, because no page of its own shows it."""

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Name the template of the card."""
        return "events/previews/card.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Give the lines of the card."""
        return {"object": self, "lines": [line for line in self.card_lines() if line]}

    def card_lines(self) -> list[str]:
        """Give what the card says beneath the name."""
        raise NotImplementedError


class Theme(CardPreviewMixin, index.Indexed, BaseSnippet):
    """What sessions are about."""

    name = models.CharField(_("name"), max_length=255)
    slug = models.SlugField(
        _("slug"),
        max_length=255,
        blank=True,
        help_text=_("Used in addresses; the same in all languages. Made from the name if empty."),
    )
    description = models.TextField(_("description"), max_length=2000, blank=True)

    override_translatable_fields = [*synchronized("slug"), *translated("name", "description")]

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("description"),
        PublishingPanel(),
    ]

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("locale_id"),
        index.FilterField("live"),
    ]

    graphql_fields = [
        GraphQLString("name", description="The theme's name.", required=True),
        GraphQLString("slug", description="The same in all languages.", required=True),
        GraphQLString(
            "description", required=True, description="What the theme covers; empty if not said."
        ),
    ]

    class Meta(BaseSnippet.Meta):
        """Names for editors."""

        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self) -> str:
        """Give the name."""
        return self.marked(self.name)

    def clean(self) -> None:
        """Make the slug from the name, and refuse one that another theme has."""
        super().clean()
        if not self.slug:
            self.slug = slugify(anyascii(self.name or ""))[:255]
        others = type(self).objects.filter(slug=self.slug, locale=self.locale_id)
        if self.slug and others.exclude(translation_key=self.translation_key).exists():
            raise ValidationError({"slug": gettext("Another theme has this slug.")})

    def card_lines(self) -> list[str]:
        """Give the description."""
        return [self.description]


class Venue(CardPreviewMixin, index.Indexed, BaseSnippet):
    """A place where sessions take place."""

    name = models.CharField(_("name"), max_length=255)
    address = models.TextField(
        _("address"), max_length=500, blank=True, help_text=_("Street and number, as on a letter.")
    )
    city = models.CharField(_("city"), max_length=255, blank=True)
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        choices=country_choices,
    )
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    accessibility = models.TextField(
        _("accessibility"),
        max_length=2000,
        blank=True,
        help_text=_("Step-free ways, lifts, induction loops, and whom to ask."),
    )
    website = models.URLField(_("website"), blank=True, max_length=500)

    override_translatable_fields = [
        *synchronized("address", "country", "latitude", "longitude", "website"),
        *translated("name", "city", "accessibility"),
    ]

    panels = [
        FieldPanel("name"),
        MultiFieldPanel(
            [
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("city"), FieldPanel("country")]),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            _("Where it is"),
        ),
        FieldPanel("accessibility"),
        FieldPanel("website"),
        PublishingPanel(),
    ]

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("city"),
        index.AutocompleteField("city"),
        index.FilterField("locale_id"),
        index.FilterField("live"),
    ]

    graphql_fields = [
        GraphQLString("name", description="The venue's name.", required=True),
        GraphQLString("address", required=True, description="Street and number; empty if unknown."),
        GraphQLString(
            "city",
            required=True,
            description="The city, in the language asked for; empty if unknown.",
        ),
        GraphQLString(
            "country", required=True, description="ISO 3166-1 alpha-2 code; empty if unknown."
        ),
        GraphQLFloat("latitude", description="Degrees north."),
        GraphQLFloat("longitude", description="Degrees east."),
        GraphQLString(
            "accessibility",
            required=True,
            description="What disabled visitors need to know; empty if not said.",
        ),
        GraphQLString(
            "website", required=True, description="Address of its website; empty if there is none."
        ),
    ]

    class Meta(BaseSnippet.Meta):
        """Names for editors."""

        verbose_name = _("venue")
        verbose_name_plural = _("venues")

    def __str__(self) -> str:
        """Give the name and the city."""
        return self.marked(f"{self.name}, {self.city}" if self.city else self.name)

    def clean(self) -> None:
        """Refuse half a position."""
        super().clean()
        if not self.is_deferred_validation and (self.latitude is None) != (self.longitude is None):
            raise ValidationError(
                {"longitude": gettext("Give both latitude and longitude, or neither.")}
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the calendars of what takes place here say where that is."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            if kwargs.get("update_fields") is None:
                record_at_venue(self.translation_key)

    def card_lines(self) -> list[str]:
        """Give the address, the way in and the website."""
        place = " ".join(part for part in (self.city, self.country) if part)
        return [self.address, place, self.accessibility, self.website]
