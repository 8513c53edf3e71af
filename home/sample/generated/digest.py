"""One number for all generated content, the same in every database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from wagtail.models import Page

from cms.search.models import LOCALE_SIGN, SearchEntry
from events.models import DayText, ProgrammeSlot, SlotSpeaker, SlotText, TrainingSessionPage
from home.sample.generated.generate import INDEXES
from home.sample.generated.plan import Plan


def digest(plan: Plan) -> str:
    """Hash all that readers can see of a plan's content; primary keys and times play no part."""
    total = hashlib.sha256()
    for row in _rows(plan):
        total.update(json.dumps(row, default=str, ensure_ascii=False).encode())
    return total.hexdigest()


def _rows(plan: Plan) -> Iterator[list[Any]]:
    keys = [plan.key(f"index-{name}", 0) for name in INDEXES]
    paths = (
        Page.objects.filter(translation_key__in=keys)
        .order_by("path")
        .values_list("path", flat=True)
    )
    for path in paths:
        pages = Page.objects.filter(path__startswith=path).order_by("path")
        names = ("translation_key", "locale__language_code", "slug", "title", "live")
        yield from (list(row) for row in pages.values_list(*names))
        entries = SearchEntry.objects.filter(page__path__startswith=path).order_by("page__path")
        for kind, title, body, words in entries.values_list("kind", "title", "body", "words"):
            # The mark of a locale holds its primary key.
            yield [kind, title, body, [word for word in words.split() if word[0] != LOCALE_SIGN]]
    yield from _session_rows(plan)


def _session_rows(plan: Plan) -> Iterator[list[Any]]:
    keys = [plan.key("session", number) for number in range(plan.sessions)]
    for start in range(0, len(keys), 200):
        yield from _rows_of(keys[start : start + 200])


def _rows_of(keys: list[Any]) -> Iterator[list[Any]]:
    sessions = TrainingSessionPage.objects.filter(translation_key__in=keys)
    order = ("translation_key", "locale__language_code")
    yield from map(
        list,
        sessions.order_by(*order, "themes__translation_key").values_list(
            *order,
            "start_date",
            "time_zone",
            "starts_at",
            "ends_before",
            "mode",
            "status",
            "themes__slug",
        ),
    )
    of_slots = {"slot__session__translation_key__in": keys}
    yield from map(
        list,
        ProgrammeSlot.objects.filter(session__translation_key__in=keys)
        .order_by("session__translation_key", "position")
        .values_list("uid", "position", "day", "starts_at", "ends_at", "kind", "room"),
    )
    place = ("slot__session__translation_key", "slot__position")
    yield from map(
        list,
        SlotText.objects.filter(**of_slots)
        .order_by(*place, "locale__language_code")
        .values_list("title", "summary", "locale__language_code"),
    )
    yield from map(
        list,
        SlotSpeaker.objects.filter(**of_slots)
        .order_by(*place, "position")
        .values_list("person_key", "role"),
    )
    yield from map(
        list,
        DayText.objects.filter(day__session__translation_key__in=keys)
        .order_by("day__session__translation_key", "day__position", "locale__language_code")
        .values_list("title", "locale__language_code"),
    )
