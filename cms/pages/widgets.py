"""Widgets to choose several things without losing any by one click."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter


class CheckboxGrid(forms.CheckboxSelectMultiple):
    """Boxes to tick, in columns."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        """Give it the class that makes columns."""
        super().__init__({"class": "miti-grid", **(attrs or {})}, choices)


class TagsSelect(forms.SelectMultiple):
    """What is chosen as tags, beside a box in which more is searched for: light, for long lists.

    The script `cms/tags.js` does the rest; the chosen keys travel with commas between them.
    """

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Write the box and what can be chosen."""
        context = {
            "name": name,
            "value": self.format_value(value),
            "id": (attrs or {}).get("id", ""),
            "choices": json.dumps([[str(key), str(label)] for key, label in self.choices]),
        }
        return render_to_string("pages/widgets/tags.html", context)

    def format_value(self, value: Any) -> Any:
        """Write the chosen keys with commas."""
        return ",".join(super().format_value(value))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Read keys with commas, or several values of one name."""
        given = data.getlist(name) if hasattr(data, "getlist") else [data.get(name) or ""]
        return [key for value in given for key in value.split(",") if key]


register(WidgetAdapter(), TagsSelect)
