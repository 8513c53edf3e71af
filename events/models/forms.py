"""The form of a session: zones to choose from, proposals, and choices in the page's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.pages.forms import BasePageForm
from events.enums import ZONE_OF_COUNTRY
from events.timetable import zone_choices


class TrainingSessionForm(BasePageForm):
    """The editing form of a session."""

    time_zone = forms.ChoiceField(
        choices=zone_choices,
        label=_("Time zone"),
        help_text=_(
            "Where the session takes place. All times on this page are local times of this zone."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Propose the zone of the centre's country; offer what is in the page's language."""
        super().__init__(*args, **kwargs)
        if not self.instance.time_zone and not self.initial.get("time_zone"):
            self.initial["time_zone"] = self._proposed_zone()
        locale = self.instance.locale_id or getattr(self.parent_page, "locale_id", None)
        self._limit("themes", locale)
        self._limit("contact_points", locale)
        self._limit("venue", locale)
        self._limit_related(locale)

    def _proposed_zone(self) -> str:
        centre = getattr(self.parent_page.specific, "centre", None) if self.parent_page else None
        return ZONE_OF_COUNTRY.get(centre.country, "") if centre else ""

    def _limit(self, name: str, locale: int | None) -> None:
        """Offer objects of the page's language and, in a translation, those already chosen."""
        field = self.fields.get(name)
        if field is None or locale is None:
            return
        queryset = field.queryset
        # A key, a list, or what stands for a list: a draft's rows are not in the database.
        chosen = self.initial.get(name) or []
        chosen = chosen if isinstance(chosen, Iterable) else [chosen]
        chosen = [getattr(item, "pk", item) for item in chosen]
        field.queryset = queryset.filter(locale=locale) | queryset.filter(pk__in=chosen)

    def _limit_related(self, locale: int | None) -> None:
        self._limit("related_sessions", locale)
        field = self.fields.get("related_sessions")
        if field is not None:
            others = field.queryset.exclude(pk=self.instance.pk)
            field.queryset = others.order_by("-start_date", "title")
