"""The page on which a day, or a whole session, is shifted in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets import AdminTimeInput

from events.domain.drafting import Draft, Proposal, open_draft
from events.domain.rights import session_to_change
from events.domain.shifting import TimeShift, propose_shift

from .proposing import Outcome, propose_or_apply

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from events.timetable import Day

MOST_DAYS = 110_000
MOST_MINUTES = 24 * 60 - 1


class ShiftForm(forms.Form):
    """What is shifted, and by how much."""

    what = forms.ChoiceField(label=gettext_lazy("What to shift"))
    days = forms.IntegerField(
        label=gettext_lazy("By days"),
        required=False,
        min_value=-MOST_DAYS,
        max_value=MOST_DAYS,
        help_text=gettext_lazy("7 is a week later, -1 a day earlier."),
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("By minutes"),
        required=False,
        min_value=-MOST_MINUTES,
        max_value=MOST_MINUTES,
        help_text=gettext_lazy("For the slots of one day. 15 is a quarter of an hour later."),
    )
    since = forms.TimeField(
        label=gettext_lazy("From this time on"),
        required=False,
        widget=AdminTimeInput,
        help_text=gettext_lazy("Only slots that start then or later. Empty: all of the day."),
    )
    with_registration = forms.BooleanField(
        label=gettext_lazy("Shift the days of registration too"), required=False
    )

    def __init__(self, days: list[Day], *args: Any, **kwargs: Any) -> None:
        """Offer the session and its days."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["what"]
        whole = ("", _("The whole session"))
        field.choices = [whole, *((str(day.uid), day_label(day)) for day in days)]
        field.required = False

    def shift(self) -> TimeShift:
        """Give what was asked for."""
        data = self.cleaned_data
        return TimeShift(
            days=data["days"] or 0,
            minutes=data["minutes"] or 0,
            day=UUID(data["what"]) if data["what"] else None,
            since=data["since"],
            with_registration=data["with_registration"],
        )


def day_label(day: Day) -> str:
    """Name a day by its date and its title."""
    dated = date_format(day.date, "DATE_FORMAT") if day.date else _("Day without a date")
    return f"{dated} {day.title}".strip()


def shift_view(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what a shift would change; then save it as a new draft."""
    session = session_to_change(request.user, page_id)
    form = ShiftForm(open_draft(session).timetable.days, request.POST or None)
    outcome = Outcome()

    def propose(draft: Draft) -> Proposal:
        return propose_shift(draft, form.shift())

    if request.method == "POST" and form.is_valid():
        outcome = propose_or_apply(request, session, form, propose)
        if outcome.is_applied:
            messages.success(request, _("Shifted, in a new draft. What is published stays."))
            return redirect("wagtailadmin_pages:edit", session.pk)
    context = {"page": session, "form": form, "outcome": outcome}
    return TemplateResponse(request, "events/admin/shift.html", context)
