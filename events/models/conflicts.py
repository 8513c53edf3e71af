"""Conflicts of programmes, drafts or live, with what is published of other sessions.

The number of statements does not grow with programmes, slots or sessions. Who or what is taken
elsewhere is asked of the read model: what is published, in sessions that take place.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.apps import apps
from wagtail.models import Page
from wagtail.permissions import policy_registry

from events.enums import SessionStatus
from events.timetable import (
    Conflict,
    Elsewhere,
    Person,
    Timetable,
    UnknownTimeZoneError,
    find_conflicts_in,
    get_zone,
)
from events.timetable.overlaps import (
    Clash,
    Occupied,
    clashes,
    end_of,
    occupied_in,
    people_in,
    room_elsewhere,
    room_of,
    speaker_elsewhere,
)

from .levels import ConflictLevels
from .programme import ProgrammeSlot, SlotSpeaker
from .taxonomy import Venue

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from django.db.models import QuerySet

    from events.timetable import Slot

# Nobody speaks in a session that does not take place.
NOT_HELD = {SessionStatus.CANCELLED, SessionStatus.POSTPONED}
# A slot lasts a day at most, as its end is a time of the same day or of the next; on the day when
# the clocks go back, an hour longer.
LONGEST_SLOT = timedelta(hours=25)

Taken = list[tuple["Hashable", Elsewhere]]
COLUMNS = ("session_id", "session__translation_key", "uid", "starts_at", "ends_at", "time_zone")


@dataclass(frozen=True, slots=True)
class CheckedProgramme:
    """A programme with what its conflicts depend on."""

    key: UUID
    timetable: Timetable
    first: date | None = None
    last: date | None = None
    time_zone: str = ""
    venue: int | None = None
    status: str = ""

    @property
    def zone(self) -> ZoneInfo | None:
        """Its time zone, if it is known."""
        try:
            return get_zone(self.time_zone)
        except UnknownTimeZoneError:
            return None


def people_of(timetables: Iterable[Timetable]) -> dict[int, Person]:
    """Load the people of programmes, in one statement, or none if there is nobody."""
    wanted = {pk for timetable in timetables for pk in timetable.persons}
    if not wanted:
        return {}
    rows = Page.objects.filter(pk__in=wanted).values_list("pk", "translation_key", "title")
    return {pk: Person(key, title) for pk, key, title in rows}


def conflicts_of(
    programmes: Sequence[CheckedProgramme],
    user: Any = None,
    persons: dict[int, Person] | None = None,
) -> list[list[Conflict]]:
    """Find what is wrong with each programme; `user` decides which other sessions are named.

    `persons` are those of all programmes, if they have been loaded.
    """
    policy = ConflictLevels.policy()
    if persons is None:
        persons = people_of(programme.timetable for programme in programmes)
    elsewhere = _elsewhere(programmes, persons, user)
    return [
        find_conflicts_in(
            programme.timetable,
            first=programme.first,
            last=programme.last,
            zone=programme.zone,
            persons=persons,
            policy=policy,
            elsewhere=elsewhere.get(index, ()),
        )
        for index, programme in enumerate(programmes)
    ]


# --- Other sessions -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Placed:
    """A programme whose slots have instants, and the key of its venue."""

    programme: CheckedProgramme
    occupied: list[Occupied]
    venue: UUID | None

    def rooms(self, slot: Slot) -> list[Hashable]:
        """Give the room of a slot, if it is known in which house."""
        return [(self.venue, room) for room in room_of(slot)] if self.venue else []


@dataclass(frozen=True, slots=True)
class _Window:
    """The time from the first slot of some programmes to their last."""

    since: datetime
    until: datetime

    def slots(self, prefix: str = "") -> dict[str, Any]:
        """Give the condition that a slot may overlap it."""
        return {
            f"{prefix}starts_at__lt": self.until,
            f"{prefix}starts_at__gt": self.since - LONGEST_SLOT,
        }


def _elsewhere(
    programmes: Sequence[CheckedProgramme], persons: dict[int, Person], user: Any
) -> dict[int, list[Conflict]]:
    """Give the conflicts with other sessions, by the place of the programme in the list."""
    placed = _placed(programmes)
    times = [taken for it in placed.values() for taken in it.occupied]
    if not times:
        return {}
    window = _Window(min(it.starts for it in times), max(it.ends for it in times))
    speakers = _taken_people(placed.values(), persons, window)
    rooms = _taken_rooms(placed.values(), window)
    found: list[tuple[int, Clash, bool]] = []
    for index, it in placed.items():
        others = [taken for key, taken in speakers if key != it.programme.key]
        found += [
            (index, clash, True)
            for clash in clashes(it.occupied, lambda slot: people_in(slot, persons), others)
        ]
        others = [taken for key, taken in rooms if key != it.programme.key]
        found += [(index, clash, False) for clash in clashes(it.occupied, it.rooms, others)]
    return _said(found, persons, user)


def _placed(programmes: Sequence[CheckedProgramme]) -> dict[int, _Placed]:
    wanted = {it.venue for it in programmes if it.venue is not None}
    venues: dict[int, UUID] = {}
    if wanted:
        rows = Venue.objects.filter(pk__in=wanted).values_list("pk", "translation_key")
        venues = dict(rows)
    placed = {}
    for index, programme in enumerate(programmes):
        zone = programme.zone
        if zone is None or programme.status in NOT_HELD:
            continue
        occupied = occupied_in(programme.timetable, zone)
        if occupied:
            venue = venues.get(programme.venue) if programme.venue else None
            placed[index] = _Placed(programme, occupied, venue)
    return placed


def _taken_people(
    placed: Iterable[_Placed], persons: dict[int, Person], window: _Window
) -> list[tuple[UUID, tuple[Hashable, Elsewhere]]]:
    wanted = {key for it in placed for own in it.occupied for key in people_in(own.slot, persons)}
    keys = [key for key in wanted if isinstance(key, UUID)]
    if not keys:
        return []
    rows = (
        SlotSpeaker.objects.filter(person_key__in=keys, **window.slots("slot__"))
        .exclude(slot__session__status__in=NOT_HELD)
        .values_list("person_key", *(f"slot__{name}" for name in COLUMNS))
    )
    return [(row[2], (row[0], _elsewhere_of(row[1:]))) for row in rows]


def _taken_rooms(
    placed: Iterable[_Placed], window: _Window
) -> list[tuple[UUID, tuple[Hashable, Elsewhere]]]:
    venues = {it.venue for it in placed if it.venue and any(own.slot.room for own in it.occupied)}
    if not venues:
        return []
    rows = (
        ProgrammeSlot.objects.filter(session__venue__translation_key__in=venues, **window.slots())
        .exclude(room="")
        .exclude(session__status__in=NOT_HELD)
        .values_list("session__venue__translation_key", "room", *COLUMNS)
    )
    return [(row[3], ((row[0], row[1].casefold()), _elsewhere_of(row[2:]))) for row in rows]


def _elsewhere_of(row: Sequence[Any]) -> Elsewhere:
    session, _key, uid, starts_at, ends_at, time_zone = row
    return Elsewhere(session, uid, starts_at, end_of(starts_at, ends_at), time_zone)


def _said(
    found: list[tuple[int, Clash, bool]], persons: dict[int, Person], user: Any
) -> dict[int, list[Conflict]]:
    """Make conflicts of clashes, with the names of those sessions that may be named."""
    titles, editable = _names({clash.elsewhere.session for _, clash, _ in found}, user)
    conflicts: dict[int, list[Conflict]] = defaultdict(list)
    for index, clash, is_speaker in found:
        session = clash.elsewhere.session
        named = replace(
            clash,
            elsewhere=replace(
                clash.elsewhere,
                title=titles.get(session, ""),
                is_editable=session in editable,
            ),
        )
        conflicts[index].append(
            speaker_elsewhere(named, persons) if is_speaker else room_elsewhere(named)
        )
    return conflicts


def _names(sessions: set[int], user: Any) -> tuple[dict[int, str], set[int]]:
    """Give the titles of sessions that are public or the user's to edit, and which are the latter.

    A session that is private is another session, and no more, to those who may not open it.
    """
    if not sessions:
        return {}, set()
    pages = apps.get_model("events", "TrainingSessionPage").objects.filter(pk__in=sessions)
    titles = dict(pages.live().public().values_list("pk", "title"))
    if user is None:
        return titles, set()
    editable = dict(_editable(pages, user).values_list("pk", "title"))
    return {**titles, **editable}, set(editable)


def _editable(pages: QuerySet, user: Any) -> QuerySet:
    policy = policy_registry.get_by_type(Page)
    mine = policy.instances_user_has_permission_for(user, "change")
    return pages.filter(pk__in=mine.values("pk"))


__all__ = ["CheckedProgramme", "conflicts_of", "people_of"]
