"""Training sessions, their programmes, themes and venues."""

import datetime
import uuid

import factory
from factory.django import DjangoModelFactory

from events.models import (
    SessionDocument,
    SessionHost,
    SessionOrganizer,
    Theme,
    TrainingSessionIndexPage,
    TrainingSessionPage,
    Venue,
)

from .home import HomePageFactory, LocaleFactory, PageFactory
from .media import DocumentFactory
from .organizations import OrganizationPageFactory


class ThemeFactory(DjangoModelFactory):
    """A theme."""

    class Meta:
        model = Theme

    name = factory.Sequence(lambda n: f"Theme {n}")
    slug = factory.Sequence(lambda n: f"theme-{n}")
    locale = factory.SubFactory(LocaleFactory)


class VenueFactory(DjangoModelFactory):
    """A venue in Paris."""

    class Meta:
        model = Venue

    name = factory.Sequence(lambda n: f"Venue {n}")
    city = "Paris"
    country = "FR"
    locale = factory.SubFactory(LocaleFactory)


class TrainingSessionIndexPageFactory(PageFactory):
    """A list of sessions."""

    class Meta:
        model = TrainingSessionIndexPage

    parent = factory.SubFactory(HomePageFactory)


class TrainingSessionPageFactory(PageFactory):
    """A session in Paris from 22 to 25 June 2015, without a programme."""

    class Meta:
        model = TrainingSessionPage

    parent = factory.SubFactory(TrainingSessionIndexPageFactory)
    start_date = datetime.date(2015, 6, 22)
    end_date = datetime.date(2015, 6, 25)
    time_zone = "Europe/Paris"


class SessionOrganizerFactory(DjangoModelFactory):
    """An organizer of `page`."""

    class Meta:
        model = SessionOrganizer

    organization = factory.SubFactory(OrganizationPageFactory)


class SessionHostFactory(DjangoModelFactory):
    """A host of `page`."""

    class Meta:
        model = SessionHost

    organization = factory.SubFactory(OrganizationPageFactory)


class SessionDocumentFactory(DjangoModelFactory):
    """A document of `page`."""

    class Meta:
        model = SessionDocument

    document = factory.SubFactory(DocumentFactory)


def uid_of(name):
    """Give the block id that the functions below give to a block of this name."""
    return uuid.uuid5(uuid.NAMESPACE_URL, name)


def day_block(date, title="", *, name=None):
    """Give the stored form of a day."""
    uid = str(uid_of(name or f"day {date}"))
    return {"type": "day", "id": uid, "value": {"date": str(date), "title": title}}


def slot_block(title, start=None, end=None, *, name=None, speakers=(), **values):
    """Give the stored form of a slot; speakers are pages or pairs of page and role."""
    people = [item if isinstance(item, tuple) else (item, "SPEAKER") for item in speakers]
    value = {
        "start": start and f"{start}:00",
        "end": end and f"{end}:00",
        "title": title,
        "speakers": [
            {
                "type": "item",
                "id": str(uid_of(f"{name or title} person {person.pk}")),
                "value": {"person": person.pk, "role": role},
            }
            for person, role in people
        ],
        "kind": "TALK",
        **values,
    }
    return {"type": "slot", "id": str(uid_of(f"slot {name or title}")), "value": value}


def note_block(text, *, name=None):
    """Give the stored form of a note."""
    return {"type": "note", "id": str(uid_of(f"note {name or text}")), "value": {"text": text}}
