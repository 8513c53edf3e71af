"""What drafts of programmes hold, counted for many sessions at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import DateField, Exists, F, OuterRef, QuerySet
from wagtail.models import Page

from events.enums import Severity
from events.models import TrainingSessionPage
from events.timetable import (
    Conflict,
    Timetable,
    UnknownTimeZoneError,
    find_conflicts_in,
    get_zone,
    read_timetable,
)


@dataclass(frozen=True, slots=True)
class ProgrammeOverview:
    """One line of the overview."""

    days: int
    slots: int
    conflicts: list[Conflict]

    @property
    def errors(self) -> int:
        """Count what stops a publication."""
        return sum(conflict.severity == Severity.ERROR for conflict in self.conflicts)

    @property
    def warnings(self) -> int:
        """Count what should be looked at."""
        return len(self.conflicts) - self.errors


def source_sessions() -> QuerySet[TrainingSessionPage]:
    """Give the sessions from whose pages programmes come: one page per session."""
    pages = TrainingSessionPage.objects.filter(alias_of__isnull=True)
    older = pages.filter(translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk"))
    return pages.exclude(Exists(older))


def overviews(sessions: Sequence[TrainingSessionPage]) -> dict[int, ProgrammeOverview]:
    """Count days, slots and conflicts of the latest drafts; two statements for any number."""
    drafts = _drafts(sessions)
    timetables = {pk: read_timetable(_programme(draft)) for pk, draft in drafts.items()}
    keys = _person_keys(list(timetables.values()))
    return {
        session.pk: ProgrammeOverview(
            days=len(timetables[session.pk].days),
            slots=len(timetables[session.pk].slots),
            conflicts=_conflicts(session, drafts[session.pk], timetables[session.pk], keys),
        )
        for session in sessions
    }


def _drafts(sessions: Sequence[TrainingSessionPage]) -> dict[int, dict[str, Any]]:
    """Give the draft's content by page: of the latest revision, or of the page without one."""
    rows = TrainingSessionPage.objects.filter(pk__in=[session.pk for session in sessions])
    contents = dict(rows.annotate(draft=F("latest_revision__content")).values_list("pk", "draft"))
    return {
        session.pk: contents.get(session.pk) or {"programme": session.programme.get_prep_value()}
        for session in sessions
    }


def _programme(draft: dict[str, Any]) -> list[dict[str, Any]]:
    raw = draft.get("programme") or []
    if isinstance(raw, str):
        field: Any = TrainingSessionPage._meta.get_field("programme")
        raw = field.to_python(raw).get_prep_value()
    return raw


def _person_keys(timetables: list[Timetable]) -> dict[int, UUID]:
    persons = {person for timetable in timetables for person in timetable.persons}
    return dict(Page.objects.filter(pk__in=persons).values_list("pk", "translation_key"))


def _conflicts(
    session: TrainingSessionPage,
    draft: dict[str, Any],
    timetable: Timetable,
    keys: dict[int, UUID],
) -> list[Conflict]:
    try:
        zone = get_zone(draft.get("time_zone", session.time_zone))
    except UnknownTimeZoneError:
        zone = None
    to_date = DateField().to_python
    return find_conflicts_in(
        timetable,
        first=to_date(draft.get("start_date", session.start_date)),
        last=to_date(draft.get("end_date", session.end_date)),
        zone=zone,
        person_keys=keys,
    )
