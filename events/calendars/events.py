"""Events of calendars: of what is public, and of what was."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from events.enums import CalendarStatus
from events.models import CalendarEntry, TrainingSessionPage, uid_of_event
from events.models.calendar_facts import status_of
from events.timetable import Occasion

from .lines import Words
from .writing import Event, Revision

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from events.domain.programme import SlotData
    from events.models import Venue

    from .published import Published

# What has no title that may be shown.
NAMELESS = Words("Cancelled", "en")
# A session that is shown although no entry was written tells of no revision yet.
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def revision_of(entry: CalendarEntry | None, page: TrainingSessionPage) -> Revision:
    """Give the numbers of an event's state."""
    if entry is None:
        moment = page.last_published_at or EPOCH
        return Revision(0, moment, moment)
    return Revision(entry.sequence, entry.created_at, entry.modified_at)


def session_event(
    page: TrainingSessionPage, entry: CalendarEntry | None, published: Published
) -> Event:
    """Give the event of a session as a whole."""
    title = published.words(page, page.title)
    about = [page.theme, page.summary]
    return Event(
        uid=uid_of_event(page.translation_key),
        revision=revision_of(entry, page),
        occasion=Occasion.of_session(
            page.start_date, page.end_date, page.start_time, page.end_time, page.time_zone
        ),
        status=status_of(page.status),
        summary=title,
        description=Words("\n\n".join(filter(None, about)), title.language),
        categories=[
            published.words(theme, theme.name) for theme in published.themes.get(page.pk, [])
        ],
        **_around(page, published),
    )


def slot_event(
    slot: SlotData,
    page: TrainingSessionPage,
    entry: CalendarEntry | None,
    published: Published,
) -> Event:
    """Give the event of a slot."""
    title = published.words(page, page.title)
    summary = Words(slot.title, slot.text_locale) if slot.title else title
    about = [slot.summary, "\n".join(published.names_of(slot)), slot.track]
    if title.language == summary.language and slot.title:
        about.append(page.title)
    return Event(
        uid=uid_of_event(page.translation_key, slot.uid),
        revision=revision_of(entry, page),
        occasion=Occasion.of_slot(slot.day, slot.start_time, slot.end_time, slot.time_zone),
        status=status_of(page.status),
        summary=summary,
        description=Words("\n\n".join(filter(None, about)), summary.language),
        categories=[Words(slot.kind)],
        parent=uid_of_event(page.translation_key),
        **_around(page, published, slot.room),
    )


def _around(page: TrainingSessionPage, published: Published, room: str = "") -> dict[str, Any]:
    """Give where it is, whom to ask, and the address of the page."""
    venue = published.venues.get(page.venue_id or 0)
    return {
        "location": _location(room, venue, published),
        "position": _position(venue),
        "url": published.scope.roots.url_of(page) or "",
        "contacts": [
            published.words(
                contact, ", ".join(filter(None, [contact.name, contact.telephone_display]))
            )
            for contact in published.contacts.get(page.pk, [])
        ],
    }


def _position(venue: Venue | None) -> tuple[float, float] | None:
    if venue is None or venue.latitude is None or venue.longitude is None:
        return None
    return venue.latitude, venue.longitude


def _location(room: str, venue: Venue | None, published: Published) -> Words:
    """Give room, building and town; a room is in any language."""
    if venue is None:
        return Words(room)
    place = ", ".join(filter(None, [room, venue.name, *venue.address.splitlines(), venue.city]))
    return Words(place) if room else published.words(venue, place)


def lost_event(entry: CalendarEntry, languages: Sequence[str]) -> Event:
    """Give the event of what is not public any more: its last public times and title, no more."""
    return Event(
        uid=entry.uid,
        revision=Revision(entry.sequence, entry.created_at, entry.modified_at),
        occasion=entry.occasion,
        status=CalendarStatus.CANCELLED.value,
        summary=lost_title(entry.titles, languages),
        parent=uid_of_event(entry.session_key) if entry.slot else "",
    )


def lost_title(titles: Mapping[str, str], languages: Sequence[str]) -> Words:
    """Give the last public title in the best language, or a word that tells nothing."""
    for code in (*languages, *sorted(titles)):
        if titles.get(code):
            return Words(titles[code], code)
    return NAMELESS
