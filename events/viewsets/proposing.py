"""Showing what would change before it does: the same form, looked at first and applied then.

What is applied is what was looked at: a change of the form or of the session in between is shown
again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.admin import messages

from events.domain.drafting import Draft, Proposal, arising, open_draft, open_for_change, store
from events.models import conflict_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest

    from events.models import TrainingSessionPage


@dataclass(frozen=True)
class Outcome:
    """What came of a form: applied, or something to look at, or neither if it is wrong."""

    is_applied: bool = False
    proposal: Proposal | None = None
    seen: str = ""
    rows: list[Any] | None = None


def propose_or_apply(
    request: HttpRequest,
    session: TrainingSessionPage,
    form: forms.Form,
    propose: Callable[[Draft], Proposal],
) -> Outcome:
    """Show what a valid form would change, or change it if that was looked at."""
    wants_it = "apply" in request.POST
    try:
        with transaction.atomic():
            draft = open_for_change(session) if wants_it else open_draft(session)
            proposal = propose(draft)
            seen = _seen(draft, form)
            if wants_it and request.POST.get("seen") == seen:
                store(proposal, request.user)
                return Outcome(is_applied=True)
    except ValidationError as error:
        add_error(form, error)
        return Outcome()
    if wants_it:
        messages.warning(
            request, _("Something has changed since you looked. Nothing was saved: look again.")
        )
    rows = conflict_rows(session, arising(proposal, request.user))
    return Outcome(proposal=proposal, seen=seen, rows=rows)


def add_error(form: forms.Form, error: ValidationError) -> None:
    """Put an error at the fields that it names, else above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def _seen(draft: Draft, form: forms.Form) -> str:
    """Name what was looked at: the version of the draft, and what the form says."""
    said = sorted((name, str(value)) for name, value in form.cleaned_data.items())
    return hashlib.sha256(repr((draft.revision, said)).encode()).hexdigest()
