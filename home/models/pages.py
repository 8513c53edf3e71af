"""Home page, standard pages and news."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.blocks.body import BodyStreamBlock
from cms.blocks.text import SHORT_TEXT_FEATURES
from cms.graphql.fields import GraphQLDate, GraphQLImage, GraphQLRichText, GraphQLStream
from cms.pages.base import BasePage
from cms.pages.translation import synchronized
from cms.search.models import SearchKind


class BaseTextPage(BasePage):
    """A page of an introduction and blocks."""

    described_by = "introduction"

    introduction = RichTextField(_("introduction"), blank=True, features=SHORT_TEXT_FEATURES)
    body = StreamField(BodyStreamBlock(), blank=True, verbose_name=_("body"))

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]

    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]

    graphql_fields = [
        GraphQLRichText(
            "introduction",
            required=True,
            description="A few sentences that say what it is about, or empty.",
        ),
        GraphQLStream("body", "BodyBlock", description="The blocks of the page."),
    ]

    class Meta:
        """No table of its own."""

        abstract = True


class HomePage(BaseTextPage):
    """The home page of a site in one language."""

    hero_image = models.ForeignKey(
        "media.Image",
        verbose_name=_("banner image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    parent_page_types = ["wagtailcore.Page"]

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("hero_image"),
        FieldPanel("body"),
    ]

    graphql_fields = [
        *BaseTextPage.graphql_fields,
        GraphQLImage("hero_image", description="The image at the top."),
    ]

    class Meta:
        """How editors see it."""

        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class StandardPage(BaseTextPage):
    """A page for any text."""

    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]

    class Meta:
        """How editors see it."""

        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")


class NewsIndexPage(BaseTextPage):
    """The list of news."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.NewsPage"]

    class Meta:
        """How editors see it."""

        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")


class NewsPage(BaseTextPage):
    """A piece of news."""

    date = models.DateField(
        _("date"), null=True, help_text=_("The day of the news, the same in all languages.")
    )

    parent_page_types = ["home.NewsIndexPage"]
    subpage_types: list[str] = []

    content_panels = [
        *Page.content_panels,
        FieldPanel("date"),
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]

    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *synchronized("date"),
    ]

    search_kind = SearchKind.NEWS
    search_fields = [*BaseTextPage.search_fields, index.FilterField("date")]

    graphql_fields = [
        GraphQLDate("date", required=True, description="The day of the news."),
        *BaseTextPage.graphql_fields,
    ]

    class Meta:
        """How editors see it."""

        verbose_name = _("piece of news")
        verbose_name_plural = _("news")
