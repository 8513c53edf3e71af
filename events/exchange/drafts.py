"""The draft of a programme as lines of a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from wagtail.documents import get_document_model
from wagtail.models import Page

from cms.graphql.sites import absolute_url
from cms.spreadsheets.cells import tidy, tidy_line
from events.timetable import Slot, Timetable, UnknownTimeZoneError, get_zone, read_timetable

from .rows import Material, ProgrammeFile, Row, RowType, Speaker

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from events.models import TrainingSessionPage
    from events.timetable import Day, Note


@dataclass(slots=True)
class References:
    """The pages and documents that a programme names, by primary key."""

    people: dict[int, tuple[UUID, str]] = field(default_factory=dict)
    documents: dict[int, Material] = field(default_factory=dict)

    @classmethod
    def of(cls, timetable: Timetable) -> References:
        """Load what a programme names; a statement for people, one for documents."""
        references = cls()
        if persons := timetable.persons:
            rows = Page.objects.filter(pk__in=persons)
            for pk, key, title in rows.values_list("pk", "translation_key", "title"):
                references.people[pk] = (key, title)
        if materials := {pk for slot in timetable.slots for pk in slot.materials}:
            for document in get_document_model().objects.filter(pk__in=materials):
                references.documents[document.pk] = Material(
                    document.pk, tidy_line(document.title), absolute_url(document.url)
                )
        return references


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the stream, and the line that a file has for it."""

    raw: dict[str, Any]
    row: Row
    # The keys of all people of the programme, by the page that it names.
    keys: dict[int, UUID] = field(default_factory=dict)


def blocks_of(raw: Iterable[Mapping[str, Any]], zone: ZoneInfo) -> list[Block]:
    """Give the blocks of a stream with their lines; at most two statements."""
    stored = [dict(block) for block in raw]
    timetable = read_timetable(stored)
    references = References.of(timetable)
    rows: dict[int, Row] = {}
    for day in timetable.days:
        rows[day.position] = Row(RowType.DAY, day.uid, day.date, title=tidy_line(day.title))
    for note in timetable.notes:
        rows[note.position] = Row(RowType.NOTE, note.uid, _date(note), text=tidy(note.text))
    for slot in timetable.slots:
        rows[slot.position] = _slot_row(slot, references, zone)
    keys = {pk: key for pk, (key, _name) in references.people.items()}
    return [Block(stored[position], rows[position], keys) for position in sorted(rows)]


def zone_of(session: TrainingSessionPage) -> ZoneInfo:
    """The zone of a session; UTC while none is chosen."""
    try:
        return get_zone(session.time_zone)
    except UnknownTimeZoneError:
        return ZoneInfo("UTC")


def programme_of_draft(draft: TrainingSessionPage) -> ProgrammeFile:
    """Give what the latest draft holds, for editors only."""
    zone = zone_of(draft)
    blocks = blocks_of(draft.programme.get_prep_value(), zone)
    url = draft.full_url or ""
    return ProgrammeFile(
        key=draft.translation_key,
        title=draft.title,
        slug=draft.slug,
        language=draft.locale.language_code,
        time_zone=zone.key,
        first=draft.start_date,
        last=draft.end_date,
        languages=tuple(draft.working_languages or ()),
        page_url=url,
        site_url=url.removesuffix(draft.url or "") if url else "",
        rows=[block.row for block in blocks],
    )


def _date(block: Slot | Note) -> Any:
    day: Day | None = block.day
    return day.date if day is not None else None


def _slot_row(slot: Slot, references: References, zone: ZoneInfo) -> Row:
    starts_at, ends_at = slot.span.instants(zone) if slot.span is not None else (None, None)
    people = (
        Speaker(*references.people[speaker.person], role=speaker.role)
        for speaker in slot.speakers
        if speaker.person in references.people
    )
    return Row(
        type=RowType.SLOT,
        uid=slot.uid,
        date=_date(slot),
        start=slot.start,
        end=slot.end,
        title=tidy_line(slot.title),
        people=tuple(dict.fromkeys(people)),
        kind=slot.kind,
        track=tidy_line(slot.track),
        room=tidy_line(slot.room),
        languages=slot.languages,
        interpretation=slot.interpretation,
        text=tidy(slot.summary),
        materials=tuple(
            references.documents[pk]
            for pk in dict.fromkeys(slot.materials)
            if pk in references.documents
        ),
        starts_at=starts_at,
        ends_at=ends_at,
    )
