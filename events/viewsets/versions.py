"""Released versions of a programme in the admin: their list, their changes, and a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from events.domain.change_lines import change_lines
from events.domain.rights import session_to_see
from events.domain.versions import compare, release_programme, versions_of, waiting_changes
from events.models import ProgrammeVersion

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from events.models import TrainingSessionPage

MOST_DIGITS = 9


class ReleaseForm(forms.ModelForm):
    """What is said of a new version."""

    class Meta:
        """Everything else follows from the programme."""

        model = ProgrammeVersion
        fields = ("comment",)
        widgets = {"comment": forms.Textarea(attrs={"rows": 2})}


def versions_view(request: HttpRequest, page_id: int) -> HttpResponse:
    """List the versions of a programme, and release the next one."""
    session = session_to_see(request.user, page_id)
    rights = session.permissions_for_user(request.user)
    may_release = rights.can_publish() and not rights.page_locked()
    form = ReleaseForm(request.POST or None)
    if request.method == "POST":
        if not may_release:
            raise PermissionDenied
        if form.is_valid() and _release(request, session, form):
            return redirect("events_programme_versions", session.pk)
    return TemplateResponse(
        request,
        "events/admin/versions.html",
        {
            "page": session,
            "form": form,
            "may_release": may_release,
            "versions": list(
                versions_of(session.translation_key)
                .defer("content", "changes")
                .select_related("released_by")
            ),
            **_waiting(session),
            **_compared(request, session),
        },
    )


def _release(request: HttpRequest, session: TrainingSessionPage, form: ReleaseForm) -> bool:
    try:
        version = release_programme(session, request.user, form.cleaned_data["comment"])
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(
        request, _("Version %(number)s of the programme was released.") % {"number": version.number}
    )
    return True


def _waiting(session: TrainingSessionPage) -> dict[str, Any]:
    """Give what the next version would change, or why there can be none."""
    try:
        changes = waiting_changes(session)
    except ValidationError as error:
        return {"obstacle": " ".join(error.messages)}
    return {"waiting": change_lines(changes, session.locale.language_code)}


def _compared(request: HttpRequest, session: TrainingSessionPage) -> dict[str, Any]:
    """Compare the versions that the address names."""
    asked = [request.GET.get(name, "") for name in ("from", "to")]
    if not all(number.isdecimal() and len(number) <= MOST_DIGITS for number in asked):
        return {}
    first, second = (int(number) for number in asked)
    try:
        changes = compare(session.translation_key, first, second)
    except ValidationError as error:
        return {"fault": " ".join(error.messages)}
    lines = change_lines(changes, session.locale.language_code)
    return {"compared": {"first": first, "second": second, "changes": lines}}
