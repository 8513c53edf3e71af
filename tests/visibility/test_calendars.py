"""Every calendar, on a site with every kind of object in every state: nothing hidden."""

import re

import pytest
from django.test import Client
from wagtail.models import Page

from events.models import CalendarEntry, ProgrammeSlot, Theme, TrainingSessionPage, record_all
from tests.support import icalendar_text

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LOCALES = ("", "?locale=fr", "?locale=ko")
LEAST_CALENDARS = 60
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def paths():
    """The paths of all calendars that there could be, whether their objects are public or not."""
    pages = set(Page.objects.values_list("translation_key", flat=True))
    kinds = ("sessions", "organizations", "people")
    found = ["all", *(f"{kind}/{key}" for kind in kinds for key in pages)]
    themes = set(Theme.objects.values_list("translation_key", flat=True))
    found += [f"themes/{key}" for key in themes]
    slots = ProgrammeSlot.objects.values_list("session__translation_key", "uid")
    return [*found, *(f"sessions/{key}/slots/{uid}" for key, uid in slots)]


def told():
    """Everything that calendars tell, unfolded."""
    client, texts = Client(), []
    for path in paths():
        for query in LOCALES:
            response = client.get(f"/calendar/{path}.ics{query}")
            assert response.status_code in {200, 404}
            if response.status_code == 200:
                icalendar_text.read(response.content)
                texts.append(response.content.decode().replace("\r\n ", ""))
    return texts


def test_nothing_hidden_is_in_any_calendar(planted):
    CalendarEntry.objects.all().delete()
    record_all(TrainingSessionPage.objects.values_list("translation_key", flat=True))
    texts = told()
    everything = "\n".join(texts)

    assert len(texts) >= LEAST_CALENDARS
    assert {label for word, label in planted.hidden.items() if word in everything} == set()
    assert any(word in everything for word in planted.visible)


def test_what_was_public_in_between_tells_no_word_of_what_is_private(planted):
    everything = "\n".join(told())

    # The key of what was public stays; without it nobody's calendar could be told.
    words = {word: label for word, label in planted.hidden.items() if not UUID.fullmatch(word)}
    private = {word: label for word, label in words.items() if "private" in label}
    assert private
    assert {label for word, label in private.items() if word in everything} == set()
    assert "SUMMARY;LANGUAGE=en:Cancelled" in everything
