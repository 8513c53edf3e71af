"""What is generated, decided from the seed alone; more items never change earlier ones."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from events.enums import SessionMode, SessionStatus
from home.sample.source import key, read

# Generated sessions before this day are over; a fixed day, or content would change daily.
TODAY = date(2026, 11, 24)
FIRST_DAY, LAST_DAY = date(2022, 1, 3), date(2029, 12, 1)
DAYS = 4
STARTS = ("09:00", "10:15", "11:30", "14:00", "15:15", "16:30")
ENDS = ("10:00", "11:15", "12:30", "15:00", "16:15", "17:30")
# In minutes after midnight, where there are more slots than usual.
MORNING, EVENING, PAUSE = 8 * 60, 20 * 60, 5
MAX_SLOTS_A_DAY = 48
ZONES = (
    ("Europe/Paris", "FR"),
    ("Africa/Cairo", "EG"),
    ("Asia/Tehran", "IR"),
    ("America/Mexico_City", "MX"),
    ("Asia/Seoul", "KR"),
    ("America/Sao_Paulo", "BR"),
)
KINDS = ("TALK", "WORKSHOP", "TALK", "VISIT", "WORKSHOP", "TALK")
PICTURES = 6
CANCELLED_SHARE = 0.05


@dataclass(frozen=True)
class Slot:
    """One line of a generated programme."""

    day: int
    number: int
    start: str
    end: str
    topic: int
    action: int
    sentence: int
    people: tuple[int, ...]
    room: int


@dataclass(frozen=True)
class Session:
    """A generated session."""

    number: int
    topic: int
    angle: int
    start: date
    zone: int
    mode: str
    status: str
    venue: int
    organization: int
    themes: tuple[int, ...]
    sentences: tuple[int, ...]
    people: tuple[int, ...]
    capacity: int
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class Plan:
    """How much is generated, and every choice in it."""

    seed: int
    sessions: int
    languages: tuple[str, ...]
    slots_a_day: int = len(STARTS)

    # Proportions: each number grows with the sessions, and each session chooses among those that
    # exist for its own number, so that a larger site begins with the smaller one.

    @property
    def people(self) -> int:
        """How many people there are."""
        return people_for(self.sessions)

    @property
    def organizations(self) -> int:
        """How many organizations there are."""
        return organizations_for(self.sessions)

    @property
    def themes(self) -> int:
        """How many themes there are."""
        return themes_for(self.sessions)

    @property
    def venues(self) -> int:
        """How many venues there are."""
        return venues_for(self.sessions)

    @cached_property
    def words(self) -> Words:
        """The words to say it in."""
        return Words(self.languages)

    def key(self, kind: str, number: int) -> uuid.UUID:
        """Give the key of a generated thing."""
        return key(f"generated-{self.seed}/{kind}", str(number))

    def chance(self, kind: str, number: int) -> random.Random:
        """Give the source of chance of one thing, independent of all others."""
        return random.Random(f"{self.seed}/{kind}/{number}")  # noqa: S311 - sample content, no secret

    def session(self, number: int) -> Session:
        """Decide everything about a session."""
        chance = self.chance("session", number)
        start = FIRST_DAY + timedelta(days=chance.randrange((LAST_DAY - FIRST_DAY).days))
        crowd = people_for(number + 1)
        return Session(
            number=number,
            topic=chance.randrange(12),
            angle=chance.randrange(8),
            start=start,
            zone=chance.randrange(len(ZONES)),
            mode=chance.choice(SessionMode.values),
            status=_status(chance, start),
            venue=chance.randrange(venues_for(number + 1)),
            organization=chance.randrange(organizations_for(number + 1)),
            themes=tuple(
                sorted(chance.sample(range(themes_for(number + 1)), chance.randint(1, 3)))
            ),
            sentences=tuple(chance.sample(range(6), 4)),
            people=tuple(chance.sample(range(crowd), 3)),
            capacity=chance.choice((20, 30, 40, 60, 120)),
            slots=tuple(_slots(chance, crowd, self.slots_a_day)),
        )


def people_for(sessions: int) -> int:
    """Give how many people stand beside so many sessions."""
    return 12 + sessions // 4


def organizations_for(sessions: int) -> int:
    """Give how many organizations stand beside so many sessions."""
    return 8 + sessions // 20


def themes_for(sessions: int) -> int:
    """Give how many themes stand beside so many sessions."""
    return 8 + sessions // 100


def venues_for(sessions: int) -> int:
    """Give how many venues stand beside so many sessions."""
    return 6 + sessions // 50


def _status(chance: random.Random, start: date) -> str:
    if start < TODAY:
        return SessionStatus.CANCELLED if chance.random() < CANCELLED_SHARE else SessionStatus.DONE
    return chance.choice(
        [
            SessionStatus.ANNOUNCED,
            SessionStatus.OPEN,
            SessionStatus.OPEN,
            SessionStatus.FULL,
            SessionStatus.CLOSED,
            SessionStatus.POSTPONED,
        ]
    )


def _hours(slots_a_day: int) -> list[tuple[str, str]]:
    """The usual hours, or as many equal parts of a long day as there are more slots."""
    if slots_a_day <= len(STARTS):
        return list(zip(STARTS, ENDS, strict=True))[:slots_a_day]
    length = (EVENING - MORNING) // slots_a_day
    starts = [MORNING + number * length for number in range(slots_a_day)]
    return [(_clock(start), _clock(start + length - PAUSE)) for start in starts]


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _slots(chance: random.Random, crowd: int, slots_a_day: int) -> list[Slot]:
    return [
        Slot(
            day=day,
            number=number,
            start=start,
            end=end,
            topic=chance.randrange(12),
            action=chance.randrange(10),
            sentence=chance.randrange(6),
            people=tuple(chance.sample(range(crowd), chance.randint(1, 2))),
            room=chance.randrange(1, 5),
        )
        for day in range(DAYS)
        for number, (start, end) in enumerate(_hours(slots_a_day))
    ]


@dataclass(frozen=True)
class Words:
    """The generator's vocabulary."""

    languages: tuple[str, ...]

    def pick(self, family: str, index: int, language: str) -> str:
        """Give one entry of a list of words."""
        entries = read("generator")[family][language]
        return entries[index % len(entries)]

    def label(self, name: str, language: str) -> str:
        """Give a noun."""
        return read("generator")["labels"][language][name]

    def session_title(self, session: Session, language: str) -> str:
        """Name a session."""
        topic = self.pick("topics", session.topic, language)
        angle = self.pick("angles", session.angle, language)
        return f"{topic} {angle} ({session.number + 1})"

    def slot_title(self, slot: Slot, language: str) -> str:
        """Name a slot."""
        action = self.pick("actions", slot.action, language)
        return f"{action} {self.pick('topics', slot.topic, language)}"
