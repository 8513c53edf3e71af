"""What a site says of itself: name, contact, address, networks."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Locale, Orderable

from cms.blocks.links import validate_external_url
from cms.graphql.fields import GraphQLInline, GraphQLString
from organizations.validators import validate_telephone


@register_setting(icon="cog")
class SiteSettings(ClusterableModel, BaseSiteSetting):
    """Name, contact and networks of a site; all of it is public."""

    organization_name = models.CharField(_("name of the organization"), max_length=255, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    telephone = models.CharField(
        _("telephone"),
        max_length=32,
        blank=True,
        validators=[validate_telephone],
        help_text=_("With the country code, such as +33 1 77 49 76 32."),
    )
    address = models.TextField(
        _("address"), blank=True, help_text=_("In languages that have no text of their own below.")
    )

    panels = [
        FieldPanel("organization_name"),
        FieldRowPanel([FieldPanel("email"), FieldPanel("telephone")]),
        FieldPanel("address"),
        InlinePanel("texts", heading=_("Texts by language"), label=_("Language")),
        InlinePanel("social_links", heading=_("Social networks"), label=_("Network")),
    ]

    graphql_fields = [
        GraphQLString(
            "email", required=True, description="The address to write to; empty if there is none."
        ),
        GraphQLString(
            "telephone", required=True, description="The number to call; empty if there is none."
        ),
        GraphQLInline("social_links", "home.SocialLink", description="Pages in social networks."),
    ]

    class Meta:
        """How editors see it."""

        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")

    def __str__(self) -> str:
        """Show the name."""
        return self.organization_name


class SiteSettingsText(Orderable):
    """The settings' texts in one language."""

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="texts")
    locale = models.ForeignKey(
        Locale, on_delete=models.CASCADE, related_name="+", verbose_name=_("language")
    )
    organization_name = models.CharField(_("name of the organization"), max_length=255, blank=True)
    address = models.TextField(_("address"), blank=True)
    footer = models.TextField(_("text at the foot of pages"), blank=True)

    panels = [
        FieldRowPanel([FieldPanel("locale"), FieldPanel("organization_name")]),
        FieldPanel("address"),
        FieldPanel("footer"),
    ]

    class Meta(Orderable.Meta):
        """One text per language."""

        verbose_name = _("texts in a language")
        verbose_name_plural = _("texts in languages")
        constraints = [
            models.UniqueConstraint(
                fields=["settings", "locale"], name="home_one_settings_text_per_locale"
            )
        ]

    def __str__(self) -> str:
        """Show the language."""
        return str(self.locale)


class SocialLink(Orderable):
    """A page of the site's owner in a social network."""

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="social_links")
    network = models.CharField(_("network"), max_length=64)
    url = models.CharField(_("address"), max_length=2000, validators=[validate_external_url])

    panels = [FieldRowPanel([FieldPanel("network"), FieldPanel("url")])]

    graphql_fields = [
        GraphQLString("network", required=True, description="The name of the network."),
        GraphQLString("url", required=True, description="The page there."),
    ]

    class Meta(Orderable.Meta):
        """How editors see it."""

        verbose_name = _("social network")
        verbose_name_plural = _("social networks")

    def __str__(self) -> str:
        """Show the network."""
        return self.network
