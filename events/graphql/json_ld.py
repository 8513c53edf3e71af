"""Training sessions in the vocabulary of schema.org: an event with its programme as events."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from cms.graphql.json_ld import Node, subject_of, without_nothing
from cms.statements import NUMBER, any_of, side_by_side
from events.domain.programme import ProgrammeData, SlotData, load_programmes
from events.domain.readable import readable_locales
from events.enums import SessionMode, SessionStatus, SlotKind
from events.models import SessionOrganizer, TrainingSessionPage, Venue

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime, time
    from uuid import UUID

    from django.db.models import QuerySet

    from cms.graphql.info import Info

SCHEMA = "https://schema.org/"
STATUS: dict[str, str] = {
    SessionStatus.CANCELLED: "EventCancelled",
    SessionStatus.POSTPONED: "EventPostponed",
}
ATTENDANCE = {
    SessionMode.ON_SITE: "OfflineEventAttendanceMode",
    SessionMode.ONLINE: "OnlineEventAttendanceMode",
    SessionMode.HYBRID: "MixedEventAttendanceMode",
}
COURSE_MODES = {
    SessionMode.ON_SITE: "onsite",
    SessionMode.ONLINE: "online",
    SessionMode.HYBRID: "blended",
}
TAUGHT = {SlotKind.TALK, SlotKind.WORKSHOP}


@subject_of(
    TrainingSessionPage, "theme", "summary", "start_date", "end_date", "start_time", "end_time",
    "starts_at", "ends_before", "time_zone", "mode", "status", "venue_id", "working_languages",
    "capacity",
)  # fmt: skip
def describe_sessions(sessions: list[TrainingSessionPage], info: Info) -> list[Node]:
    """Load what all sessions need together, and describe each with its programme."""
    scope = info.scope
    programmes, organizers, venues = side_by_side(
        lambda: load_programmes(
            sessions, scope.language_codes, lambda: readable_locales(sessions, scope)
        ),
        lambda: _organizers(sessions, info),
        lambda: scope.loaders.snippets(Venue, (session.venue_id for session in sessions)),
    )
    keys = [
        key
        for programme in programmes.values()
        for slot in programme.slots
        for key, _role in slot.speakers
    ]
    people, addresses = side_by_side(
        lambda: scope.loaders.pages_by_key(keys), lambda: _addresses(venues.values(), info)
    )
    places = {pk: _place(venue, addresses.get(venue.pk, "")) for pk, venue in venues.items()}
    return [
        _Event(session, info, programmes[session.pk], people).node(
            organizers[session.pk], places.get(session.venue_id or 0)
        )
        for session in sessions
    ]


def _addresses(venues: Collection[Venue], info: Info) -> dict[int, str]:
    """The addresses of venues: long texts are read only by those who ask for them."""
    ids = [venue.pk for venue in venues]

    def build() -> QuerySet[Any, Any]:
        return Venue.objects.filter(any_of("pk", ids, NUMBER)).values_list("pk", "address")

    rows = info.scope.rows("addresses of venues", build, values=ids) if ids else []
    return {row[0]: row[1] for row in rows}


def _organizers(sessions: list[TrainingSessionPage], info: Info) -> dict[int, list[Any]]:
    """The visible organizers of sessions, in the editors' order, each once."""
    ids = [session.pk for session in sessions]

    def build() -> QuerySet[SessionOrganizer]:
        return SessionOrganizer.objects.filter(any_of("page_id", ids, NUMBER))

    rows = info.scope.loaders.select(SessionOrganizer, "organizers of sessions", build, values=ids)
    pages = info.scope.loaders.pages(row.organization_id for row in rows)
    found: dict[int, list[Any]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.sort_order or 0, row.pk)):
        page = pages.get(row.organization_id)
        if page is not None and page not in found[row.page_id]:
            found[row.page_id].append(page)
    return found


class _Event:
    """Describes one session."""

    def __init__(
        self,
        session: TrainingSessionPage,
        info: Info,
        programme: ProgrammeData,
        people: dict[UUID, Any],
    ) -> None:
        self.session = session
        self.roots = info.scope.roots
        self.programme = programme
        self.people = people
        self.zone = ZoneInfo(programme.time_zone)
        self.url = self.roots.url_of(session)

    def node(self, organizers: list[Any], place: Node | None) -> Node:
        """Give the event with its programme as events below it."""
        session = self.session
        return without_nothing(
            {
                "@type": ["EducationEvent", "CourseInstance"],
                "@id": f"{self.url}#event",
                "url": self.url,
                "name": session.title,
                "description": session.summary or session.seo_description(),
                "about": session.theme,
                "startDate": self._date(session.start_date, session.start_time, session.starts_at),
                "endDate": self._date(session.end_date, session.end_time, session.ends_before),
                "eventStatus": SCHEMA + STATUS.get(session.status, "EventScheduled"),
                "eventAttendanceMode": _known(ATTENDANCE, session.mode, SCHEMA),
                "courseMode": _known(COURSE_MODES, session.mode),
                "inLanguage": list(session.working_languages or []),
                "maximumAttendeeCapacity": session.capacity,
                "location": self._locations(place),
                "organizer": [self._reference("Organization", page) for page in organizers],
                "subEvent": [self._slot(slot) for slot in self.programme.slots],
            }
        )

    def _date(self, day: date | None, wall: time | None, instant: datetime | None) -> str | None:
        """Write a date alone where no time is printed."""
        if wall is not None and instant is not None:
            return instant.astimezone(self.zone).isoformat()
        return day.isoformat() if day is not None else None

    def _locations(self, place: Node | None) -> list[Node]:
        locations = [place] if place is not None else []
        if self.session.mode in (SessionMode.ONLINE, SessionMode.HYBRID):
            locations.append({"@type": "VirtualLocation", "url": self.url})
        return locations

    def _slot(self, slot: SlotData) -> Node:
        slot.show_in(self.zone)
        starts = slot.starts_at.isoformat() if slot.starts_at else slot.day.isoformat()
        return without_nothing(
            {
                "@type": "EducationEvent" if slot.kind in TAUGHT else "Event",
                "identifier": str(slot.uid),
                "name": slot.title,
                "description": slot.summary,
                "startDate": starts,
                "endDate": slot.ends_at.isoformat() if slot.ends_at else None,
                "inLanguage": slot.languages,
                "location": {"@type": "Place", "name": slot.room} if slot.room else None,
                "performer": [
                    self._reference("Person", self.people[key])
                    for key in dict.fromkeys(key for key, _role in slot.speakers)
                    if key in self.people
                ],
            }
        )

    def _reference(self, kind: str, page: Any) -> Node:
        url = self.roots.url_of(page)
        return {"@type": kind, "@id": f"{url}#{kind.lower()}", "name": page.title, "url": url}


def _known(names: dict[Any, str], value: str, prefix: str = "") -> str | None:
    return prefix + names[value] if value in names else None


def _place(venue: Venue, street: str) -> Node:
    address = without_nothing(
        {
            "streetAddress": street,
            "addressLocality": venue.city,
            "addressCountry": venue.country,
        }
    )
    position = {"latitude": venue.latitude, "longitude": venue.longitude}
    return without_nothing(
        {
            "@type": "Place",
            "name": venue.name,
            "url": venue.website,
            "address": {"@type": "PostalAddress", **address} if address else None,
            "geo": None if None in position.values() else {"@type": "GeoCoordinates", **position},
        }
    )
