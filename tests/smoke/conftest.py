"""A small site with a session, its editor, and a browser."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from wagtail.models import Site

from tests.factories import (
    HomePageFactory,
    PersonIndexPageFactory,
    PersonPageFactory,
    TrainingSessionIndexPageFactory,
    TrainingSessionPageFactory,
    day_block,
    slot_block,
)
from tests.support.browser import NAME, PASSWORD, Browser, require_browser
from tests.support.shared_rows import SharedRows

DAY = datetime.date(2030, 6, 24)


@pytest.fixture(scope="session")
def shared_heat_session():
    return SharedRows(make_session)


@pytest.fixture
def session(shared_heat_session, transactional_db):
    return shared_heat_session.copy()


def make_session():
    get_user_model().objects.create_superuser(username=NAME, password=PASSWORD)
    home = HomePageFactory(slug="home")
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    trainings = TrainingSessionIndexPageFactory(parent=home, slug="trainings")
    PersonPageFactory(parent=PersonIndexPageFactory(parent=home), title="Anna")
    session = TrainingSessionPageFactory(
        parent=trainings,
        slug="heat",
        title="Cool streets",
        start_date=DAY,
        end_date=DAY,
        programme=[day_block(DAY), slot_block("Opening", "09:00", "09:30", name="opening")],
    )
    session.save_revision().publish()
    return session


@pytest.fixture
def browser(session, live_server, settings):
    require_browser()
    browser = Browser(live_server.url)
    yield browser
    browser.close()
