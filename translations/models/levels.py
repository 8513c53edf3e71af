"""What checks of translations do: nothing, warn, or block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from translations.enums import Check, Level

if TYPE_CHECKING:
    from collections.abc import Mapping


def level_field(check: Check) -> models.CharField:
    """Declare what one check does."""
    return models.CharField(
        capfirst(check.label), max_length=5, choices=Level.choices, default=Level.WARN
    )


@register_setting(icon="tasks")
class CheckLevels(BaseGenericSetting):
    """What each check of translations does, in all languages and on all sites."""

    missing = level_field(Check.MISSING)
    same = level_field(Check.SAME)
    placeholders = level_field(Check.PLACEHOLDERS)
    tags = level_field(Check.TAGS)
    urls = level_field(Check.URLS)
    emails = level_field(Check.EMAILS)
    phones = level_field(Check.PHONES)
    dates = level_field(Check.DATES)
    numbers = level_field(Check.NUMBERS)
    length = level_field(Check.LENGTH)
    spaces = level_field(Check.SPACES)
    terms = level_field(Check.TERMS)
    forbidden_terms = level_field(Check.FORBIDDEN_TERMS)

    panels = [
        HelpPanel(
            _(
                "A text in which a blocking check finds something keeps its page from being sent"
                " for review and from being published, in that language. Facts always block."
            )
        ),
        FieldPanel("missing"),
        FieldPanel("same"),
        FieldPanel("placeholders"),
        FieldPanel("tags"),
        FieldPanel("urls"),
        FieldPanel("emails"),
        FieldPanel("phones"),
        FieldPanel("dates"),
        FieldPanel("numbers"),
        FieldPanel("length"),
        FieldPanel("spaces"),
        FieldPanel("terms"),
        FieldPanel("forbidden_terms"),
    ]

    class Meta:
        """Names for editors."""

        verbose_name = _("checks of translations")
        verbose_name_plural = _("checks of translations")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @classmethod
    def levels(cls) -> Mapping[str, str]:
        """Give the level of each check that has been given one."""
        return cls.objects.values().first() or {}
