"""Making all derived rows and instants anew, after a restore or a change of the zones' rules."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from events.models import (
    DERIVED_COLUMNS,
    ProgrammeSlot,
    TrainingSessionPage,
    derive_instants,
    refresh_programme,
)
from events.timetable import WallSpan, get_zone

BATCH = 500

Progress = Callable[[int, int], None]


def rebuild_programmes(keys: list[UUID] | None = None, progress: Progress | None = None) -> int:
    """Write the rows of all programmes, or of those with these keys; give how many there were."""
    sessions = TrainingSessionPage.objects.all()
    if keys is not None:
        sessions = sessions.filter(translation_key__in=keys)
    found = sorted(set(sessions.values_list("translation_key", flat=True)))
    for done, key in enumerate(found, start=1):
        refresh_programme(key)
        if progress:
            progress(done, len(found))
    return len(found)


@dataclass(frozen=True, slots=True)
class Shift:
    """An instant that is another one under the present rules of its zone."""

    session: int
    what: str
    before: datetime | None
    after: datetime | None


@transaction.atomic
def recompute_instants() -> list[Shift]:
    """Derive all instants from the printed times again; give those that changed."""
    return [*_recompute_slots(), *_recompute_sessions()]


def _recompute_slots() -> Iterator[Shift]:
    changed: list[ProgrammeSlot] = []
    for slot in ProgrammeSlot.objects.exclude(starts_at=None).order_by("pk").iterator(BATCH):
        before = (slot.starts_at, slot.ends_at)
        span = WallSpan(slot.day, slot.start_time, slot.end_time)
        slot.starts_at, slot.ends_at = span.instants(get_zone(slot.time_zone))
        if before != (slot.starts_at, slot.ends_at):
            changed.append(slot)
            yield Shift(slot.session_id, f"slot {slot.uid}", before[0], slot.starts_at)
    ProgrammeSlot.objects.bulk_update(changed, ["starts_at", "ends_at"], batch_size=BATCH)


def _recompute_sessions() -> Iterator[Shift]:
    changed: list[TrainingSessionPage] = []
    for session in TrainingSessionPage.objects.order_by("pk").iterator(BATCH):
        before = [getattr(session, name) for name in DERIVED_COLUMNS]
        derive_instants(session)
        after = [getattr(session, name) for name in DERIVED_COLUMNS]
        if before != after:
            changed.append(session)
        for name, old, new in zip(DERIVED_COLUMNS, before, after, strict=True):
            if old != new:
                yield Shift(session.pk, name, old, new)
    TrainingSessionPage.objects.bulk_update(changed, list(DERIVED_COLUMNS), batch_size=BATCH)
