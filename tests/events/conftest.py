"""A small network in English and French, with its site."""

from types import SimpleNamespace

import pytest
from hypothesis import settings
from wagtail.models import Locale, Site

from tests.factories import (
    HomePageFactory,
    PersonIndexPageFactory,
    PersonPageFactory,
    TrainingSessionIndexPageFactory,
    TrainingSessionPageFactory,
)
from tests.support.shared_rows import SharedRows

# What takes long here is the first look at a zone or table, on a machine with other work.
settings.register_profile("without_deadline", deadline=None)
settings.load_profile("without_deadline")


@pytest.fixture(scope="session")
def shared_network():
    return SharedRows(make_network)


@pytest.fixture
def network(shared_network, db):
    """Give homes, indexes and two people; French pages have the keys of the English ones."""
    return shared_network.copy()


def make_network():
    english = Locale.objects.get(language_code="en")
    french = Locale.objects.create(language_code="fr")
    home = HomePageFactory(locale=english, slug="home")
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    trainings = TrainingSessionIndexPageFactory(parent=home, slug="trainings")
    people = PersonIndexPageFactory(parent=home, slug="people")
    home_fr = home.copy_for_translation(french)
    home_fr.save_revision().publish()
    trainings_fr = trainings.copy_for_translation(french)
    trainings_fr.save_revision().publish()
    return SimpleNamespace(
        english=english,
        french=french,
        home=home,
        trainings=trainings,
        trainings_fr=trainings_fr,
        people=people,
        anna=PersonPageFactory(parent=people, title="Anna"),
        boris=PersonPageFactory(parent=people, title="Boris"),
    )


@pytest.fixture
def make_session(network):
    """Make a session with a programme, live unless told otherwise."""

    def make(programme=(), **values):
        return TrainingSessionPageFactory(
            parent=network.trainings, programme=list(programme), **values
        )

    return make


@pytest.fixture
def translate(network):
    """Make the French page of a session, with changed texts by old text, and publish it."""

    def translate(session, texts, *, publish=True):
        page = session.copy_for_translation(network.french)
        raw = page.programme.get_prep_value()
        for block in raw:
            for name in ("title", "text", "summary"):
                old = block["value"].get(name)
                if old in texts:
                    block["value"][name] = texts[old]
        page.programme = raw
        revision = page.save_revision()
        if publish:
            revision.publish()
            page.refresh_from_db()
        return page

    return translate
