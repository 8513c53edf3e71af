"""The content of a programme as JSON that stays as it is: written at a release, read back later.

Times are kept as printed, with their zone, so that an instant follows the rules of the zone as they
are known when it is read. Languages are kept by code, people by their key, files by primary key.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any, Protocol
from uuid import UUID

from wagtail.models import Locale

from events.models import DayText, ProgrammeSlot, SlotSpeaker, SlotText
from events.timetable import WallSpan, get_zone

from .programme_data import Chain, DayRow, ProgrammeData, SlotData, SlotRow, build_programme

Json = dict[str, Any]
# Columns of a slot that are JSON as they are.
PLAIN = ("position", "kind", "track", "room", "languages", "interpretation", "materials")


def freeze(key: UUID) -> Json:
    """Give the published programme of a session by its key; a fixed number of statements."""
    codes = dict(Locale.objects.values_list("pk", "language_code"))
    return {"days": _frozen_days(key, codes), "slots": _frozen_slots(key, codes)}


def _frozen_days(key: UUID, codes: Mapping[int, str]) -> list[Json]:
    days: dict[UUID, Json] = {}
    rows = DayText.objects.filter(day__session__translation_key=key).select_related("day")
    for text in rows.order_by("day__position", "locale"):
        code, row = codes[text.locale_id], text.day
        day = days.setdefault(
            row.uid,
            {
                "uid": str(row.uid), "position": row.position, "date": row.date.isoformat(),
                "titles": {}, "notes": {},
            },
        )  # fmt: skip
        if text.title:
            day["titles"][code] = text.title
        for note in text.notes:
            found = day["notes"].setdefault(
                note["uid"], {"position": note["position"], "texts": {}}
            )
            found["texts"][code] = note["text"]
    return list(days.values())


def _frozen_slots(key: UUID, codes: Mapping[int, str]) -> list[Json]:
    texts: dict[int, Json] = defaultdict(dict)
    of_session = {"slot__session__translation_key": key}
    for text in SlotText.objects.filter(**of_session).order_by("slot", "locale"):
        texts[text.slot_id][codes[text.locale_id]] = [text.title, text.summary]
    speakers: dict[int, list[list[str]]] = defaultdict(list)
    for speaker in SlotSpeaker.objects.filter(**of_session).order_by("slot", "position"):
        speakers[speaker.slot_id].append([str(speaker.person_key), speaker.role])
    slots = ProgrammeSlot.objects.filter(session__translation_key=key).order_by("position")
    return [
        {
            "uid": str(slot.uid),
            "day": slot.day.isoformat(),
            "start": _text_of(slot.start_time),
            "end": _text_of(slot.end_time),
            "zone": slot.time_zone,
            **{name: getattr(slot, name) for name in PLAIN},
            "texts": texts[slot.pk],
            "speakers": speakers[slot.pk],
        }
        for slot in slots
    ]


def _text_of(wall: time | None) -> str | None:
    return wall.isoformat() if wall else None


class SessionRow(Protocol):
    """What is needed of the session that a version belongs to."""

    translation_key: UUID
    time_zone: str


def thaw(session: SessionRow, content: Json, source: int, chain: Chain) -> ProgrammeData:
    """Give the programme of a version as readers of one language see it."""
    slots = [_slot_row(slot, source, chain) for slot in content["slots"]]
    zone = next((slot["zone"] for slot in content["slots"]), session.time_zone)
    days = [_day_row(day, source, chain) for day in content["days"]]
    return build_programme(session.translation_key, zone, days, slots, chain)


def thaw_slot(session: SessionRow, slot: Json | None, source: int, chain: Chain) -> SlotData | None:
    """Give one slot of a version; its instants are told in its own zone."""
    if slot is None:
        return None
    rows = [_slot_row(slot, source, chain)]
    programme = build_programme(session.translation_key, slot["zone"], [], rows, chain)
    (found,) = programme.slots
    found.show_in(get_zone(slot["zone"]))
    return found


def _day_row(day: Json, source: int, chain: Chain) -> DayRow:
    return DayRow(
        UUID(day["uid"]),
        day["position"],
        date.fromisoformat(day["date"]),
        source,
        _by_locale(day["titles"], chain),
        {
            uid: (note["position"], _by_locale(note["texts"], chain))
            for uid, note in day["notes"].items()
        },
    )


def _slot_row(slot: Json, source: int, chain: Chain) -> SlotRow:
    start, end = (slot[name] and time.fromisoformat(slot[name]) for name in ("start", "end"))
    day = date.fromisoformat(slot["day"])
    starts_at, ends_at = WallSpan(day, start, end).instants(get_zone(slot["zone"]))
    columns = {
        "uid": UUID(slot["uid"]), "day": day, "start_time": start, "end_time": end,
        "time_zone": slot["zone"], "starts_at": starts_at, "ends_at": ends_at,
        **{name: slot[name] for name in PLAIN},
    }  # fmt: skip
    texts = _by_locale({code: tuple(text) for code, text in slot["texts"].items()}, chain)
    people = [(UUID(key), role) for key, role in slot["speakers"]]
    return SlotRow(source, columns, texts, people)


def _by_locale(texts: Mapping[str, Any], chain: Chain) -> dict[int, Any]:
    """Texts by locale; a language that the site no longer has is left out."""
    return {pk: texts[code] for pk, code in chain.codes.items() if code in texts}


def source_text(slot: Json, source: str) -> list[str]:
    """Give title and summary of a slot in the original's language."""
    text: list[str] = slot["texts"].get(source) or next(iter(slot["texts"].values()), ["", ""])
    return text


def slots_by_uid(content: Json | None) -> dict[str, Json]:
    """Give the slots of a content, in order, by their key."""
    slots: Iterable[Json] = content["slots"] if content else ()
    return {slot["uid"]: slot for slot in slots}
