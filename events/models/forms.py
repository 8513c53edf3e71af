"""The form of a session: zones to choose from, proposals, and choices in the page's language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cms.pages.forms import BasePageForm
from events.timetable import zone_choices, zone_of_country

from .confirming import fingerprints_in
from .index_page import TrainingSessionIndexPage


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
        self._offer_zones()
        self._explain_dates()
        self.offer_in_language("venue")
        self._offer_other_sessions()

    def _post_clean(self) -> None:
        """Have the session know who asks, and what is confirmed where it is to be published."""
        self.instance.checked_for = self.for_user
        if not self.is_deferred_validation:
            self.instance.confirming = fingerprints_in(self.data)
        super()._post_clean()

    def _offer_zones(self) -> None:
        """Offer the centres' zones first, and propose that of this centre."""
        field = self.fields.get("time_zone")
        if field is None:
            return
        stored = self.instance.time_zone
        field.choices = zone_choices(centre_zones(), kept=stored)
        if not stored and not self.initial.get("time_zone"):
            self.initial["time_zone"] = self._proposed_zone()

    def _proposed_zone(self) -> str:
        centre = getattr(self.parent_page.specific, "centre", None) if self.parent_page else None
        return zone_of_country(centre.country) if centre else ""

    def _explain_dates(self) -> None:
        """Say what to do about a date that is missing when a session is published."""
        messages = {
            "start_date": _(
                "Give the first day: a session needs its dates to be published. "
                "You can save it as a draft without them."
            ),
            "end_date": _("Give the last day; for a session of one day it is the first day again."),
        }
        for name, message in messages.items():
            if name in self.fields:
                self.fields[name].error_messages["required"] = message

    def _offer_other_sessions(self) -> None:
        """Offer sessions other than this one, the latest first, each with its first day."""
        field: Any = self.fields.get("related_sessions")
        if field is not None:
            others = field.queryset.exclude(pk=self.instance.pk)
            field.queryset = others.order_by("-start_date", "title")
            field.label_from_instance = _title_and_day


def centre_zones() -> list[str]:
    """Give the zones of the centres' countries, as far as they are plain."""
    pages = TrainingSessionIndexPage.objects.filter(centre__isnull=False)
    countries = pages.order_by().values_list("centre__country", flat=True).distinct()
    return sorted({zone for country in countries if (zone := zone_of_country(country))})


def _title_and_day(session: Any) -> str:
    if session.start_date is None:
        return session.title
    day = date_format(session.start_date, "SHORT_DATE_FORMAT")
    return f"{session.title} ({day})"
