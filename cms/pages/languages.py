"""The languages that people speak and sessions are held in."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from .widgets import CheckboxGrid

# The languages of the network and of its guests; names come from Django, in the reader's language.
WORKING_LANGUAGES = (
    "ar", "bn", "ca", "de", "el", "en", "es", "fa", "fr", "he", "hi", "id", "it", "ja", "ko", "nl",
    "pl", "pt", "ru", "sw", "ta", "th", "tr", "uk", "ur", "vi", "zh-hans", "zh-hant",
)  # fmt: skip


def language_choices() -> list[tuple[str, str]]:
    """Give the languages, those of the site first, then the others by name."""
    return list(_named_languages(get_language()))


@cache
def _named_languages(interface: str | None) -> tuple[tuple[str, str], ...]:
    """Name the languages in the language of the interface: blocks ask for each of their slots."""
    first = [
        code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES if code in WORKING_LANGUAGES
    ]
    others = [(_bcp_47(code), _name_of(code)) for code in set(WORKING_LANGUAGES).difference(first)]
    return (
        *((_bcp_47(code), _name_of(code)) for code in first),
        *sorted(others, key=lambda choice: choice[1]),
    )


def _name_of(code: str) -> str:
    return str(_(get_language_info(code)["name"]))


def _bcp_47(code: str) -> str:
    """Write a language code as BCP 47 does: `zh-Hans`."""
    language, dash, script = code.partition("-")
    return f"{language}{dash}{script.title()}"


class LanguagesGrid(CheckboxGrid):
    """The languages to tick, and those that were written by code."""

    def optgroups(
        self, name: str, value: list[str], attrs: dict[str, Any] | None = None
    ) -> list[Any]:
        """Offer what is chosen, too, so that saving a form loses nothing."""
        known = {code for code, _label in self.choices}
        self.choices = [*self.choices, *((tag, tag) for tag in value if tag not in known)]
        return super().optgroups(name, value, attrs)


class LanguagesField(forms.MultipleChoiceField):
    """Languages, ticked by editors; the validators say what is a language at all."""

    widget = LanguagesGrid

    def __init__(self, **kwargs: Any) -> None:
        """Offer the languages of the network."""
        super().__init__(choices=language_choices, **kwargs)

    def valid_value(self, value: Any) -> bool:
        """Leave it to the validators, which know more languages than are offered."""
        return True
