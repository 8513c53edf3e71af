"""The page on which a programme is filled from another session's."""

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
from wagtail.admin.widgets import AdminDateInput

from events.domain.access import readable_draft, sessions_to_take_from
from events.domain.drafting import Draft, Proposal
from events.domain.filling import Filling, propose_filling
from events.domain.rights import session_to_change
from events.validators import date_validators

from .choices import PageChoiceField
from .proposing import Outcome, propose_or_apply
from .shift import day_label

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from events.models import TrainingSessionPage
    from events.timetable import Day


class TemplateChoice(PageChoiceField):
    """A session to take a programme from, with its first day."""

    def label_from_instance(self, session: Any) -> str:
        """Give the title and the first day."""
        if session.start_date is None:
            return session.title
        return f"{session.title} ({date_format(session.start_date, 'SHORT_DATE_FORMAT')})"


class TemplateForm(forms.Form):
    """Which session is the template."""

    def __init__(self, session: TrainingSessionPage, user: Any, *args: Any, **kwargs: Any) -> None:
        """Offer what the user may see, in the language of the session, the latest first."""
        super().__init__(*args, **kwargs)
        found = sessions_to_take_from(user).filter(locale=session.locale_id)
        others = found.exclude(translation_key=session.translation_key).order_by(
            "-start_date", "title"
        )
        self.fields["template"] = TemplateChoice(
            others.defer_streamfields(), label=_("Take the programme of")
        )


class FillForm(forms.Form):
    """Which days of the template, from when on, with whom."""

    days = forms.MultipleChoiceField(
        label=gettext_lazy("Days to take"), widget=forms.CheckboxSelectMultiple
    )
    first_day = forms.DateField(
        label=gettext_lazy("First day here"),
        widget=AdminDateInput,
        validators=date_validators,
        help_text=gettext_lazy("The first of the days falls on this date, the others follow."),
    )
    with_people = forms.BooleanField(label=gettext_lazy("Take the people along"), required=False)

    def __init__(self, days: list[Day], *args: Any, **kwargs: Any) -> None:
        """Offer the dated days."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["days"]
        field.choices = [(str(day.uid), day_label(day)) for day in days if day.date]
        field.initial = [value for value, _label in field.choices]

    def filling(self) -> Filling:
        """Give what was asked for."""
        data = self.cleaned_data
        uids = {UUID(value) for value in data["days"]}
        return Filling(uids, data["first_day"], with_people=data["with_people"])


def fill_view(request: HttpRequest, page_id: int) -> HttpResponse:
    """Choose a template, then its days; show what would be added, then save it as a new draft."""
    session = session_to_change(request.user, page_id)
    choice = TemplateForm(session, request.user, request.GET or None)
    context: dict[str, Any] = {"page": session, "choice": choice, "outcome": Outcome()}
    if choice.is_bound and choice.is_valid():
        template = choice.cleaned_data["template"]
        draft = readable_draft(template, request.user)
        form = FillForm(
            draft.timetable.days, request.POST or None, initial={"first_day": session.start_date}
        )
        context |= {"template_session": template, "form": form}
        if request.method == "POST" and form.is_valid():
            context["outcome"] = _fill(request, session, form, draft)
            if context["outcome"].is_applied:
                messages.success(request, _("The days were added to a new draft."))
                return redirect("wagtailadmin_pages:edit", session.pk)
    return TemplateResponse(request, "events/admin/fill.html", context)


def _fill(
    request: HttpRequest, session: TrainingSessionPage, form: FillForm, template: Draft
) -> Outcome:
    def propose(draft: Draft) -> Proposal:
        return propose_filling(draft, template, form.filling())

    return propose_or_apply(request, session, form, propose)
