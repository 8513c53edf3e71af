"""What drafts of programmes hold, counted for many sessions at once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import DateField, Exists, F, OuterRef, QuerySet

from events.enums import SessionMode, SlotKind
from events.models import CheckedProgramme, TrainingSessionPage, conflicts_of, people_of
from events.timetable import Conflict, Person, Timetable, read_timetable

# What takes place in a room that has to be found; people need no room for a break or a visit.
KINDS_WITH_ROOM = {SlotKind.TALK, SlotKind.WORKSHOP, SlotKind.CEREMONY}


@dataclass(frozen=True, slots=True)
class ProgrammeOverview:
    """One line of the overview."""

    days: int
    slots: int
    people: int
    languages: list[str]
    interpretation: list[str]
    without_room: int
    without_time: int
    conflicts: list[Conflict]

    @property
    def errors(self) -> int:
        """Count what stops a publication."""
        return sum(conflict.is_error for conflict in self.conflicts)

    @property
    def warnings(self) -> int:
        """Count what should be looked at."""
        return len(self.conflicts) - self.errors


def source_sessions() -> QuerySet[TrainingSessionPage]:
    """Give the sessions from whose pages programmes come: one page per session."""
    pages = TrainingSessionPage.objects.filter(alias_of__isnull=True)
    older = pages.filter(translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk"))
    return pages.exclude(Exists(older))


def overviews(
    sessions: Sequence[TrainingSessionPage], user: Any = None
) -> dict[int, ProgrammeOverview]:
    """Count days, slots and conflicts of the latest drafts; nine statements for any number."""
    drafts = _drafts(sessions)
    checked = [_checked(session, drafts[session.pk]) for session in sessions]
    people = people_of(programme.timetable for programme in checked)
    found = conflicts_of(checked, user, people)
    return {
        session.pk: _overview(session, drafts[session.pk], programme.timetable, people, conflicts)
        for session, programme, conflicts in zip(sessions, checked, found, strict=True)
    }


def _overview(
    session: TrainingSessionPage,
    draft: dict[str, Any],
    timetable: Timetable,
    people: dict[int, Person],
    conflicts: list[Conflict],
) -> ProgrammeOverview:
    keys = {people[pk].key for pk in timetable.persons if pk in people}
    return ProgrammeOverview(
        days=len(timetable.days),
        slots=len(timetable.slots),
        people=len(keys),
        languages=_languages(draft.get("working_languages", session.working_languages), timetable),
        interpretation=sorted({tag for slot in timetable.slots for tag in slot.interpretation}),
        without_room=_without_room(draft.get("mode", session.mode), timetable),
        without_time=sum(slot.start is None for slot in timetable.slots),
        conflicts=conflicts,
    )


def _languages(working: list[str] | str | None, timetable: Timetable) -> list[str]:
    """Give the languages of the session, then those that single slots have besides."""
    own = json.loads(working) if isinstance(working, str) else working or []
    others = {tag for slot in timetable.slots for tag in slot.languages}
    return [*own, *sorted(others.difference(own))]


def _without_room(mode: str, timetable: Timetable) -> int:
    if mode == SessionMode.ONLINE:
        return 0
    return sum(not slot.room and slot.kind in KINDS_WITH_ROOM for slot in timetable.slots)


def _drafts(sessions: Sequence[TrainingSessionPage]) -> dict[int, dict[str, Any]]:
    """Give the draft's content by page: of the latest revision, or of the page without one."""
    rows = TrainingSessionPage.objects.filter(pk__in=[session.pk for session in sessions])
    contents = dict(rows.annotate(draft=F("latest_revision__content")).values_list("pk", "draft"))
    plain = [pk for pk, content in contents.items() if not content]
    streams = rows.filter(pk__in=plain).values_list("pk", "programme") if plain else []
    for pk, stream in streams:
        contents[pk] = {"programme": stream.get_prep_value()}
    return contents


def _programme(draft: dict[str, Any]) -> list[dict[str, Any]]:
    raw = draft.get("programme") or []
    if isinstance(raw, str):
        field: Any = TrainingSessionPage._meta.get_field("programme")
        raw = field.to_python(raw).get_prep_value()
    return raw


def _checked(session: TrainingSessionPage, draft: dict[str, Any]) -> CheckedProgramme:
    to_date = DateField().to_python
    return CheckedProgramme(
        key=session.translation_key,
        timetable=read_timetable(_programme(draft)),
        first=to_date(draft.get("start_date", session.start_date)),
        last=to_date(draft.get("end_date", session.end_date)),
        time_zone=draft.get("time_zone", session.time_zone),
        venue=draft.get("venue", session.venue_id),
        status=draft.get("status", session.status),
    )
