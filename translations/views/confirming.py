"""Asking before a translation is taken off the site, or its desk is closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .desk import open_desk

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from .desk import Desk

TEMPLATE = "translations/admin/desk_confirm.html"


@dataclass(frozen=True)
class Question:
    """What is asked, what follows, and where the answer is sent."""

    heading: str
    icon: str
    lines: list[str]
    yes: str
    url: str
    # Whether the user has the right at all, and whether there is something to do now.
    is_allowed: bool
    is_possible: bool


@require_safe
def confirm_view(request: HttpRequest, translation_id: int, action: str) -> HttpResponse:
    """Say what would happen, and ask."""
    desk = open_desk(request, translation_id)
    ask = QUESTIONS.get(action)
    if ask is None:
        raise Http404
    question = ask(desk)
    if not question.is_allowed:
        raise PermissionDenied
    if not question.is_possible:
        # Somebody else was faster: the desk says how it stands.
        return redirect(desk.url)
    title = desk.translation.source.object_repr
    context = {"desk": desk, "action": action, "question": question, "title": title}
    return TemplateResponse(request, TEMPLATE, context)


def _unpublish(desk: Desk) -> Question:
    return Question(
        heading=_("Unpublish"),
        icon="download",
        lines=[
            _("Readers do not get it in %(language)s any more, at once.") % _language(desk),
            _("Its texts and its draft stay. To bring it back, publish it again."),
        ],
        yes=_("Yes, unpublish it"),
        url=desk.url,
        is_allowed=desk.rights.may_publish,
        is_possible=desk.may_unpublish,
    )


def _stop(desk: Desk) -> Question:
    return Question(
        heading=_("Stop Synced translation"),
        icon="wagtail-localize-language",
        lines=[
            _("Translators and reviewers of %(language)s cannot open this desk any more.")
            % _language(desk),
            _(
                "Whoever may edit the page writes it in the ordinary editor, which shows no "
                "original and marks no text that is missing. What is public stays public."
            ),
            _("“Start Synced translation” in that editor brings the desk back, with its texts."),
        ],
        yes=_("Yes, stop it"),
        url=reverse("wagtail_localize:stop_translation", args=[desk.translation.pk]),
        is_allowed=desk.rights.may_arrange,
        is_possible=True,
    )


def _language(desk: Desk) -> dict[str, str]:
    return {"language": desk.translation.target_locale.get_display_name()}


QUESTIONS = {"unpublish": _unpublish, "stop": _stop}
