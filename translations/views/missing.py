"""Asking before texts get public that nobody has translated: readers get the original's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wagtail_localize.models import Translation

from translations.domain.obstacles import obstacles_of
from translations.domain.queue import with_missing

if TYPE_CHECKING:
    from django.http import HttpRequest

# What leads to readers, sooner or later.
ASKED = {"send", "approve", "publish", "schedule"}
# What is sent again with the answer.
VALUES = ("comment", "go_live_at", "expire_at")


@dataclass(frozen=True)
class Question:
    """What somebody is about to do, and how many texts are not translated."""

    action: str
    number: int
    values: list[tuple[str, str]]


def question_for(request: HttpRequest, translation: Translation, action: str) -> Question | None:
    """Give what is to be asked; nothing if it was answered, or if the texts are refused anyway.

    The answer holds for the number that was shown: whoever sees 2 does not agree to 20.
    """
    if action not in ASKED:
        return None
    number = with_missing(Translation.objects.filter(pk=translation.pk)).get().missing
    if not number or request.POST.get("missing") == str(number) or obstacles_of(translation):
        return None
    values = [(name, request.POST[name]) for name in VALUES if request.POST.get(name)]
    return Question(action, number, values)
