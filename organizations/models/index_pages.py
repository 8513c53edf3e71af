"""The pages that list organizations and people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from cms.blocks.body import BodyStreamBlock
from cms.blocks.text import SHORT_TEXT_FEATURES
from cms.graphql.fields import GraphQLRichText, GraphQLStream
from cms.pages.base import BasePage


class OrganizationIndexPage(BasePage):
    """The list of organizations."""

    described_by = "introduction"

    introduction = RichTextField(_("introduction"), blank=True, features=SHORT_TEXT_FEATURES)
    body = StreamField(BodyStreamBlock(), blank=True, verbose_name=_("body"))

    parent_page_types = ["home.HomePage"]
    subpage_types = ["organizations.OrganizationPage"]

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]

    graphql_fields = [
        GraphQLRichText(
            "introduction", required=True, description="The text above the list, or empty."
        ),
        GraphQLStream("body", "BodyBlock", description="The blocks of the page."),
    ]

    class Meta:
        """How editors see it."""

        verbose_name = _("list of organizations")
        verbose_name_plural = _("lists of organizations")


class PersonIndexPage(BasePage):
    """The list of people."""

    described_by = "introduction"

    introduction = RichTextField(_("introduction"), blank=True, features=SHORT_TEXT_FEATURES)
    body = StreamField(BodyStreamBlock(), blank=True, verbose_name=_("body"))

    parent_page_types = ["home.HomePage"]
    subpage_types = ["organizations.PersonPage"]

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]

    graphql_fields = [
        GraphQLRichText(
            "introduction", required=True, description="The text above the list, or empty."
        ),
        GraphQLStream("body", "BodyBlock", description="The blocks of the page."),
    ]

    class Meta:
        """How editors see it."""

        verbose_name = _("list of people")
        verbose_name_plural = _("lists of people")
