"""The page on which a session is made anew on other dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput

from events.domain.access import lists_to_add_to, readable_draft
from events.domain.cloning import CloneOrder, clone_session
from events.models import TrainingSessionIndexPage, TrainingSessionPage
from events.validators import date_validators

from .choices import PageChoiceField
from .proposing import add_error

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse


class CloneForm(forms.Form):
    """When and where the new session takes place, and what it takes along."""

    first_day = forms.DateField(
        label=gettext_lazy("First day of the new session"),
        widget=AdminDateInput,
        validators=date_validators,
        help_text=gettext_lazy("All other days follow at the same distance."),
    )
    title = forms.CharField(
        label=gettext_lazy("New title"),
        required=False,
        max_length=255,
        help_text=gettext_lazy("If empty: the title of this session, with its year changed."),
    )
    parent: Any = PageChoiceField(
        TrainingSessionIndexPage.objects.none(), label=gettext_lazy("Where does it belong?")
    )
    with_programme = forms.BooleanField(
        label=gettext_lazy("Take the programme along"), required=False, initial=True
    )

    def __init__(self, places: QuerySet, *args: Any, **kwargs: Any) -> None:
        """Offer the lists where the user may add a session."""
        super().__init__(*args, **kwargs)
        parent: Any = self.fields["parent"]
        parent.queryset = places


def clone_view(request: HttpRequest, page_id: int) -> HttpResponse:
    """Make a draft of a new session from one that the user may see."""
    session = get_object_or_404(TrainingSessionPage, pk=page_id, alias_of=None)
    readable_draft(session, request.user)
    places = lists_to_add_to(request.user).filter(locale=session.locale_id)
    form = CloneForm(places, request.POST or None, initial={"parent": session.get_parent().pk})
    if request.method == "POST" and form.is_valid():
        copy = _clone(request, session, form)
        if copy is not None:
            messages.success(request, _("A draft of the new session was made."))
            return redirect("wagtailadmin_pages:edit", copy.pk)
    context = {"page": session, "form": form, "media": form.media}
    return TemplateResponse(request, "events/admin/clone.html", context)


def _clone(
    request: HttpRequest, session: TrainingSessionPage, form: CloneForm
) -> TrainingSessionPage | None:
    data = form.cleaned_data
    order = CloneOrder(
        data["parent"], data["first_day"], data["title"], with_programme=data["with_programme"]
    )
    try:
        return clone_session(session, order, request.user)
    except ValidationError as error:
        add_error(form, error)
        return None
