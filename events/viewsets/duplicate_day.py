"""The small page on which an editor copies a day of a programme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput

from events.domain.programme import days_of_draft, duplicate_day
from events.models import TrainingSessionPage
from events.validators import date_validators

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from events.timetable import Day


class DuplicateDayForm(forms.Form):
    """Which day, and to which date."""

    day = forms.ChoiceField(label=gettext_lazy("Day to copy"))
    date = forms.DateField(
        label=gettext_lazy("New date"), widget=AdminDateInput, validators=date_validators
    )

    def __init__(self, days: list[Day], *args: Any, **kwargs: Any) -> None:
        """Offer the days of the draft."""
        super().__init__(*args, **kwargs)
        choices = [
            (str(day.uid), f"{date_format(day.date, 'DATE_FORMAT')} {day.title}".strip())
            for day in days
            if day.date
        ]
        cast("forms.ChoiceField", self.fields["day"]).choices = choices


def duplicate_day_view(request: HttpRequest, page_id: int) -> HttpResponse:
    """Copy a day with its slots and notes to another date, as a new draft."""
    session = get_object_or_404(TrainingSessionPage, pk=page_id)
    _check_rights(request, session)
    form = DuplicateDayForm(days_of_draft(session), request.POST or None)
    if request.method == "POST" and form.is_valid() and _duplicate(request, session, form):
        return redirect("wagtailadmin_pages:edit", session.pk)
    context = {"page": session, "form": form}
    return TemplateResponse(request, "events/admin/duplicate_day.html", context)


def _check_rights(request: HttpRequest, session: TrainingSessionPage) -> None:
    rights = session.permissions_for_user(request.user)
    if not rights.can_edit() or rights.page_locked():
        raise PermissionDenied
    if session.alias_of_id or not session.is_source:
        raise PermissionDenied


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
