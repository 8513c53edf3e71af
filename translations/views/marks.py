"""Marking one text of the desk: a draft, translated, or reviewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from translations.desk.saving import (
    ChangedMeanwhileError,
    NothingToMarkError,
    TextGoneError,
    mark_text,
)
from translations.desk.texts import shown_of
from translations.enums import Mark

from .desk import open_desk
from .texts import CONFLICT, UNPROCESSABLE, answer_of, closed, gone, is_script, refused

if TYPE_CHECKING:
    from django.http import HttpRequest

MARKS: dict[str, Mark | None] = {
    "draft": Mark.DRAFT,
    "translated": None,
    "reviewed": Mark.REVIEWED,
}


@require_POST
def mark_view(request: HttpRequest, translation_id: int, key: str) -> HttpResponse:
    """Mark one text, or say why not."""
    desk = open_desk(request, translation_id)
    name = request.POST.get("mark", "")
    if name not in MARKS:
        raise PermissionDenied
    if not desk.may_mark(name):
        return closed(request, desk, "")
    version = request.POST.get("version", "")
    try:
        text, texts = mark_text(desk.translation, key, version, MARKS[name], request.user)
    except TextGoneError:
        return gone(request, desk, "")
    except ChangedMeanwhileError as error:
        feedback = {"text": error.text, "conflict": error, "value": error.text.value}
        return refused(request, desk, feedback, CONFLICT)
    except NothingToMarkError as error:
        problems = [{"message": _("There is no translation that could be used. Write one first.")}]
        feedback = {"text": error.text, "problems": problems, "value": error.text.value}
        return refused(request, desk, feedback, UNPROCESSABLE)
    if not is_script(request):
        shown = shown_of(request.POST.get("show", ""))
        return redirect(f"{desk.url}?show={shown}#{text.key}")
    return JsonResponse(answer_of(request, desk, {"text": text}, texts))
