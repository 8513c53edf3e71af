"""A session with a programme that has something of everything."""

from datetime import date
from types import SimpleNamespace

import pytest
from wagtail.models import Collection

from events.models import TrainingSessionPage
from tests.factories import (
    DocumentFactory,
    TrainingSessionPageFactory,
    day_block,
    note_block,
    slot_block,
)
from tests.support.shared_rows import SharedRows

FIRST = date(2015, 6, 22)
SECOND = date(2015, 6, 23)


@pytest.fixture(scope="session")
def shared_handout(shared_network):
    return SharedRows(make_handout, on=shared_network)


@pytest.fixture(scope="session")
def shared_full_session(shared_handout):
    return SharedRows(make_full_session, on=shared_handout)


@pytest.fixture
def document(shared_handout, db):
    return shared_handout.copy().document


@pytest.fixture
def session(shared_full_session, db):
    return shared_full_session.copy()


def make_handout(network):
    document = DocumentFactory(title="Handout", collection=Collection.get_first_root_node())
    return SimpleNamespace(network=network, document=document)


def make_full_session(handout):
    session = TrainingSessionPageFactory(
        parent=handout.network.trainings,
        programme=full_programme(handout.network, handout.document),
        slug="heat",
        title="Cool streets",
        working_languages=["en", "fr"],
    )
    session.save_revision().publish()
    return TrainingSessionPage.objects.get(pk=session.pk)


def full_programme(network, document):
    """Two days: slots with and without times, people with roles, notes, materials, midnight."""
    return [
        day_block(FIRST, "Opening day"),
        slot_block(
            "Opening",
            "09:00",
            "09:30",
            speakers=[network.anna, (network.boris, "MODERATOR")],
            kind="CEREMONY",
            room="Hall",
            summary="=1+1\nWords of welcome & <more>",
            materials=[{"type": "item", "id": "a" * 8, "value": document.pk}],
        ),
        note_block("Bring a coat"),
        slot_block(
            "-Heat", "09:30", "10:15", room="Hall", track="Cities", languages=["ar", "fr"],
            interpretation=["en"],
        ),
        slot_block("Dinner", "22:00", "01:00", kind="MEAL", name="dinner"),
        day_block(SECOND),
        slot_block("Visit", kind="VISIT"),
        slot_block("زيارة المدينة", "08:00", name="arabic"),
    ]  # fmt: skip
