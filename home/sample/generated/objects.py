"""The generated pages, snippets and rows, as objects that are not stored yet."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from wagtail.models import Locale

from events.enums import RegistrationMode, SessionStatus
from events.models import Theme, TrainingSessionPage, Venue
from home.sample import streams
from home.sample.generated.plan import (
    DAYS,
    KINDS,
    PICTURES,
    ZONES,
    Plan,
    Session,
    Slot,
)
from organizations.enums import DatePrecision, OrganizationKind
from organizations.models import (
    OrganizationFact,
    OrganizationPage,
    PersonPage,
    PersonRole,
)

PUBLISHED = datetime(2026, 1, 1, 9, tzinfo=UTC)
LIVE = {
    "live": True,
    "has_unpublished_changes": False,
    "first_published_at": PUBLISHED,
    "last_published_at": PUBLISHED,
    "is_sample": True,
}
LATIN_NAMES = ("Lime", "Maple", "Brook", "Harbour", "Lantern", "Copper", "Willow", "Granite")


@dataclass
class Maker:
    """Makes objects of a plan; knows the primary keys of what they point at."""

    plan: Plan
    locales: dict[str, Locale]
    images: list[int] = field(default_factory=list)
    alts: dict[tuple[int, str], str] = field(default_factory=dict)
    people: dict[int, int] = field(default_factory=dict)
    organizations: dict[int, int] = field(default_factory=dict)
    venues: dict[int, int] = field(default_factory=dict)
    themes: dict[int, int] = field(default_factory=dict)

    @cached_property
    def source(self) -> str:
        """The language that everything is written in first."""
        return self.plan.languages[0]

    def _common(self, kind: str, number: int, language: str) -> dict[str, Any]:
        return {
            **LIVE,
            "translation_key": self.plan.key(kind, number),
            "locale": self.locales[language],
        }

    def _page(self, kind: str, number: int, language: str, title: str) -> dict[str, Any]:
        return {
            **self._common(kind, number, language),
            "title": title,
            "slug": f"{kind}-{self.plan.seed}-{number + 1}",
            "listing_image_id": self._image(kind, number),
        }

    def _image(self, kind: str, number: int) -> int:
        return self.images[self.plan.chance(f"{kind}-image", number).randrange(PICTURES)]

    # --- Snippets ------------------------------------------------------------------------------

    def theme(self, number: int, language: str) -> Theme:
        """Make a theme."""
        words = self.plan.words
        topic = words.pick("topics", number, language)
        return Theme(
            **self._common("theme", number, language),
            name=f"{words.label('theme', language)} {number + 1}: {topic}",
            slug=f"theme-{self.plan.seed}-{number + 1}",
            description=words.pick("sentences", number, language),
        )

    def venue(self, number: int, language: str) -> Venue:
        """Make a venue."""
        chance = self.plan.chance("venue", number)
        return Venue(
            **self._common("venue", number, language),
            name=f"{self.plan.words.label('venue', language)} {number + 1}",
            city=f"{chance.choice(LATIN_NAMES)} {number + 1}",
            country=chance.choice(ZONES)[1],
            latitude=round(chance.uniform(-60, 60), 4),
            longitude=round(chance.uniform(-170, 170), 4),
            accessibility=self.plan.words.pick("sentences", number + 1, language),
            website=f"https://venue-{number + 1}.example.org/",
        )

    # --- Organizations and people --------------------------------------------------------------

    def organization(self, number: int, language: str) -> OrganizationPage:
        """Make an organization."""
        chance = self.plan.chance("organization", number)
        kinds = (
            OrganizationKind.REGIONAL_CENTRE,
            OrganizationKind.MEMBER_CITY,
            OrganizationKind.AUTHORITY,
        )
        name = f"{chance.choice(LATIN_NAMES)} {number + 1}"
        title = f"{self.plan.words.label('organization', language)} {name}"
        return OrganizationPage(
            **self._page("organization", number, language, title),
            kind=chance.choice(kinds),
            short_name=f"G{number + 1}",
            city=name,
            country=chance.choice(ZONES)[1],
            established=f"{chance.randint(1900, 2020)}-01-01",
            established_precision=DatePrecision.YEAR,
            description=f"<p>{self.plan.words.pick('sentences', number, language)}</p>",
        )

    def fact(self, number: int, language: str, page_id: int) -> OrganizationFact:
        """Make the number of members of an organization."""
        return OrganizationFact(
            page_id=page_id,
            sort_order=0,
            translation_key=self.plan.key("fact", number),
            locale=self.locales[language],
            label=self.plan.words.label("members", language),
            qualifier="ABOUT",
            value=Decimal(self.plan.chance("fact", number).randint(1, 500) * 10),
            as_of="2026-01-01",
            as_of_precision=DatePrecision.YEAR,
            source="generate_content",
        )

    def person(self, number: int, language: str) -> PersonPage:
        """Make a person; the name is a number, so that nobody real has it."""
        chance = self.plan.chance("person", number)
        surname = f"{chance.choice(LATIN_NAMES)} {number + 1}"
        return PersonPage(
            **self._page(
                "person", number, language, f"{self.plan.words.label('person', language)} {surname}"
            ),
            sort_name=surname,
            biography=f"<p>{self.plan.words.pick('sentences', number, language)}</p>",
            photo_id=self._image("person", number),
            public_consent=True,
            spoken_languages=sorted(chance.sample(["ar", "en", "es", "fa", "fr", "ko"], 2)),
        )

    def role(self, number: int, language: str, page_id: int) -> PersonRole:
        """Make the office of a person."""
        chance = self.plan.chance("role", number)
        return PersonRole(
            page_id=page_id,
            sort_order=0,
            translation_key=self.plan.key("role", number),
            locale=self.locales[language],
            organization_id=self.organizations[chance.randrange(8)],
            role=self.plan.words.label("trainer", language),
            starts_on=f"{chance.randint(2005, 2025)}-01-01",
            starts_on_precision=DatePrecision.YEAR,
            source="generate_content",
        )

    # --- Sessions ------------------------------------------------------------------------------

    def session(self, session: Session, language: str) -> TrainingSessionPage:
        """Make a session."""
        words = self.plan.words
        title = words.session_title(session, language)
        is_internal = session.status in {
            SessionStatus.OPEN,
            SessionStatus.FULL,
            SessionStatus.CLOSED,
        }
        page = TrainingSessionPage(
            **self._page("session", session.number, language, title),
            theme=words.pick("angles", session.angle, language),
            summary=words.pick("sentences", session.sentences[0], language),
            search_description=words.pick("sentences", session.sentences[0], language),
            start_date=session.start,
            end_date=session.start + timedelta(days=DAYS - 1),
            time_zone=ZONES[session.zone][0],
            mode=session.mode,
            status=session.status,
            venue_id=self.venues[session.venue],
            working_languages=["en", "fr"],
            registration_mode=RegistrationMode.INTERNAL if is_internal else RegistrationMode.NONE,
            capacity=session.capacity,
            body=streams.stored(self._body(session, language)),
            programme=streams.stored(self._programme(session, language)),
        )
        page.derive()
        return page

    def _body(self, session: Session, language: str) -> list[dict[str, Any]]:
        words, owner = self.plan.words, self.plan.key("session", session.number)
        text = [words.pick("sentences", number, language) for number in session.sentences]
        image = self._image("session", session.number)
        blocks = [
            ("heading", {"text": words.pick("topics", session.topic, language), "level": "2"}),
            ("rich_text", "".join(f"<p>{line}</p>" for line in text[:3])),
            (
                "quote",
                {"text": text[3], "attribution": words.label("trainer", language), "language": ""},
            ),
            (
                "image",
                {
                    "image": image,
                    "alt": self.alts[image, language],
                    "decorative": False,
                    "caption": "",
                },
            ),
            (
                "people",
                {"heading": "", "people": [self.people[number] for number in session.people]},
            ),
        ]
        return streams.numbered(blocks, owner, "body")

    def _programme(self, session: Session, language: str) -> list[dict[str, Any]]:
        owner = self.plan.key("session", session.number)
        blocks: list[tuple[str, Any]] = []
        for day in range(DAYS):
            date = session.start + timedelta(days=day)
            title = f"{self.plan.words.label('day', language)} {day + 1}"
            blocks.append(("day", {"date": date.isoformat(), "title": title}))
            slots = [slot for slot in session.slots if slot.day == day]
            blocks += [("slot", self._slot(slot, language)) for slot in slots]
        return streams.numbered(blocks, owner, "programme")

    def _slot(self, slot: Slot, language: str) -> dict[str, Any]:
        words = self.plan.words
        return {
            "start": f"{slot.start}:00",
            "end": f"{slot.end}:00",
            "title": words.slot_title(slot, language),
            "speakers": [
                {"person": self.people[number], "role": "SPEAKER"} for number in slot.people
            ],
            "kind": KINDS[slot.number % len(KINDS)],
            "track": "",
            "room": f"{slot.room}",
            "languages": [],
            "interpretation": [],
            "summary": words.pick("sentences", slot.sentence, language),
            "materials": [],
        }


def keys_of(plan: Plan, kind: str, count: int) -> list[uuid.UUID]:
    """Give the keys of all things of a kind."""
    return [plan.key(kind, number) for number in range(count)]
