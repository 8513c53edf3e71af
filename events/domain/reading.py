"""Published programmes as plain values, for any number of sessions in one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from django.db.models import (
    AutoField,
    F,
    PositiveIntegerField,
    Q,
    QuerySet,
    TextField,
    UUIDField,
)
from wagtail.models import Locale

from cms.statements import AnyOf, ListParam, Param, Read, Row, Statements, fetch_all, side_by_side
from events.models import DayText, ProgrammeVersion, SlotSpeaker, SlotText

from .frozen import thaw
from .programme_data import Chain, DayRow, ProgrammeData, SlotRow, build_programme


class SessionRow(Protocol):
    """What is needed of a session page; a row with these columns will do."""

    pk: int
    translation_key: UUID
    locale_id: int
    time_zone: str


def load_programmes(
    sessions: Sequence[SessionRow],
    locales: Iterable[str],
    find_readable: Callable[[], Mapping[UUID, Collection[int]]] | None = None,
) -> dict[int, ProgrammeData]:
    """Load the programmes of session pages, by primary key; one statement for any number.

    Texts are looked for in the page's own language, then in `locales` (language codes) in order,
    then in the source's. `find_readable` gives, by translation key, the locales whose texts may be
    shown at all: those in which the session's page is visible. A page without a published programme
    gets one without days.
    """
    if not sessions:
        return {}
    values: dict[str, Any] = {
        "keys": _keys_of(sessions),
        "codes": list(locales),
        "own": list({session.locale_id for session in sessions}),
    }
    builds = (_locales, _days, _slots, _speakers)
    reads = [Read(_statements.get(build, build), values) for build in builds]
    found, readable = side_by_side(
        lambda: fetch_all(reads), lambda: find_readable and find_readable()
    )
    known, day_rows, slot_rows, speaker_rows = found
    chain_of = chains(_codes_of(known), values["codes"], readable)
    days, slots = _days_of(day_rows), _slots_of(slot_rows, speaker_rows)
    return {
        session.pk: build_programme(
            session.translation_key,
            _zone_of(session, slots),
            days.get(session.translation_key, {}).values(),
            slots.get(session.translation_key, {}).values(),
            chain_of(session),
        )
        for session in sessions
    }


def load_versions(
    sessions: Sequence[SessionRow],
    number: int,
    locales: Iterable[str],
    find_readable: Callable[[], Mapping[UUID, Collection[int]]] | None = None,
) -> dict[int, ProgrammeData]:
    """Load a released version of the programmes of session pages, as `load_programmes` does.

    Sessions without a version of that number are left out.
    """
    reads = [
        Read(_statements.get(_locales, _locales), {}),
        Read(_statements.get(_versions, _versions), {"keys": _keys_of(sessions), "number": number}),
    ]
    (known, rows), readable = side_by_side(
        lambda: fetch_all(reads), lambda: find_readable and find_readable()
    )
    chain_of = chains(_codes_of(known), locales, readable)
    contents = {key: (source, content) for key, source, content in rows}
    found = {}
    for session in sessions:
        if session.translation_key in contents:
            source, content = contents[session.translation_key]
            found[session.pk] = thaw(session, content, source, chain_of(session))
    return found


def chains(
    codes: Mapping[int, str],
    locales: Iterable[str],
    readable: Mapping[UUID, Collection[int]] | None,
) -> Callable[[SessionRow], Chain]:
    """Give the chain of languages of each session; `codes` are those of all locales."""
    by_code = {code: pk for pk, code in codes.items()}
    chain = [by_code[code] for code in locales if code in by_code]

    def chain_of(session: SessionRow) -> Chain:
        allowed = None if readable is None else readable.get(session.translation_key, ())
        return Chain([session.locale_id, *chain], dict(codes), allowed)

    return chain_of


def _codes_of(rows: Iterable[Row]) -> dict[int, str]:
    return {row[0]: row[1] for row in rows}


def _keys_of(sessions: Iterable[SessionRow]) -> list[UUID]:
    return list({session.translation_key for session in sessions})


DAY_COLUMNS = ("uid", "position", "date")
SLOT_COLUMNS = (
    "uid", "position", "day", "start_time", "end_time", "time_zone", "starts_at", "ends_at", "kind",
    "track", "room", "languages", "interpretation", "materials",
)  # fmt: skip


_statements = Statements()
_KEYS = ListParam("keys", [], UUIDField())


def _locales() -> QuerySet[Any, Any]:
    return Locale.objects.values_list("pk", "language_code")


def _versions() -> QuerySet[Any, Any]:
    rows = ProgrammeVersion.objects.filter(AnyOf("session__translation_key", _KEYS))
    number = Param("number", 0, PositiveIntegerField())
    return rows.filter(number=number).values_list(
        "session__translation_key", "session__locale_id", "content"
    )


def _is_wanted(session: str) -> Q:
    """The condition on texts: in a language asked for, a page's own, or the source's."""
    asked = AnyOf("locale__language_code", ListParam("codes", [], TextField()))
    own = AnyOf("locale_id", ListParam("own", [], AutoField()))
    return Q(asked) | Q(own) | Q(locale=F(f"{session}__locale"))


def _days() -> QuerySet[Any, Any]:
    rows = DayText.objects.filter(AnyOf("day__session__translation_key", _KEYS))
    return rows.filter(_is_wanted("day__session")).values_list(
        "day__session__translation_key",
        "day__session__locale_id",
        "locale_id",
        "title",
        "notes",
        *(f"day__{name}" for name in DAY_COLUMNS),
    )


def _days_of(rows: Iterable[Row]) -> dict[UUID, dict[UUID, DayRow]]:
    found: dict[UUID, dict[UUID, DayRow]] = defaultdict(dict)
    for key, source, locale, title, notes, uid, position, day in rows:
        row = found[key].setdefault(uid, DayRow(uid, position, day, source))
        if title:
            row.titles[locale] = title
        for note in notes:
            _, texts = row.notes.setdefault(note["uid"], (note["position"], {}))
            texts[locale] = note["text"]
    return found


def _slots() -> QuerySet[Any, Any]:
    rows = SlotText.objects.filter(AnyOf("slot__session__translation_key", _KEYS))
    return rows.filter(_is_wanted("slot__session")).values_list(
        "slot__session__translation_key",
        "slot__session__locale_id",
        "slot_id",
        "locale_id",
        "title",
        "summary",
        *(f"slot__{name}" for name in SLOT_COLUMNS),
    )


def _zone_of(session: SessionRow, slots: dict[UUID, dict[int, SlotRow]]) -> str:
    """Give the zone in which the programme was published; the page's own if it has no slots."""
    rows = slots.get(session.translation_key, {}).values()
    return next((row.columns["time_zone"] for row in rows), session.time_zone)


def _slots_of(rows: Iterable[Row], speakers: Iterable[Row]) -> dict[UUID, dict[int, SlotRow]]:
    people: dict[int, list[tuple[UUID, str]]] = defaultdict(list)
    for slot, person, role in speakers:
        people[slot].append((person, role))
    found: dict[UUID, dict[int, SlotRow]] = defaultdict(dict)
    for key, source, pk, locale, title, summary, *columns in rows:
        row = found[key].get(pk)
        if row is None:
            row = SlotRow(source, dict(zip(SLOT_COLUMNS, columns, strict=True)))
            row.speakers = people[pk]
            found[key][pk] = row
        row.texts[locale] = (title, summary)
    return found


def _speakers() -> QuerySet[Any, Any]:
    rows = SlotSpeaker.objects.filter(AnyOf("slot__session__translation_key", _KEYS))
    return rows.order_by("slot", "position").values_list("slot_id", "person_key", "role")
