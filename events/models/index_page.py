"""The page under which sessions are listed, for the whole network or for one centre."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.blocks.body import BodyStreamBlock
from cms.blocks.text import SHORT_TEXT_FEATURES
from cms.graphql.fields import GraphQLPage, GraphQLRichText, GraphQLStream
from cms.pages.base import BasePage
from cms.pages.translation import synchronized


class TrainingSessionIndexPage(BasePage):
    """The sessions of the network, or of one centre: the place where its editors have rights."""

    described_by = "introduction"

    introduction = RichTextField(_("introduction"), blank=True, features=SHORT_TEXT_FEATURES)
    body = StreamField(BodyStreamBlock(), blank=True, verbose_name=_("body"))
    centre = models.ForeignKey(
        "organizations.OrganizationPage",
        verbose_name=_("centre"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="session_indexes",
        help_text=_(
            "If this page lists the sessions of one centre: new ones are proposed its time zone."
        ),
    )

    parent_page_types = ["home.HomePage", "events.TrainingSessionIndexPage"]
    subpage_types = ["events.TrainingSessionIndexPage", "events.TrainingSessionPage"]

    content_panels = [
        *Page.content_panels,
        PageChooserPanel("centre", "organizations.OrganizationPage"),
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]

    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *synchronized("centre"),
    ]

    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]

    graphql_fields = [
        GraphQLRichText(
            "introduction", required=True, description="The text above the list, or empty."
        ),
        GraphQLStream("body", "BodyBlock", description="The blocks of the page."),
        GraphQLPage(
            "centre",
            "organizations.OrganizationPage",
            description="The centre whose sessions are listed; null for all.",
        ),
    ]

    class Meta:
        """How editors see it."""

        verbose_name = _("list of training sessions")
        verbose_name_plural = _("lists of training sessions")
