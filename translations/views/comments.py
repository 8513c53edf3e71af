"""Discussing single texts of the desk, for its script and for forms without one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from translations.desk.comments import (
    RefusedCommentError,
    add_comment,
    place_of,
    reopen,
    resolve,
    with_comments,
)
from translations.desk.texts import Shown, shown_of, texts_of
from translations.models import TextComment

from .desk import open_desk
from .page import show_desk
from .texts import UNPROCESSABLE, gone, is_script

if TYPE_CHECKING:
    from django.http import HttpRequest

    from translations.desk.texts import Text

    from .desk import Desk

THREAD = "translations/admin/desk_thread.html"
ACTIONS = ("resolve", "reopen", "delete")


@require_POST
def add_comment_view(request: HttpRequest, translation_id: int, key: str) -> HttpResponse:
    """Write a comment on one text, or say why not; what was written comes back."""
    desk = _commentable(request, translation_id)
    words = request.POST.get("comment", "")
    texts = texts_of(desk.translation)
    text = next((text for text in texts if text.key == key), None)
    if text is None:
        return gone(request, desk, words)
    try:
        add_comment(desk.translation, text, words, request.user)
    except RefusedCommentError as error:
        refused = {"key": key, "words": words, "error": str(error)}
        if is_script(request):
            return JsonResponse({"error": str(error)}, status=UNPROCESSABLE)
        return show_desk(request, desk, refused_comment=refused, status=UNPROCESSABLE)
    return _answer(request, desk, texts, text)


@require_POST
def comment_view(request: HttpRequest, translation_id: int, comment_id: int) -> HttpResponse:
    """Resolve a comment, open it again, or delete it if it is one's own."""
    desk = _commentable(request, translation_id)
    comment = get_object_or_404(TextComment, pk=comment_id, translation=desk.translation)
    action = request.POST.get("action", "")
    if action not in ACTIONS or (action == "delete" and comment.user_id != request.user.pk):
        raise PermissionDenied
    if action == "delete":
        comment.delete()
    elif action == "resolve":
        resolve(comment, request.user)
    else:
        reopen(comment)
    texts = texts_of(desk.translation)
    return _answer(request, desk, texts, place_of(comment, texts))


def _commentable(request: HttpRequest, translation_id: int) -> Desk:
    desk = open_desk(request, translation_id)
    if not desk.rights.may_comment:
        raise PermissionDenied
    return desk


def _answer(request: HttpRequest, desk: Desk, texts: list[Text], text: Text | None) -> HttpResponse:
    if not is_script(request):
        shown = shown_of(request.POST.get("show", ""))
        return redirect(f"{desk.url}?show={shown}#{f'thread-{text.key}' if text else 'desk-gone'}")
    with_comments(desk.translation, texts)
    answer: dict[str, Any] = {"count": sum(one.is_shown(Shown.COMMENTS) for one in texts)}
    if text is not None:
        context = {"desk": desk, "translation": desk.translation, "text": text, "is_open": True}
        context["shown"] = shown_of(request.POST.get("show", ""))
        answer["thread"] = render_to_string(THREAD, context, request)
    return JsonResponse(answer)
