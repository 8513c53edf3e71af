"""The programme of a session, by the days of its own zone or of any other."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import graphene

from cms.graphql.declarations import add_fields
from cms.graphql.errors import BadUserInput
from cms.graphql.fields import GraphQLComputed, enum_type, list_of, model_type
from cms.graphql.locales import Locale
from cms.graphql.resolvers import resolver
from events.domain.programme import ProgrammeData, SlotData, load_programmes, load_versions
from events.domain.readable import readable_locales
from events.enums import SlotKind, SpeakerRole
from events.models import TrainingSessionPage
from events.timetable.walltime import UnknownTimeZoneError

if TYPE_CHECKING:
    from cms.graphql.info import Info
    from events.domain.programme import DayData, NoteData


class ProgrammeSpeaker(graphene.ObjectType):
    """A person's part in a slot."""

    role = graphene.Field(
        enum_type(SpeakerRole), required=True, description="What the person does there."
    )
    person = graphene.Field(
        model_type("organizations.PersonPage"), required=True, description="The person."
    )


class ProgrammeSlot(graphene.ObjectType):
    """One line of a programme."""

    uid = graphene.UUID(
        required=True, description="The same in all languages and versions; unique in the session."
    )
    starts_at = graphene.DateTime(
        description="Start in the programme's zone, with offset (ISO 8601); null if not known yet."
    )
    ends_at = graphene.DateTime(
        description="End in the programme's zone, with offset; null if not known yet."
    )
    start_time = graphene.Time(description="The printed start, in the session's own zone.")
    end_time = graphene.Time(
        description="The printed end, in the session's own zone; before the start: the next day."
    )
    crosses_midnight = graphene.Boolean(
        required=True, description="Whether it ends on the day after the printed one."
    )
    kind = graphene.Field(enum_type(SlotKind), required=True, description="What happens.")
    track = graphene.String(required=True, description="The strand it belongs to; may be empty.")
    room = graphene.String(required=True, description="Where; may be empty.")
    languages = graphene.Field(
        graphene.NonNull(list_of(graphene.String)),
        description="Spoken there (BCP 47 tags); empty for the session's `workingLanguages`.",
    )
    interpretation = graphene.Field(
        graphene.NonNull(list_of(graphene.String)), description="Interpreted into (BCP 47 tags)."
    )
    title = graphene.String(required=True, description="The title, in the best language.")
    summary = graphene.String(required=True, description="A few sentences; may be empty.")
    text_locale = graphene.Field(
        graphene.NonNull(Locale), description="The language of title and summary."
    )
    is_fallback = graphene.Boolean(
        required=True, description="Whether the texts are in another language than the page."
    )
    materials = graphene.Field(
        graphene.NonNull(list_of(model_type("media.Document"))), description="Public files."
    )
    speakers = graphene.Field(
        graphene.NonNull(list_of(ProgrammeSpeaker)),
        description="Who takes part, as far as their pages are public; in the editors' order.",
    )
    calendar_url = graphene.String(
        required=True,
        description="The slot's calendar (iCalendar), in the language asked for; to subscribe to.",
    )


class ProgrammeNote(graphene.ObjectType):
    """A remark below a day."""

    uid = graphene.UUID(required=True, description="The same in all languages.")
    text = graphene.String(required=True, description="The text, in the best language.")


class ProgrammeDay(graphene.ObjectType):
    """A calendar day of the programme's zone."""

    date = graphene.Date(required=True, description="The day in the programme's zone.")
    title = graphene.String(
        required=True, description="The editors' title of that day; empty if there is none."
    )
    notes = graphene.Field(
        graphene.NonNull(list_of(ProgrammeNote)), description="Remarks; at most 1000."
    )
    slots = graphene.Field(
        graphene.NonNull(list_of(ProgrammeSlot)),
        description="What starts on that day, in order; at most 1000.",
    )


class Programme(graphene.ObjectType):
    """What happens when, where and with whom."""

    time_zone = graphene.String(
        required=True, description="The IANA zone of days and times: the session's, or the asked."
    )
    days = graphene.Field(
        graphene.NonNull(list_of(ProgrammeDay)),
        description=(
            "The days of the session, in another zone those with slots or notes; at most 1000."
        ),
    )
    slot_count = graphene.Int(required=True, description="How many slots all days have.")


# Larger numbers are none that a column could hold.
MAX_VERSION = 2**31 - 1
NO_VERSION = BadUserInput("There is no such version of the programme.")

add_fields(
    TrainingSessionPage,
    [
        GraphQLComputed(
            "programme",
            Programme,
            required=True,
            description=(
                "The published programme, grouped by the days of the session's zone, or of "
                "`timeZone`: slots move to the day on which they start there, titles and notes "
                "stay with their date."
            ),
            time_zone=graphene.Argument(
                graphene.String, description="An IANA time zone such as `Africa/Cairo`."
            ),
            language=graphene.Argument(
                graphene.String,
                description=(
                    "Only slots that are spoken in this language or interpreted into it (BCP 47 "
                    "tag), and only days that have any."
                ),
            ),
            version=graphene.Argument(
                graphene.Int,
                description=(
                    "A released version, as it was released: see `programmeVersions`. Without it, "
                    "what is published now."
                ),
            ),
        ),
    ],
)


@resolver("TrainingSessionPage.programme", columns=("time_zone", "working_languages"))
def resolve_programme(
    sessions: list[TrainingSessionPage],
    info: Info,
    time_zone: str | None = None,
    language: str | None = None,
    version: int | None = None,
) -> list[Any]:
    """Load all programmes together and group them by day."""
    scope = info.scope
    readable = partial(readable_locales, sessions, scope)
    if version is None:
        programmes = load_programmes(sessions, scope.language_codes, readable)
    else:
        number = min(max(version, 0), MAX_VERSION)
        programmes = load_versions(sessions, number, scope.language_codes, readable)
    if language is not None:
        programmes = {
            session.pk: programmes[session.pk].in_language(language, session.working_languages)
            for session in sessions
            if session.pk in programmes
        }
    return [
        answer(programmes[session.pk], time_zone) if session.pk in programmes else NO_VERSION
        for session in sessions
    ]


def answer(programme: ProgrammeData, time_zone: str | None) -> dict[str, Any]:
    """A programme as the API gives it; BAD_USER_INPUT for a zone that does not exist."""
    if time_zone is not None:
        try:
            programme = programme.in_zone(time_zone)
        except UnknownTimeZoneError as error:
            raise BadUserInput("`timeZone` is no IANA time zone.") from error
    zone = ZoneInfo(programme.time_zone)
    return {
        "time_zone": programme.time_zone,
        "slot_count": programme.slot_count,
        "days": [day_answer(day, zone) for day in programme.days],
    }


def day_answer(day: DayData, zone: ZoneInfo) -> dict[str, Any]:
    """A day as the API gives it; a note without a text in a readable language is none."""
    for slot in day.slots:
        slot.show_in(zone)
    notes: list[NoteData] = [note for note in day.notes if note.text]
    return {
        "date": day.date,
        "title": day.title,
        "notes": notes,
        "slots": day.slots,
    }


@resolver("ProgrammeSlot.textLocale", is_plain=True)
def resolve_text_locale(slots: list[SlotData], info: Info) -> list[Any]:
    """Give the locale of each slot's texts."""
    by_code = {locale.language_code: locale for locale in info.context.locales.values()}
    return [by_code[slot.text_locale] for slot in slots]


@resolver("ProgrammeSlot.materials")
def resolve_materials(slots: list[SlotData], info: Info) -> list[list[Any]]:
    """Give the public files of slots."""
    found = info.scope.loaders.documents(pk for slot in slots for pk in slot.materials)
    return [[found[pk] for pk in slot.materials if pk in found] for slot in slots]


@resolver("ProgrammeSlot.speakers")
def resolve_speakers(slots: list[SlotData], info: Info) -> list[list[dict[str, Any]]]:
    """Give the people of slots, looked up together for all slots of all sessions."""
    people = info.scope.loaders.pages_by_key(key for slot in slots for key, _ in slot.speakers)
    return [
        [{"role": role, "person": people[key]} for key, role in slot.speakers if key in people]
        for slot in slots
    ]
