"""Navigation menus and notices."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PublishingPanel
from wagtail.fields import RichTextField, StreamField

from cms.blocks.text import SHORT_TEXT_FEATURES
from cms.graphql.fields import (
    GraphQLDateTime,
    GraphQLEnum,
    GraphQLRichText,
    GraphQLString,
)
from cms.pages.snippets import BaseSnippet
from cms.pages.translation import synchronized
from home.blocks import MenuStreamBlock
from home.enums import NoticeLevel


class Menu(BaseSnippet):
    """A navigation menu, which front ends find by its handle."""

    handle = models.SlugField(
        _("handle"),
        max_length=64,
        help_text=_(
            "How front ends call it, such as “main” or “footer”; the same in all languages."
        ),
    )
    title = models.CharField(_("title"), max_length=255)
    items = StreamField(MenuStreamBlock(), blank=True, verbose_name=_("items"))

    panels = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("handle")]),
        FieldPanel("items"),
        PublishingPanel(),
    ]

    override_translatable_fields = [*synchronized("handle")]

    graphql_fields = [
        GraphQLString("handle", required=True, description="How front ends call it."),
        GraphQLString("title", required=True, description="What it is, for screen readers."),
    ]

    class Meta(BaseSnippet.Meta):
        """One menu per handle and language."""

        verbose_name = _("menu")
        verbose_name_plural = _("menus")
        constraints = [
            models.UniqueConstraint(fields=["handle", "locale"], name="home_one_menu_per_handle")
        ]

    def __str__(self) -> str:
        """Show the title."""
        return self.marked(self.title)

    def clean(self) -> None:
        """Refuse a second menu of the same handle in the same language, with a message."""
        super().clean()
        others = Menu.objects.filter(handle=self.handle, locale_id=self.locale_id)
        if self.handle and others.exclude(pk=self.pk).exists():
            message = gettext("There is another menu with this handle in this language.")
            raise ValidationError({"handle": ValidationError(message, code="unique")})


class Notice(BaseSnippet):
    """A short message that front ends show on all pages for some time."""

    title = models.CharField(_("title"), max_length=255)
    text = RichTextField(_("text"), blank=True, features=SHORT_TEXT_FEATURES)
    level = models.CharField(
        _("level"),
        max_length=16,
        choices=NoticeLevel.choices,
        default=NoticeLevel.INFORMATION,
    )
    starts_at = models.DateTimeField(_("shown from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("shown until"), null=True, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("level")]),
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        PublishingPanel(),
    ]

    override_translatable_fields = [*synchronized("level", "starts_at", "ends_at")]

    graphql_fields = [
        GraphQLString("title", required=True, description="The message in short."),
        GraphQLRichText(
            "text", required=True, description="The message, or empty: the title says it in short."
        ),
        GraphQLEnum("level", NoticeLevel, required=True, description="How much it matters."),
        GraphQLDateTime("starts_at", description="From when it is shown."),
        GraphQLDateTime("ends_at", description="Until when it is shown."),
    ]

    class Meta(BaseSnippet.Meta):
        """How editors see it."""

        verbose_name = _("notice")
        verbose_name_plural = _("notices")

    def __str__(self) -> str:
        """Show the title."""
        return self.marked(self.title)

    def clean(self) -> None:
        """Refuse an end that is not after the start."""
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            message = gettext("The end is not after the start.")
            raise ValidationError({"ends_at": ValidationError(message, code="order")})
