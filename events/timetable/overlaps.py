"""What is needed twice at one time: people, rooms, tracks, here and in other sessions.

Each check looks at neighbours in time, so that the work grows with the slots and not with their
square, and names each slot at most once.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from events.enums import ConflictCode

from .entries import Slot, Timetable
from .findings import Conflict, Elsewhere, Person
from .naming import day_text, name_of

# A slot whose end is not known yet still occupies its room when it starts.
UNKNOWN_LENGTH = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Occupied:
    """A slot and the time it takes."""

    slot: Slot
    starts: datetime
    ends: datetime


def occupied_in(timetable: Timetable, zone: ZoneInfo | None) -> list[Occupied]:
    """Give the slots that have a time, in order; without a zone by their wall times."""
    found = [taken for slot in timetable.slots if (taken := _occupied(slot, zone))]
    return sorted(found, key=lambda taken: (taken.starts, taken.slot.position))


def _occupied(slot: Slot, zone: ZoneInfo | None) -> Occupied | None:
    span = slot.span
    if span is None or span.start is None:
        return None
    starts: datetime | None
    if zone is not None:
        starts, ends = span.instants(zone)
    else:
        starts = datetime.combine(span.day, span.start)
        ends = datetime.combine(span.end_day, span.end) if span.end is not None else None
    if starts is None:
        return None
    return Occupied(slot, starts, end_of(starts, ends))


def end_of(starts: datetime, ends: datetime | None) -> datetime:
    """Give when a slot is over at the earliest."""
    return max(ends or starts, starts + UNKNOWN_LENGTH)


def rooms(occupied: Iterable[Occupied]) -> Iterator[Conflict]:
    """Find slots that start while another is in their room."""

    def message(slot: Slot, other: Slot, _room: Hashable) -> str:
        return _("The room “%(room)s” is taken by “%(other)s”.") % {
            "room": slot.room,
            "other": name_of(other),
        }

    yield from _overlaps(occupied, room_of, ConflictCode.ROOM_TWICE, message)


def speakers(occupied: Iterable[Occupied], persons: Mapping[int, Person]) -> Iterator[Conflict]:
    """Find slots that start while one of their people is in another."""

    def message(slot: Slot, other: Slot, key: Hashable) -> str:
        return _("%(person)s takes part in “%(other)s” at the same time.") % {
            "person": _name(key, persons),
            "other": name_of(other),
        }

    yield from _overlaps(
        occupied, lambda slot: people_in(slot, persons), ConflictCode.SPEAKER_TWICE, message
    )


def tracks(occupied: Iterable[Occupied]) -> Iterator[Conflict]:
    """Find slots that start while another of their track is going on."""

    def message(slot: Slot, other: Slot, _track: Hashable) -> str:
        return _("In the track “%(track)s” this overlaps “%(other)s”.") % {
            "track": slot.track,
            "other": name_of(other),
        }

    yield from _overlaps(
        occupied, lambda slot: [slot.track.casefold()], ConflictCode.TRACK_OVERLAP, message
    )


def room_of(slot: Slot) -> list[str]:
    """Give the room of a slot, however its letters are written."""
    return [slot.room.casefold()] if slot.room else []


def people_in(slot: Slot, persons: Mapping[int, Person]) -> Iterable[Hashable]:
    """Give the keys of the people of a slot, each once."""
    chosen = [speaker.person for speaker in slot.speakers]
    return dict.fromkeys(persons[pk].key if pk in persons else pk for pk in chosen)


def _name(key: Hashable, persons: Mapping[int, Person]) -> str:
    found = (person.name for person in persons.values() if person.key == key)
    return next(found, "") or _("Somebody in this slot")


def _overlaps(
    occupied: Iterable[Occupied],
    resources: Callable[[Slot], Iterable[Hashable]],
    code: ConflictCode,
    message: Callable[[Slot, Slot, Hashable], str],
) -> Iterator[Conflict]:
    """Slots that start while an earlier one holds the same resource."""
    holders: dict[Hashable, Occupied] = {}
    for taken in occupied:
        clash: tuple[Slot, Hashable] | None = None
        for resource in resources(taken.slot):
            if not resource:
                continue
            holder = holders.get(resource)
            if holder is not None and taken.starts < holder.ends:
                clash = clash or (holder.slot, resource)
            if holder is None or taken.ends > holder.ends:
                holders[resource] = taken
        if clash is not None:
            other, resource = clash
            text = message(taken.slot, other, resource)
            yield Conflict(code, text, taken.slot, other, resource=resource)


# --- Other sessions -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Clash:
    """A slot, and one of another session that needs the same person or room at the same time."""

    slot: Slot
    resource: Hashable
    elsewhere: Elsewhere


def clashes(
    occupied: Iterable[Occupied],
    resources: Callable[[Slot], Iterable[Hashable]],
    taken: Iterable[tuple[Hashable, Elsewhere]],
) -> Iterator[Clash]:
    """Give for each slot the first clash with slots of other sessions, by resource."""
    calendars = _calendars(taken)
    for own in occupied:
        for resource in resources(own.slot):
            calendar = calendars.get(resource)
            elsewhere = calendar.during(own) if calendar else None
            if elsewhere is not None:
                yield Clash(own.slot, resource, elsewhere)
                break


@dataclass(slots=True)
class _Calendar:
    """When one person or room is taken: by start, and for each start what ends last until then."""

    starts: list[datetime]
    last: list[Elsewhere]

    def during(self, own: Occupied) -> Elsewhere | None:
        """Give what is going on while a slot is."""
        before = bisect_left(self.starts, own.ends)
        if before and self.last[before - 1].ends_at > own.starts:
            return self.last[before - 1]
        return None


def _calendars(taken: Iterable[tuple[Hashable, Elsewhere]]) -> dict[Hashable, _Calendar]:
    by_resource: dict[Hashable, list[Elsewhere]] = defaultdict(list)
    for resource, elsewhere in taken:
        by_resource[resource].append(elsewhere)
    calendars = {}
    for resource, found in by_resource.items():
        found.sort(key=lambda it: (it.starts_at, it.session, it.uid))
        last: list[Elsewhere] = []
        for it in found:
            last.append(it if not last or it.ends_at > last[-1].ends_at else last[-1])
        calendars[resource] = _Calendar([it.starts_at for it in found], last)
    return calendars


def speaker_elsewhere(clash: Clash, persons: Mapping[int, Person]) -> Conflict:
    """Say that somebody is needed in another session."""
    words = {"person": _name(clash.resource, persons), **_words(clash.elsewhere)}
    if clash.elsewhere.title:
        message = _("%(person)s takes part in “%(session)s” at the same time (%(when)s).")
    else:
        message = _("%(person)s takes part in another session at the same time.")
    return _conflict(ConflictCode.SPEAKER_ELSEWHERE, message % words, clash)


def room_elsewhere(clash: Clash) -> Conflict:
    """Say that a room is taken by another session."""
    words = {"room": clash.slot.room, **_words(clash.elsewhere)}
    if clash.elsewhere.title:
        message = _("The room “%(room)s” is taken by “%(session)s” at this time (%(when)s).")
    else:
        message = _("The room “%(room)s” is taken by another session at this time.")
    return _conflict(ConflictCode.ROOM_ELSEWHERE, message % words, clash)


def _conflict(code: ConflictCode, message: str, clash: Clash) -> Conflict:
    return Conflict(code, message, clash.slot, elsewhere=clash.elsewhere, resource=clash.resource)


def _words(elsewhere: Elsewhere) -> dict[str, str]:
    """Name the other session, and when it is there by the clocks of its own place."""
    local = elsewhere.starts_at.astimezone(ZoneInfo(elsewhere.time_zone))
    # Translators: day, time and time zone of a slot in another session.
    when = _("%(day)s, %(time)s, %(zone)s") % {
        "day": day_text(local.date()),
        "time": local.strftime("%H:%M"),
        "zone": elsewhere.time_zone,
    }
    return {"session": elsewhere.title, "when": when}
