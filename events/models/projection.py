"""Writing the rows of a programme from the published streams, in few statements.

The *source* of a programme is the oldest live page of a translation key that is not an alias, or
the oldest live alias if there is no other. Days, slots and people come from its stream; texts come
from the stream of each live translation. A text that equals the source's is no translation and is
not stored, so that readers are told which language they get.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db import transaction
from django.db.models import Q
from wagtail.models import Page

from cms.pages.translation import lock_translations
from events.timetable import Slot, Timetable, get_zone, read_timetable

from .programme import DayText, ProgrammeDay, ProgrammeSlot, SlotSpeaker, SlotText
from .recording import record_entries

if TYPE_CHECKING:
    from .session import TrainingSessionPage

DAY_COLUMNS = ["position", "date"]
SLOT_COLUMNS = [
    "position", "day", "start_time", "end_time", "time_zone", "starts_at", "ends_at", "kind",
    "track", "room", "languages", "interpretation", "materials",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edition:
    """One live page of a session, with its programme read."""

    pk: int
    locale_id: int
    is_alias: bool
    time_zone: str
    timetable: Timetable


def write_programme(session: TrainingSessionPage) -> None:
    """Write the rows that follow from a session's state in the database.

    The number of statements does not grow with the programme. The source writes everything, a
    translation only the texts of its language, an alias nothing.
    """
    refresh_programme(session.translation_key, changed=session.pk)


@transaction.atomic
def refresh_programme(
    key: uuid.UUID, *, changed: int | None = None, without: int | None = None
) -> None:
    """Make the rows of a translation key follow from its live pages, except `without`.

    What calendars tell of the session follows too.
    """
    lock_translations(apps.get_model("events", "TrainingSessionPage"), key)
    _refresh_rows(key, changed, without)
    record_entries([key], without=without)


def _refresh_rows(key: uuid.UUID, changed: int | None, without: int | None) -> None:
    editions = _editions(key, without)
    if not editions:
        _delete_rows(Q(session__translation_key=key))
        return
    source, *translations = editions
    translations = [edition for edition in translations if not edition.is_alias]
    if changed is None or changed == source.pk:
        _write_all(key, source, translations)
        return
    for edition in translations:
        if edition.pk == changed:
            _write_translation(source, edition)


def _editions(key: uuid.UUID, without: int | None) -> list[Edition]:
    sessions = apps.get_model("events", "TrainingSessionPage").objects
    rows = sessions.filter(translation_key=key, live=True)
    if without is not None:
        rows = rows.exclude(pk=without)
    columns = ("pk", "locale_id", "alias_of_id", "time_zone", "programme")
    editions = [
        Edition(pk, locale, alias_of is not None, zone, read_timetable(stream.get_prep_value()))
        for pk, locale, alias_of, zone, stream in rows.values_list(*columns)
    ]
    return sorted(editions, key=lambda edition: (edition.is_alias, edition.pk))


def _write_all(key: uuid.UUID, source: Edition, translations: list[Edition]) -> None:
    dated = [(day, day.date) for day in source.timetable.days if day.date is not None]
    placed = [slot for slot in source.timetable.slots if slot.span is not None]
    ours = Q(session__translation_key=key)
    _delete_rows(
        ours & ~Q(session=source.pk, uid__in=[slot.uid for slot in placed]),
        ours & ~Q(session=source.pk, uid__in=[day.uid for day, _ in dated]),
        texts_of=key,
    )
    zone = get_zone(source.time_zone or "UTC")
    days = ProgrammeDay.objects.bulk_create(
        [
            ProgrammeDay(session_id=source.pk, uid=day.uid, position=day.position, date=date)
            for day, date in dated
        ],
        update_conflicts=True,
        unique_fields=["session", "uid"],
        update_fields=DAY_COLUMNS,
    )
    slots = ProgrammeSlot.objects.bulk_create(
        [_slot_row(source.pk, slot, zone) for slot in placed],
        update_conflicts=True,
        unique_fields=["session", "uid"],
        update_fields=SLOT_COLUMNS,
    )
    day_ids = {day.uid: day.pk for day in days}
    slot_ids = {slot.uid: slot.pk for slot in slots}
    _write_texts(source, [source, *translations], day_ids, slot_ids)
    _write_speakers(placed, slot_ids)


def _write_translation(source: Edition, translation: Edition) -> None:
    DayText.objects.filter(day__session=source.pk, locale=translation.locale_id).delete()
    SlotText.objects.filter(slot__session=source.pk, locale=translation.locale_id).delete()
    days = ProgrammeDay.objects.filter(session=source.pk).values_list("uid", "pk")
    slots = ProgrammeSlot.objects.filter(session=source.pk).values_list("uid", "pk")
    _write_texts(source, [translation], dict(days), dict(slots))


def _slot_row(session_id: int, slot: Slot, zone: ZoneInfo) -> ProgrammeSlot:
    assert slot.span is not None  # noqa: S101 - only placed slots get here
    starts_at, ends_at = slot.span.instants(zone)
    return ProgrammeSlot(
        session_id=session_id,
        uid=slot.uid,
        position=slot.position,
        day=slot.span.day,
        start_time=slot.start,
        end_time=slot.end if slot.start else None,
        time_zone=zone.key,
        starts_at=starts_at,
        ends_at=ends_at,
        kind=slot.kind,
        track=slot.track,
        room=slot.room,
        languages=list(slot.languages),
        interpretation=list(slot.interpretation),
        materials=list(slot.materials),
    )


def _write_texts(
    source: Edition,
    editions: Iterable[Edition],
    day_ids: dict[uuid.UUID, int],
    slot_ids: dict[uuid.UUID, int],
) -> None:
    day_rows: list[DayText] = []
    slot_rows: list[SlotText] = []
    for edition in editions:
        for uid, title, notes in _day_texts(source, edition):
            if uid in day_ids:
                day_rows.append(
                    DayText(
                        day_id=day_ids[uid], locale_id=edition.locale_id, title=title, notes=notes
                    )
                )
        for uid, title, summary in _slot_texts(source, edition):
            if uid in slot_ids:
                slot_rows.append(
                    SlotText(
                        slot_id=slot_ids[uid],
                        locale_id=edition.locale_id,
                        title=title,
                        summary=summary,
                    )
                )
    DayText.objects.bulk_create(day_rows)
    SlotText.objects.bulk_create(slot_rows)


def _day_texts(
    source: Edition, edition: Edition
) -> Iterator[tuple[uuid.UUID, str, list[dict[str, Any]]]]:
    """Give the titles and notes of the source's days as an edition says them."""
    titles = {day.uid: day.title for day in edition.timetable.days}
    texts = {note.uid: note.text for note in edition.timetable.notes}
    is_source = edition is source
    notes: dict[uuid.UUID, list[dict[str, Any]]] = defaultdict(list)
    for note in source.timetable.notes:
        text = texts.get(note.uid, "")
        if note.day is not None and text and (is_source or text != note.text):
            notes[note.day.uid].append(
                {"uid": str(note.uid), "position": note.position, "text": text}
            )
    for day in source.timetable.days:
        title = titles.get(day.uid, "")
        if not is_source and title == day.title:
            title = ""
        if is_source or title or notes[day.uid]:
            yield day.uid, title, notes[day.uid]


def _slot_texts(source: Edition, edition: Edition) -> Iterator[tuple[uuid.UUID, str, str]]:
    """Give the titles and summaries of the source's slots as an edition says them."""
    originals = {slot.uid: (slot.title, slot.summary) for slot in source.timetable.slots}
    for slot in edition.timetable.slots:
        is_own = bool(slot.title) and originals.get(slot.uid) != (slot.title, slot.summary)
        if edition is source or is_own:
            yield slot.uid, slot.title, slot.summary


def _write_speakers(slots: list[Slot], slot_ids: dict[uuid.UUID, int]) -> None:
    persons = {speaker.person for slot in slots for speaker in slot.speakers}
    keys = dict(Page.objects.filter(pk__in=persons).values_list("pk", "translation_key"))
    SlotSpeaker.objects.bulk_create(
        [
            SlotSpeaker(
                slot_id=slot_ids[slot.uid],
                person_key=keys[speaker.person],
                role=speaker.role,
                position=position,
            )
            for slot in slots
            for position, speaker in enumerate(slot.speakers)
            if speaker.person in keys
        ]
    )


def _delete_rows(slots: Q, days: Q | None = None, *, texts_of: uuid.UUID | None = None) -> None:
    """Delete slots and days with what hangs on them; texts and people are written anew."""
    stale_slots = ProgrammeSlot.objects.filter(slots)
    stale_days = ProgrammeDay.objects.filter(slots if days is None else days)
    of_slots = Q(slot__session__translation_key=texts_of) if texts_of else Q(slot__in=stale_slots)
    of_days = Q(day__session__translation_key=texts_of) if texts_of else Q(day__in=stale_days)
    SlotText.objects.filter(of_slots).delete()
    SlotSpeaker.objects.filter(of_slots).delete()
    DayText.objects.filter(of_days).delete()
    # `delete()` would first load the rows, to find what hangs on them: that is gone already.
    stale_slots._raw_delete(stale_slots.db)  # noqa: SLF001 - as Django does itself
    stale_days._raw_delete(stale_days.db)  # noqa: SLF001 - as Django does itself
