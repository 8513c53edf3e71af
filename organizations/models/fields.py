"""Model fields of this app."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models

from organizations.validators import validate_language_tags


class LanguageTagsFormField(forms.CharField):
    """Language tags, typed with commas between them."""

    def prepare_value(self, value: Any) -> Any:
        """Show a stored list as text."""
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Read a text as a list."""
        return [tag.strip() for tag in (value or "").replace("،", ",").split(",") if tag.strip()]

    def validate(self, value: list[str]) -> None:
        """Check that there is something, if there has to be."""
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare lists, not the way they are typed."""
        return self.to_python(data) != (initial or [])


class LanguageTagsField(models.JSONField):
    """A list of language tags (BCP 47)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Default to no language, which is a list in the database too."""
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("validators", [validate_language_tags])
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Let editors type the tags."""
        return LanguageTagsFormField(
            required=not self.blank,
            label=kwargs.get("label", self.verbose_name),
            help_text=kwargs.get("help_text", self.help_text),
            validators=[validate_language_tags],
            strip=True,
        )
