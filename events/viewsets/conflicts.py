"""All conflicts of one programme, with the ways to the blocks, and confirming them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from events.domain.rights import session_to_see
from events.enums import ConflictLevel
from events.models import confirm, conflict_rows, find_stored_conflicts, fingerprints_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from events.models import TrainingSessionPage

ORDER = [ConflictLevel.BLOCK, ConflictLevel.CONFIRM, ConflictLevel.NOTICE]


def conflicts_view(request: HttpRequest, page_id: int) -> HttpResponse:
    """List the conflicts of the latest draft; take confirmations."""
    session = session_to_see(request.user, page_id)
    draft = session.get_latest_revision_as_object()
    found = find_stored_conflicts(draft, request.user)
    if request.method == "POST":
        _confirm(request, session, found)
        return redirect("events_conflicts", session.pk)
    rows = conflict_rows(session, found)
    rows.sort(key=lambda row: (ORDER.index(row.conflict.level), row.conflict.position))
    context = {
        "page": session,
        "rows": rows,
        "open_rows": [row for row in rows if row.is_open],
        "confirmed": _named([row for row in rows if row.confirmation]),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[session.pk]),
    }
    return TemplateResponse(request, "events/admin/conflicts.html", context)


def _confirm(request: HttpRequest, session: TrainingSessionPage, found: list) -> None:
    ticked = fingerprints_in(request.POST)
    rows = [row for row in conflict_rows(session, found) if row.is_open]
    chosen = [row.conflict for row in rows if row.conflict.fingerprint in ticked]
    number = confirm(session, chosen, request.user)
    if not number:
        messages.warning(request, _("Nothing was confirmed: tick what you have seen."))
        return
    text = ngettext("%(number)d conflict confirmed.", "%(number)d conflicts confirmed.", number)
    messages.success(request, text % {"number": number})


def _named(rows: list) -> list[dict]:
    """Say who confirmed what, and when; one statement for all names."""
    users = {row.confirmation.user for row in rows} - {None}
    names = (
        {user.pk: user.get_username() for user in get_user_model().objects.filter(pk__in=users)}
        if users
        else {}
    )
    return [
        {
            "conflict": row.conflict,
            "who": names.get(row.confirmation.user, ""),
            "when": row.confirmation.moment,
        }
        for row in rows
    ]
