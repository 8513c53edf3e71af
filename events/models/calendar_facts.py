"""What calendars show of sessions at this moment, read for any number of them in ten statements.

Only what anybody may see counts, on any of the sites (`cms.visibility`).
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from cms.graphql.site_cache import read_sites
from cms.restrictions import is_at_or_below
from cms.statements import truth_of
from cms.visibility import Visibility
from events.enums import CalendarKind, CalendarStatus, SessionStatus
from events.timetable import Occasion

from .calendar_entry import uid_of_event
from .programme import ProgrammeSlot, SlotSpeaker, SlotText

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime
    from uuid import UUID

    from cms.graphql.site_cache import Sites

    Groups = dict[Any, list[Any]]

STATUSES = {
    SessionStatus.CANCELLED.value: CalendarStatus.CANCELLED,
    SessionStatus.POSTPONED.value: CalendarStatus.TENTATIVE,
}
VERSION_COLUMNS = (
    "pk", "translation_key", "locale_id", "locale__language_code", "alias_of_id", "path",
    "url_path", "live", "title", "summary", "theme", "start_date", "end_date", "start_time",
    "end_time", "time_zone", "status", "venue_id", "is_visible", "is_private",
)  # fmt: skip
PLACE_COLUMNS = ("name", "address", "city", "country", "latitude", "longitude")


@dataclass(frozen=True, slots=True)
class Shown:
    """What calendars show of one session or slot."""

    session_key: UUID
    slot: UUID | None
    facts: dict[str, Any]
    titles: dict[str, str]
    texts: str
    ends_before: datetime
    listings: frozenset[tuple[str, UUID]]


@dataclass(slots=True)
class Reading:
    """What is shown, by UID, and the languages in which a session is private, by its key."""

    shown: dict[str, Shown] = field(default_factory=dict)
    private: dict[UUID, set[str]] = field(default_factory=lambda: defaultdict(set))


def status_of(session_status: str) -> str:
    """Give the status of a session's events; a postponed session is not certain at its dates."""
    return STATUSES.get(session_status, CalendarStatus.CONFIRMED).value


def read_shown(keys: Collection[UUID], without: int | None = None) -> Reading:
    """Read what calendars show of the sessions with these keys, but for one language version."""
    sites = read_sites(timezone.now())
    reading, versions = Reading(), defaultdict(list)
    for version in _versions(keys, without, sites):
        versions[version["translation_key"]].append(version)
        if version["is_private"]:
            reading.private[version["translation_key"]].add(version["locale__language_code"])
    sessions = [
        _Session(found, sites)
        for found in versions.values()
        if any(version["is_visible"] for version in found)
    ]
    if sessions:
        related = _Related(sessions)
        for session in sessions:
            for shown in _shown_of(session, related):
                reading.shown[uid_of_event(shown.session_key, shown.slot)] = shown
    return reading


def _versions(
    keys: Collection[UUID], without: int | None, sites: Sites
) -> Iterable[dict[str, Any]]:
    """Read all language versions, live or not; the source of a programme first."""
    model = apps.get_model("events", "TrainingSessionPage")
    rows = model.objects.filter(translation_key__in=keys).annotate(
        is_visible=truth_of(_visible_on_any(sites)),
        is_private=truth_of(is_at_or_below("path", sites.restricted.pages)),
    )
    if without is not None:
        rows = rows.exclude(pk=without)
    found = list(rows.values(*VERSION_COLUMNS))
    return sorted(found, key=lambda row: (row["alias_of_id"] is not None, row["pk"]))


def _visible_on_any(sites: Sites) -> Q:
    policies = [
        Visibility(
            now=timezone.now(),
            root_paths=tuple(home.path for home in roots.homes if home.is_public),
            locales=tuple(sites.locales),
            restricted=sites.restricted,
        )
        for roots in sites.roots
    ]
    return reduce(or_, (policy.page_condition() for policy in policies), Q(pk__in=[]))


class _Session:
    """A session that is public in at least one language."""

    def __init__(self, versions: list[dict[str, Any]], sites: Sites) -> None:
        # The structure is that of the source, as in the rows of the programme.
        self.source = next(version for version in versions if version["live"])
        self.key: UUID = self.source["translation_key"]
        self.visible = [version for version in versions if version["is_visible"]]
        codes = {version["pk"]: version["locale__language_code"] for version in versions}
        self.titles: dict[str, str] = {}
        for version in self.visible:
            # An alias shows its original's texts.
            code = codes.get(version["alias_of_id"] or version["pk"])
            self.titles.setdefault(code or version["locale__language_code"], version["title"])
        self.homes = {
            roots.site.home_key
            for roots in sites.roots
            for home in roots.homes
            if any(version["path"].startswith(home.path) for version in self.visible)
        }

    @property
    def locales(self) -> dict[int, str]:
        """The languages in which it is public."""
        return {row["locale_id"]: row["locale__language_code"] for row in self.visible}

    @property
    def addresses(self) -> list[str]:
        return [row["url_path"] for row in self.visible]

    @property
    def texts(self) -> list[Any]:
        return [[row[name] for name in ("title", "summary", "theme")] for row in self.visible]


class _Related:
    """What belongs to sessions, by primary keys of their source pages, slots and venues."""

    def __init__(self, sessions: list[_Session]) -> None:
        model: Any = apps.get_model("events", "TrainingSessionPage")
        pages = [session.source["pk"] for session in sessions]
        keys = [session.key for session in sessions]
        self.venues = _venues({session.source["venue_id"] for session in sessions} - {None})
        organizers = model.organizers.rel.related_model.objects.filter(page__in=pages)
        self.organizers = _grouped(
            organizers.exclude(organization=None).values_list(
                "page", "organization__translation_key"
            )
        )
        through = model.themes.through.objects.filter(trainingsessionpage__in=pages)
        self.themes = _grouped(through.values_list("trainingsessionpage", "theme__translation_key"))
        through = model.contact_points.through.objects.filter(trainingsessionpage__in=pages)
        self.contacts = _grouped(through.values_list("trainingsessionpage", "contactpoint"))
        of_slots = {"slot__session__translation_key__in": keys}
        self.slots = _grouped(
            (slot.session_id, slot)
            for slot in ProgrammeSlot.objects.filter(session__translation_key__in=keys)
        )
        self.texts = _grouped(
            (slot, (locale, title, summary))
            for slot, locale, title, summary in SlotText.objects.filter(**of_slots)
            .order_by("pk")
            .values_list("slot", "locale", "title", "summary")
        )
        speakers = SlotSpeaker.objects.filter(**of_slots).order_by("slot", "position")
        self.speakers = _grouped(speakers.values_list("slot", "person_key"))


def _venues(ids: set[int]) -> dict[int, list[dict[str, Any]]]:
    """Read the public versions of venues, by the primary keys that sessions name; that first."""
    model = apps.get_model("events", "Venue")
    named = dict(model.objects.filter(pk__in=ids).values_list("pk", "translation_key"))
    rows = model.objects.filter(translation_key__in=set(named.values()), live=True)
    rows = rows.exclude(expire_at__lte=timezone.now()).order_by("pk")
    found = _grouped(
        (row["translation_key"], row)
        for row in rows.values("pk", "translation_key", *PLACE_COLUMNS)
    )
    return {
        pk: sorted(found.get(key, []), key=lambda row, pk=pk: row["pk"] != pk)
        for pk, key in named.items()
    }


def _grouped(pairs: Iterable[Any]) -> Groups:
    groups: Groups = defaultdict(list)
    for owner, value in pairs:
        groups[owner].append(value)
    return groups


def _shown_of(session: _Session, related: _Related) -> Iterable[Shown]:
    if session.source["start_date"] is None:
        return
    venues = related.venues.get(session.source["venue_id"], [])
    place = [venues[0][name] for name in PLACE_COLUMNS] if venues else []
    # What both a session and its slots show.
    texts = [session.addresses, [[row["name"], row["city"]] for row in venues]]
    yield _of_session(session, related, place, texts)
    for slot in related.slots[session.source["pk"]]:
        yield _of_slot(slot, session, related, [slot.room, *place], [*texts, session.titles])


def _of_session(session: _Session, related: _Related, place: list[Any], texts: list[Any]) -> Shown:
    source = session.source
    themes, organizers = related.themes[source["pk"]], related.organizers[source["pk"]]
    occasion = Occasion.of_session(
        source["start_date"],
        source["end_date"],
        source["start_time"],
        source["end_time"],
        source["time_zone"],
    )
    contacts = sorted(related.contacts[source["pk"]])
    return Shown(
        session_key=session.key,
        slot=None,
        facts=_facts(session, occasion, place, next(iter(session.titles.values()))),
        titles=session.titles,
        texts=_digest([*texts, session.texts, sorted(map(str, themes)), contacts]),
        ends_before=occasion.ends_before,
        listings=frozenset(
            [
                *((CalendarKind.SITE.value, key) for key in session.homes),
                *((CalendarKind.ORGANIZATION.value, key) for key in organizers),
                *((CalendarKind.THEME.value, key) for key in themes),
            ]
        ),
    )


def _of_slot(
    slot: ProgrammeSlot, session: _Session, related: _Related, place: list[Any], texts: list[Any]
) -> Shown:
    own = [
        (session.locales[locale], title, summary)
        for locale, title, summary in related.texts[slot.pk]
        if locale in session.locales
    ]
    titles = {code: title for code, title, _ in own if title}
    people = related.speakers[slot.pk]
    occasion = Occasion.of_slot(slot.day, slot.start_time, slot.end_time, slot.time_zone)
    return Shown(
        session_key=session.key,
        slot=slot.uid,
        facts=_facts(session, occasion, place, next(iter(titles.values()), "")),
        titles=titles,
        texts=_digest([*texts, own, slot.kind, slot.track, [*map(str, people)]]),
        ends_before=occasion.ends_before,
        listings=frozenset(
            [
                *((CalendarKind.SITE.value, key) for key in session.homes),
                *((CalendarKind.PERSON.value, key) for key in people),
            ]
        ),
    )


def _facts(session: _Session, occasion: Occasion, place: list[Any], title: str) -> dict[str, Any]:
    status = status_of(session.source["status"])
    return {**occasion.as_json(), "status": status, "place": place, "title": title}


def _digest(texts: list[Any]) -> str:
    return hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()
