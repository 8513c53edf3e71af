"""The small page on which an editor copies a day of a programme."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput

from events.domain.programme import days_of_draft, duplicate_day
from events.domain.rights import session_to_change
from events.validators import date_validators

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from events.models import TrainingSessionPage
    from events.timetable import Day


class DuplicateDayForm(forms.Form):
    """Which day, and to which date."""

    day = forms.ChoiceField(label=gettext_lazy("Day to copy"))
    date = forms.DateField(
        label=gettext_lazy("New date"), widget=AdminDateInput, validators=date_validators
    )

    def __init__(self, days: list[Day], *args: Any, **kwargs: Any) -> None:
        """Offer the days of the draft; propose the day after the last for a copy of it."""
        dated = [(day, day.date) for day in days if day.date]
        if dated:
            kwargs["initial"] = {
                "day": str(dated[-1][0].uid),
                "date": max(date for _day, date in dated) + timedelta(days=1),
            }
        super().__init__(*args, **kwargs)
        choices = [
            (str(day.uid), f"{date_format(date, 'DATE_FORMAT')} {day.title}".strip())
            for day, date in dated
        ]
        cast("forms.ChoiceField", self.fields["day"]).choices = choices


def duplicate_day_view(request: HttpRequest, page_id: int) -> HttpResponse:
    """Copy a day with its slots and notes to another date, as a new draft."""
    session = session_to_change(request.user, page_id)
    form = DuplicateDayForm(days_of_draft(session), request.POST or None)
    if request.method == "POST" and form.is_valid() and _duplicate(request, session, form):
        return redirect(reverse("wagtailadmin_pages:edit", args=[session.pk]) + "#tab-programme")
    context = {"page": session, "form": form}
    return TemplateResponse(request, "events/admin/duplicate_day.html", context)


def _duplicate(request: HttpRequest, session: TrainingSessionPage, form: DuplicateDayForm) -> bool:
    try:
        duplicate_day(
            session, UUID(form.cleaned_data["day"]), form.cleaned_data["date"], request.user
        )
    except ValidationError as error:
        form.add_error("date" if hasattr(error, "error_dict") else "day", error.messages)
        return False
    messages.success(request, _("The day was copied into a new draft."))
    return True
