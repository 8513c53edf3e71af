"""Whom to ask, and how."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PublishingPanel
from wagtail.search import index

from cms.graphql.fields import GraphQLString
from cms.pages.snippets import BaseSnippet
from cms.pages.translation import synchronized, translated
from organizations.validators import normalize_telephone, validate_telephone


class ContactPoint(index.Indexed, BaseSnippet):
    """A person or desk that answers questions, and why and how long their data are kept."""

    name = models.CharField(
        _("name"), max_length=255, help_text=_("A person's name, or a desk such as “Registration”.")
    )
    telephone = models.CharField(
        _("telephone"),
        max_length=32,
        blank=True,
        validators=[validate_telephone],
        help_text=_("With the country code, such as +33 1 77 49 76 32."),
    )
    telephone_display = models.CharField(
        _("telephone as written"),
        max_length=64,
        blank=True,
        help_text=_("How the number is shown. If empty, it is shown as you typed it above."),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    opening_hours = models.CharField(_("opening hours"), max_length=255, blank=True)
    purpose = models.TextField(
        _("purpose"),
        blank=True,
        help_text=_("For persons: why these data are public. Editors only see this."),
    )
    retention = models.TextField(
        _("retention"),
        blank=True,
        help_text=_("For persons: until when the data are kept. Editors only see this."),
    )

    panels = [
        FieldPanel("name"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("telephone"), FieldPanel("telephone_display")]),
                FieldPanel("email"),
                FieldPanel("opening_hours"),
            ],
            _("How to reach them"),
        ),
        MultiFieldPanel([FieldPanel("purpose"), FieldPanel("retention")], _("Personal data")),
        PublishingPanel(),
    ]

    override_translatable_fields = [
        *translated("name", "opening_hours"),
        *synchronized("telephone", "telephone_display", "email", "purpose", "retention"),
    ]

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("locale_id"),
        index.FilterField("live"),
    ]

    graphql_fields = [
        GraphQLString("name", required=True, description="The person or desk."),
        GraphQLString(
            "telephone",
            required=True,
            description="The number to call, as E.164 writes it; empty if there is none.",
        ),
        GraphQLString(
            "telephone_display",
            required=True,
            description="The number as people write it; empty if there is none.",
        ),
        GraphQLString(
            "email", required=True, description="The address to write to; empty if there is none."
        ),
        GraphQLString(
            "opening_hours", required=True, description="When somebody answers; empty if not said."
        ),
    ]

    class Meta(BaseSnippet.Meta):
        """How editors see it."""

        verbose_name = _("contact point")
        verbose_name_plural = _("contact points")

    def __str__(self) -> str:
        """Show the name."""
        return self.marked(self.name)

    def clean(self) -> None:
        """Ask for a way to reach them, unless a draft is saved."""
        super().clean()
        if not self.is_deferred_validation and not self.telephone and not self.email:
            raise ValidationError(
                {"telephone": ValidationError(_("Give a telephone number or an e-mail."), "reach")}
            )

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save the number as E.164, and as it was typed."""
        if self.telephone:
            self.telephone_display = self.telephone_display or self.telephone.strip()
            try:
                self.telephone = normalize_telephone(self.telephone)
            except ValidationError:
                # A draft may hold anything; publishing checks.
                self.telephone = self.telephone.strip()
        return super().save(*args, **kwargs)
