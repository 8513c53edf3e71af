"""The admin in a real browser: an editor signs in, changes a slot of a session, publishes it."""

import datetime
import time

import pytest
from wagtail.models import Site

from tests.factories import (
    HomePageFactory,
    PersonIndexPageFactory,
    PersonPageFactory,
    TrainingSessionIndexPageFactory,
    TrainingSessionPageFactory,
    day_block,
    slot_block,
    uid_of,
)
from tests.support.browser import Browser, require_browser
from tests.support.graphql import ask

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PASSWORD = "four words make sense"
DAY = datetime.date(2030, 6, 24)

PROGRAMME = """
query ($path: String!) {
  session(path: $path) { programme { days { slots { title } } } }
}
"""


@pytest.fixture
def session(transactional_db, django_user_model):
    django_user_model.objects.create_superuser(username="boss", password=PASSWORD)
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


def slot_titles():
    answer = ask(PROGRAMME, path="/trainings/heat/")
    return [
        slot["title"] for day in answer["session"]["programme"]["days"] for slot in day["slots"]
    ]


def draft_of(session):
    """The programme as it was saved last, by itself, while somebody writes."""
    session.refresh_from_db()
    return str(session.latest_revision.content["programme"])


def test_an_editor_changes_a_slot_and_publishes_it(browser, session):
    browser.log_in("boss", PASSWORD)
    assert browser.find("#awaiting-heading").text == "Awaiting you"

    browser.click("a[href='/admin/sessions/']")
    browser.settle()
    assert "Cool streets" in browser.find("main table").text

    browser.open(f"/admin/pages/{session.pk}/edit/#tab-programme")
    block = f"#block-{uid_of('slot opening')}-section"
    assert browser.find(f"{block} .c-sf-block__title").text == "09:00–09:30 Opening"
    browser.click(f"{block} [data-panel-toggle]")
    title = browser.find(f"{block} [data-contentpath=title] input")
    browser.wait(title.is_displayed)
    # Wagtail takes its first look at a form two seconds after it has loaded: nobody types sooner.
    time.sleep(4)
    title.clear()
    title.send_keys("Words of welcome")
    browser.wait(lambda: "Words of welcome" in draft_of(session))
    assert slot_titles() == ["Opening"]
    browser.click("footer [data-w-dropdown-target=toggle]")
    browser.click("[name=action-publish]")
    browser.wait(lambda: browser.find_all(".messages .success"))
    browser.settle()

    assert slot_titles() == ["Words of welcome"]
    assert browser.complaints == []
    assert browser.foreign_requests == []


PAGES = [
    "/admin/",
    "/admin/pages/",
    "/admin/people/",
    "/admin/organizations/",
    "/admin/news/",
    "/admin/reports/programmes/",
    "/admin/reports/old-facts/",
    "/admin/reports/missing-alt/",
    "/admin/sessions/choose_parent/",
    "/admin/snippets/events/venue/",
    "/admin/snippets/organizations/contactpoint/add/",
    "/admin/images/multiple/add/",
    "/admin/documents/multiple/add/",
    "/admin/account/",
]


def test_pages_of_the_admin_open_without_a_complaint_or_a_call_to_others(browser, session):
    browser.log_in("boss", PASSWORD)

    for path in PAGES:
        browser.open(path)

    assert browser.complaints == []
    assert browser.foreign_requests == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_our_parts_of_the_admin_are_accessible(browser, session, theme):
    if theme == "dark":
        browser.dark()
    browser.open("/admin/login/")
    assert browser.accessibility_faults() == []
    browser.log_in("boss", PASSWORD)

    for path in ("/admin/", "/admin/sessions/", "/admin/people/", "/admin/sessions/choose_parent/"):
        browser.open(path)
        assert (path, browser.accessibility_faults("main")) == (path, [])
