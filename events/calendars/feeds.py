"""The calendars that there are; each is None if there is nothing that anybody may see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from cms.caching import tags
from cms.graphql.localization import list_tags
from cms.graphql.pages import content_locales
from cms.graphql.snippets import text_locales
from cms.statements import KEY, Batch, Param
from events.enums import CalendarKind
from events.models import Theme, TrainingSessionPage
from organizations.models import OrganizationPage, PersonPage

from .entries import entries_listed, entries_of_session
from .events import lost_event, lost_title, session_event, slot_event
from .lines import Words
from .published import Published
from .writing import Calendar, Event

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from cms.graphql.context import Scope
    from events.models import CalendarEntry


def session_calendar(scope: Scope, source: str, key: UUID) -> Calendar | None:
    """The calendar of a session: the session, and the slots of its programme."""
    _until_tomorrow(scope)
    entries = {entry.slot: entry for entry in entries_of_session(scope, key)}
    published = Published(scope, [key], with_programmes=True)
    page = published.pages.get(key)
    events = _lost_events(scope, entries.values(), page)
    if page is not None:
        events += [
            session_event(page, entries.get(None), published),
            *(
                slot_event(slot, page, entries.get(slot.uid), published)
                for slot in published.slots_of(page)
            ),
        ]
    if not events:
        return None
    if page is not None:
        name = published.words(page, page.title)
    else:
        titles = entries[None].titles if None in entries else {}
        name = lost_title(titles, languages(scope))
    return Calendar(name, source, events)


def slot_calendar(scope: Scope, source: str, key: UUID, slot: UUID) -> Calendar | None:
    """The calendar of one slot."""
    uid_ends = f"-{slot.hex}"
    whole = session_calendar(scope, source, key)
    events = [event for event in whole.events if event.uid.endswith(uid_ends)] if whole else []
    return Calendar(events[0].summary, source, events) if events else None


def organization_calendar(scope: Scope, source: str, key: UUID) -> Calendar | None:
    """The calendar of the sessions that an organization organizes or supports."""
    return _of_page(scope, source, key, OrganizationPage, CalendarKind.ORGANIZATION)


def person_calendar(scope: Scope, source: str, key: UUID) -> Calendar | None:
    """The calendar of the slots in which a person takes part."""
    return _of_page(scope, source, key, PersonPage, CalendarKind.PERSON)


def theme_calendar(scope: Scope, source: str, key: UUID) -> Calendar | None:
    """The calendar of the sessions on a theme."""
    scope.dependencies.add(tags.snippets(Theme))
    rows = scope.rows(
        "calendar of a theme",
        lambda: Theme.objects.filter(translation_key=Param("owner", key, KEY)).values_list("pk"),
        owner=key,
    )
    found = scope.loaders.snippets(Theme, (pk for (pk,) in rows))
    theme = next(iter(found.values()), None)
    if theme is None:
        return None
    (locale,) = text_locales([theme], scope)
    name = Words(theme.name, scope.locale(locale).language_code)
    return Calendar(name, source, _listed_events(scope, CalendarKind.THEME, key))


def whole_calendar(scope: Scope, source: str) -> Calendar | None:
    """The calendar of all sessions of a site."""
    site = scope.roots.site
    events = _listed_events(scope, CalendarKind.SITE, site.home_key)
    return Calendar(Words(site.site_name or site.hostname), source, events)


def languages(scope: Scope) -> list[str]:
    """The languages in which texts are looked for, best first."""
    return [scope.locale(pk).language_code for pk in scope.reference_chain]


def _of_page(
    scope: Scope, source: str, key: UUID, model: type[Any], kind: CalendarKind
) -> Calendar | None:
    found = Batch().run(lambda: scope.loaders.pages_by_key([key]))
    page = found.get(key)
    if not isinstance(page, model):
        return None
    locale = content_locales([page], scope)[page.pk]
    name = Words(page.title, scope.locale(locale).language_code)
    return Calendar(name, source, _listed_events(scope, kind, key))


def _listed_events(scope: Scope, kind: CalendarKind, key: UUID) -> list[Event]:
    _until_tomorrow(scope)
    scope.dependencies.add(*list_tags(TrainingSessionPage, scope.locales_by_id))
    entries = entries_listed(scope, kind, key)
    published = Published(
        scope,
        {entry.session_key for entry in entries},
        with_programmes=any(entry.slot for entry in entries),
    )
    slots = {
        (page.translation_key, slot.uid): slot
        for page in published.pages.values()
        for slot in published.slots_of(page)
    }
    events = (_event(scope, entry, published, slots) for entry in entries)
    return [event for event in events if event is not None]


def _event(
    scope: Scope, entry: CalendarEntry, published: Published, slots: dict[tuple[UUID, UUID], Any]
) -> Event | None:
    """What is public now; of what is not, only what was cancelled when that was written."""
    page = published.pages.get(entry.session_key)
    slot = slots.get((entry.session_key, entry.slot)) if entry.slot else None
    if page is not None and entry.slot is None:
        return session_event(page, entry, published)
    if page is not None and slot is not None:
        return slot_event(slot, page, entry, published)
    return None if entry.is_public else lost_event(entry, languages(scope))


def _lost_events(
    scope: Scope, entries: Sequence[CalendarEntry] | Any, page: TrainingSessionPage | None
) -> list[Event]:
    """The events of what is not public any more; the session itself only if its page is not."""
    return [
        lost_event(entry, languages(scope))
        for entry in entries
        if not entry.is_public and (entry.slot is not None or page is None)
    ]


def _until_tomorrow(scope: Scope) -> None:
    """Have a stored calendar end with the day: what has been over for a year goes then."""
    tomorrow = scope.now.astimezone(UTC).date() + timedelta(days=1)
    scope.dependencies.until(datetime.combine(tomorrow, datetime.min.time(), UTC))


FEEDS: dict[str, Callable[..., Calendar | None]] = {
    "session": session_calendar,
    "slot": slot_calendar,
    "organization": organization_calendar,
    "person": person_calendar,
    "theme": theme_calendar,
    "all": whole_calendar,
}
