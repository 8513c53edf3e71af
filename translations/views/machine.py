"""Asking a machine: for all texts that are empty, and for one text as a suggestion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from translations.desk.filling import ClosedMeanwhileError, Outcome, fill
from translations.desk.memory import fitted
from translations.desk.texts import Shown, Text, texts_of
from translations.machine.faults import MachineError
from translations.machine.translator import machine

from .page import language_of, show_desk
from .texts import is_script, writable_desk

if TYPE_CHECKING:
    from django.http import HttpRequest

    from translations.machine.translator import LibreTranslate

    from .desk import Desk

# A form without a script waits so long; then it is to be sent again.
PATIENCE = 10
UNAVAILABLE, CONFLICT = 503, 409
MOST_SAID = 10
TEXT = "translations/admin/desk_machine_answer.html"


@require_POST
def fill_view(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Fill empty texts; for the page's script those of one request, and it asks for the next."""
    desk = writable_desk(request, translation_id)
    found = _machine_for(desk)
    try:
        outcome = fill(
            desk.translation,
            found,
            request.user,
            again=request.POST.get("again") == "on",
            after=request.POST.get("after", ""),
            seconds=0 if is_script(request) else PATIENCE,
        )
    except ClosedMeanwhileError:
        return _closed(request, desk)
    if is_script(request):
        status = UNAVAILABLE if outcome.error else 200
        return JsonResponse(_answer(outcome), status=status)
    _say(request, outcome)
    return redirect(f"{desk.url}?show={Shown.MACHINE}")


@require_POST
def machine_text_view(request: HttpRequest, translation_id: int, key: str) -> HttpResponse:
    """Show what the machine would write for one text; nothing is stored."""
    desk = writable_desk(request, translation_id)
    found = _machine_for(desk)
    text = next((text for text in texts_of(desk.translation) if text.key == key), None)
    if text is None:
        raise Http404
    answer = _suggestion(desk, found, text)
    status = UNAVAILABLE if "error" in answer else 200
    if is_script(request):
        context = {
            "text": text,
            "machine_answer": answer,
            "target": language_of(desk.translation.target_locale),
        }
        return TemplateResponse(request, TEXT, context, status=status)
    return show_desk(request, desk, status=status, machine_key=key, machine_answer=answer)


def _machine_for(desk: Desk) -> LibreTranslate:
    found = machine()
    translation = desk.translation
    if found is None or not found.can_translate(
        translation.source.locale, translation.target_locale
    ):
        raise Http404
    return found


def _suggestion(desk: Desk, found: LibreTranslate, text: Text) -> dict[str, str]:
    translation = desk.translation
    if not found.fits(text.unit.source):
        return {"rejected": _("This text is too long for one request to the machine.")}
    try:
        pair = found.pair(translation.source.locale, translation.target_locale)
        answer = found.answers([text.unit.source], pair)[0]
    except MachineError as error:
        return {"error": error.message, "code": error.fault.value}
    if answer.rejection is not None:
        reason = _("Nothing to take: %(reason)s.") % {"reason": answer.rejection.label}
        return {"rejected": reason}
    return {"value": fitted(answer.target, text)}


def _closed(request: HttpRequest, desk: Desk) -> HttpResponse:
    message = _("The texts were sent for review meanwhile. What had been filled is kept.")
    if is_script(request):
        error = {"code": "CLOSED", "message": message}
        return JsonResponse({"error": error}, status=CONFLICT)
    messages.error(request, message)
    return redirect(desk.url)


def _answer(outcome: Outcome) -> dict[str, Any]:
    error = outcome.error
    return {
        "filled": outcome.filled,
        "changed": outcome.changed,
        "dropped": _dropped(outcome),
        "after": outcome.after,
        "isFinished": outcome.is_finished,
        "error": {"code": error.fault.value, "message": error.message} if error else None,
    }


def _dropped(outcome: Outcome) -> list[str]:
    return [f"{text.place}: {rejection.label}" for text, rejection in outcome.dropped]


def _say(request: HttpRequest, outcome: Outcome) -> None:
    """Say to a form without a script what has been done."""
    filled = ngettext(
        "%(number)d text filled by machine. Nobody has reviewed it yet.",
        "%(number)d texts filled by machine. Nobody has reviewed them yet.",
        outcome.filled,
    ) % {"number": outcome.filled}
    if outcome.filled:
        messages.success(request, filled)
    if outcome.error:
        messages.error(request, outcome.error.message)
    elif not outcome.is_finished:
        messages.warning(request, _("There are more: choose the button again to go on."))
    elif not outcome.filled:
        messages.warning(request, _("Nothing was filled."))
    for line in _dropped(outcome)[:MOST_SAID]:
        messages.warning(request, _("Left as it is – %(line)s.") % {"line": line})
