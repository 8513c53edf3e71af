"""Panels that models of this app share."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, TitleFieldPanel


class NumberInput(forms.NumberInput):
    """A number as people write it: 120, not 120.0000."""

    def __init__(self) -> None:
        """Take whole numbers and fractions."""
        super().__init__(attrs={"step": "any"})

    def format_value(self, value: Any) -> str | None:
        """Leave out zeros that say nothing."""
        plain = f"{value.normalize():f}" if isinstance(value, Decimal) else value
        return super().format_value(plain)


def partial_date_row(name: str) -> FieldRowPanel:
    """Put a date beside the choice of how much of it is known."""
    return FieldRowPanel(
        [
            FieldPanel(name),
            FieldPanel(
                f"{name}_precision",
                heading=_("How exact"),
                help_text=_("If only the year is known, take any day of it."),
            ),
        ]
    )


def name_panel() -> TitleFieldPanel:
    """Call the title of a person or an organization what it is."""
    return TitleFieldPanel(
        "title", heading=_("Name"), placeholder=_("Name*"), help_text=_("As readers see it.")
    )
