"""Changes of a programme as an editor reads them: what of a slot was, and is, another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from cms.pages.languages import language_choices
from cms.pages.listings import first_pages
from events.enums import ProgrammeAspect, ProgrammeChangeKind, SlotKind
from organizations.models import PersonPage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .frozen import Json


@dataclass(frozen=True)
class ChangeLine:
    """One change: its kind, the slot, and for each aspect its name, what it was and what it is."""

    kind: str
    label: str
    title: str
    when: str
    details: list[tuple[str, str, str]]


def change_lines(changes: list[Json], language: str) -> list[ChangeLine]:
    """Write changes for an editor; one statement for all names of people."""
    slots = [slot for change in changes for slot in (change["before"], change["after"]) if slot]
    names = _names(key for slot in slots for key, _role in slot["speakers"])
    return [_line(change, language, names) for change in changes]


def _names(keys: Iterable[str]) -> dict[str, str]:
    people = first_pages(PersonPage.objects.filter(translation_key__in=set(keys)))
    return {str(key): title for key, title in people.values_list("translation_key", "title")}


def _line(change: Json, language: str, names: Mapping[str, str]) -> ChangeLine:
    before, after = change["before"], change["after"]
    slot = after or before
    details = [
        (
            str(ProgrammeAspect(aspect).label),
            _value(aspect, before, language, names),
            _value(aspect, after, language, names),
        )
        for aspect in change["aspects"]
    ]
    kind = ProgrammeChangeKind(change["kind"])
    title = _title(slot, language)
    return ChangeLine(kind.value.lower(), str(kind.label), title, _when(slot), details)


def _title(slot: Json, language: str) -> str:
    texts = slot["texts"].get(language) or next(iter(slot["texts"].values()), [""])
    return str(texts[0])


def _when(slot: Json) -> str:
    start, end = (slot[name] and time.fromisoformat(slot[name]) for name in ("start", "end"))
    day = date_format(date.fromisoformat(slot["day"]), "SHORT_DATE_FORMAT")
    hours = "–".join(time_format(wall, "TIME_FORMAT") for wall in (start, end) if wall)
    return f"{day}, {hours}" if hours else day


def _value(aspect: str, slot: Json, language: str, names: Mapping[str, str]) -> str:
    known = dict(language_choices())
    tags = [*slot["languages"], *slot["interpretation"]]
    people = [names.get(key, _("a deleted person")) for key, _role in slot["speakers"]]
    values = {
        ProgrammeAspect.TIME: _when(slot),
        ProgrammeAspect.ROOM: slot["room"],
        ProgrammeAspect.TRACK: slot["track"],
        ProgrammeAspect.SPEAKERS: ", ".join(people),
        ProgrammeAspect.KIND: str(SlotKind(slot["kind"]).label),
        ProgrammeAspect.LANGUAGES: ", ".join(str(known.get(tag, tag)) for tag in tags),
        ProgrammeAspect.TITLE: _title(slot, language),
    }
    return values[ProgrammeAspect(aspect)] or "–"
