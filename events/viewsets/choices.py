"""Choosing a page from a list, whatever was sent in its place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class PageChoiceField(forms.ModelChoiceField):
    """A choice that refuses a key which is too large for the database, as it does any other."""

    def to_python(self, value: Any) -> Any:
        """Give the page."""
        try:
            return super().to_python(value)
        except OverflowError:
            message = self.error_messages["invalid_choice"]
            raise ValidationError(message, "invalid_choice", {"value": value}) from None
