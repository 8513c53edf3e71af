"""A release is one change for whoever subscribes to a calendar, however many pages are in it."""

import pytest

from events.models import CalendarEntry
from releases.domain.releasing import release
from releases.domain.rolling_back import roll_back
from tests.factories import LocaleFactory

pytestmark = pytest.mark.django_db


def numbers():
    return set(CalendarEntry.objects.values_list("is_public", "sequence"))


def test_numbers_rise_by_one(bundle_of, session_with, network, boss, uses_may_break):
    session = session_with(network.anna, "Water")
    french = LocaleFactory(language_code="fr")
    translation = session.copy_for_translation(french, copy_parents=True)
    translation.title = "Eau"
    translation.save_revision().publish()
    assert numbers() == {(True, 0)}
    bundle = bundle_of(gone=[session, translation])

    release(bundle, boss)
    assert numbers() == {(False, 1)}

    bundle.refresh_from_db()
    roll_back(bundle, boss)
    assert numbers() == {(True, 2)}
