"""Saving one text of the desk, for its script and for forms without one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST, require_safe
from wagtail_localize.models import Translation

from translations.desk.memory import suggestions_for
from translations.desk.saving import (
    ChangedMeanwhileError,
    RefusedTextError,
    TextGoneError,
    save_text,
)
from translations.desk.texts import Text, counts_of, numbers_of, progress_of, shown_of, texts_of
from translations.domain.policy import rights_of

from .desk import Desk, open_desk
from .page import language_of, show_desk

if TYPE_CHECKING:
    from django.http import HttpRequest

CONFLICT, GONE, UNPROCESSABLE = 409, 410, 422
FEEDBACK = "translations/admin/desk_feedback.html"
BADGE = "translations/admin/desk_badge.html"
MARKS = "translations/admin/desk_marks.html"
COUNTS = "translations/admin/desk_counts.html"


@require_POST
def text_view(request: HttpRequest, translation_id: int, key: str) -> HttpResponse:
    """Save one text, or say why not; what was written comes back with the answer."""
    desk = open_desk(request, translation_id)
    value = request.POST.get("target", "")
    if not desk.may_write:
        return closed(request, desk, value)
    version = request.POST.get("version", "")
    try:
        text, texts = save_text(desk.translation, key, value, version, request.user)
    except TextGoneError:
        return gone(request, desk, value)
    except ChangedMeanwhileError as error:
        feedback = {"text": error.text, "conflict": error, "value": value}
        return refused(request, desk, feedback, CONFLICT)
    except RefusedTextError as error:
        feedback = {"text": error.text, "problems": error.problems, "value": value}
        return refused(request, desk, feedback, UNPROCESSABLE)
    if not is_script(request):
        shown = shown_of(request.POST.get("show", ""))
        return redirect(f"{desk.url}?show={shown}#{text.key}")
    return JsonResponse(answer_of(request, desk, {"text": text, "is_saved": True}, texts))


@require_safe
def suggestions_view(request: HttpRequest, translation_id: int, key: str) -> HttpResponse:
    """Show how texts like one have been translated."""
    desk = writable_desk(request, translation_id)
    text = next((text for text in texts_of(desk.translation) if text.key == key), None)
    if text is None:
        raise Http404
    context = {
        "text": text,
        "suggestions": suggestions_for(text, desk.translation, request.user),
        "source": language_of(desk.translation.source.locale),
        "target": language_of(desk.translation.target_locale),
    }
    return TemplateResponse(request, "translations/admin/desk_suggestions.html", context)


def writable_desk(request: HttpRequest, translation_id: int) -> Desk:
    """Give the desk of a translation whose texts the user may write now."""
    rights = rights_of(
        request.user, get_object_or_404(Translation, pk=translation_id, enabled=True)
    )
    if rights is None:
        raise Http404
    desk = Desk(rights)
    if not desk.may_write:
        raise PermissionDenied
    return desk


def is_script(request: HttpRequest) -> bool:
    """Say whether the page's own script asks."""
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def refused(
    request: HttpRequest, desk: Desk, feedback: dict[str, Any], status: int
) -> HttpResponse:
    """Say why a text was not saved or marked; what was written comes back."""
    if is_script(request):
        return JsonResponse(answer_of(request, desk, feedback), status=status)
    return show_desk(request, desk, feedback=feedback, status=status)


def gone(request: HttpRequest, desk: Desk, value: str) -> HttpResponse:
    """Say that the original of a text is gone; what was written comes back."""
    return _given_back(request, desk, value, {"is_gone": True}, GONE)


def closed(request: HttpRequest, desk: Desk, value: str) -> HttpResponse:
    """Say to those who may write else what keeps them from it; what was written comes back."""
    if not (desk.rights.may_translate and desk.why_closed):
        raise PermissionDenied
    return _given_back(request, desk, value, {"why_closed": desk.why_closed}, CONFLICT)


def _given_back(
    request: HttpRequest, desk: Desk, value: str, why: dict[str, Any], status: int
) -> HttpResponse:
    context = {
        **why,
        "value": value,
        "desk": desk,
        "target": language_of(desk.translation.target_locale),
    }
    if is_script(request):
        return JsonResponse({"feedback": render_to_string(FEEDBACK, context)}, status=status)
    return TemplateResponse(request, "translations/admin/desk_gone.html", context, status=status)


def answer_of(
    request: HttpRequest, desk: Desk, feedback: dict[str, Any], texts: list[Text] | None = None
) -> dict[str, Any]:
    """Say to the page's script what has become of a text, and of them all."""
    text: Text = feedback["text"]
    context = {
        "feedback": feedback,
        "text": text,
        "desk": desk,
        "translation": desk.translation,
        "target": language_of(desk.translation.target_locale),
    }
    answer: dict[str, Any] = {
        "version": text.version,
        "state": text.state.value,
        "label": str(text.state.label),
        "badge": render_to_string(BADGE, context),
        "marks": render_to_string(MARKS, context, request),
        "feedback": render_to_string(FEEDBACK, context),
    }
    if texts:
        progress = progress_of(texts)
        answer |= {"done": progress.done, "total": progress.total, "progress": str(progress)}
        answer["numbers"] = numbers_of(texts)
        answer["counts"] = render_to_string(COUNTS, {"counts": counts_of(texts)})
    return answer
