"""Model fields of this app."""

from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst

from cms.pages.languages import LanguagesField
from events.validators import validate_language_tags


class LanguageListField(models.JSONField):
    """A list of language codes (BCP 47), ticked by editors."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Default to no language, which is a list in the database too."""
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("validators", [validate_language_tags])
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Offer the languages as tick boxes."""
        return LanguagesField(
            required=not self.blank,
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
            validators=[validate_language_tags],
        )
