"""Model fields of this app."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst

from cms.pages.languages import LanguagesField
from organizations.validators import validate_language_tags


class LanguageTagsField(models.JSONField):
    """A list of language tags (BCP 47), ticked by editors."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Default to no language, which is a list in the database too."""
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("validators", [validate_language_tags])
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Offer the languages as tick boxes; the model's help is for those who write tags."""
        return LanguagesField(
            required=not self.blank,
            label=kwargs.get("label", capfirst(self.verbose_name)),
            validators=[validate_language_tags],
        )
