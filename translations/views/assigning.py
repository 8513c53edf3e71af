"""Deadlines and translators, set for one translation or for several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name

from translations.domain.assigning import LEAVE, assign
from translations.domain.listing import is_overdue
from translations.domain.policy import assignable_translations
from translations.domain.reach import translators_of
from translations.models import Assignment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse
    from wagtail_localize.models import Translation

    from translations.domain.policy import TargetRights

NOBODY = "nobody"


class AssignmentForm(forms.Form):
    """A deadline and a translator; what is left empty stays as it is."""

    deadline = forms.DateField(
        label=_("Deadline"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    no_deadline = forms.BooleanField(label=_("No deadline"), required=False)
    assignee = forms.ChoiceField(label=_("Translator"), required=False)

    def __init__(self, *args: Any, people: Iterable[Any], **kwargs: Any) -> None:
        """Take those who may be chosen."""
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in people}
        choice = cast("forms.ChoiceField", self.fields["assignee"])
        choice.choices = [
            ("", _("As it is")),
            (NOBODY, _("Nobody")),
            *((key, get_user_display_name(user)) for key, user in self.people.items()),
        ]

    @property
    def values(self) -> dict[str, Any]:
        """Give what is to be set."""
        day, chosen = self.cleaned_data["deadline"], self.cleaned_data["assignee"]
        deadline = None if self.cleaned_data["no_deadline"] else day or LEAVE
        assignee = None if chosen == NOBODY else self.people.get(chosen, LEAVE)
        return {"deadline": deadline, "assignee": assignee}


def assignment_of(translation: Translation, rights: TargetRights) -> dict[str, Any]:
    """Give what the desk shows of a translation's deadline and translator."""
    row = Assignment.objects.filter(translation=translation).select_related("assignee").first()
    assignment = row or Assignment(translation=translation)
    today = timezone.localdate()
    is_past = assignment.deadline is not None and assignment.deadline < today
    form = None
    if rights.may_assign:
        chosen = {
            "deadline": assignment.deadline,
            "assignee": assignment.assignee_id and str(assignment.assignee_id),
        }
        people = translators_of([translation])
        form = AssignmentForm(initial=chosen, people=people)
    return {
        "assignment": assignment,
        "assignee": get_user_display_name(assignment.assignee),
        "assignment_form": form,
        "is_overdue": is_past and is_overdue(translation, today),
    }


@require_POST
def assign_view(request: HttpRequest) -> HttpResponse:
    """Set what the form says for the chosen translations, all or none."""
    keys = {key for key in request.POST.getlist("translations") if key.isdecimal()}
    chosen = list(
        assignable_translations(request.user)
        .filter(pk__in=keys)
        .select_related("source", "target_locale")
        .order_by("pk")
    )
    if len(chosen) < len(keys):
        raise PermissionDenied
    people = translators_of(chosen)
    form = AssignmentForm(request.POST, people=people)
    if not keys:
        messages.error(request, _("Choose translations first: tick the box of each."))
    elif not form.is_valid():
        for name, errors in form.errors.items():
            messages.error(request, f"{form.fields[name].label}: {' '.join(map(str, errors))}")
    else:
        _assign(request, chosen, form)
    return redirect(_here(request))


def _assign(request: HttpRequest, chosen: list[Any], form: AssignmentForm) -> None:
    try:
        number = assign(chosen, request.user, **form.values)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return
    text = ngettext("%(number)d translation changed.", "%(number)d translations changed.", number)
    messages.success(request, text % {"number": number})
    deadline = form.cleaned_data["deadline"]
    if deadline and not form.cleaned_data["no_deadline"] and deadline < timezone.localdate():
        messages.warning(
            request, _("This deadline is past already: see whether the year is right.")
        )


def _here(request: HttpRequest) -> str:
    """Give the page from which the form was sent."""
    address = request.POST.get("next", "")
    hosts = {request.get_host()}
    if url_has_allowed_host_and_scheme(address, hosts, require_https=request.is_secure()):
        return address
    return reverse("translations_list")
