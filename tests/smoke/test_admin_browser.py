"""The admin in a real browser: an editor signs in, changes a slot of a session, publishes it."""

import time

import pytest

from tests.factories import uid_of
from tests.support.graphql import ask
from tests.support.programme_editor import publish

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.xdist_group("browser")]

PROGRAMME = """
query ($path: String!) {
  session(path: $path) { programme { days { slots { title } } } }
}
"""


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
    browser.log_in()
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
    publish(browser)

    assert browser.find_all(".messages .success")

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
    "/admin/reports/dearest-operations/",
    "/admin/sessions/choose_parent/",
    "/admin/snippets/events/venue/",
    "/admin/snippets/organizations/contactpoint/add/",
    "/admin/images/multiple/add/",
    "/admin/documents/multiple/add/",
    "/admin/account/",
]


def test_pages_of_the_admin_open_without_a_complaint_or_a_call_to_others(browser, session):
    browser.log_in()

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
    browser.log_in()

    for path in ("/admin/", "/admin/sessions/", "/admin/people/", "/admin/sessions/choose_parent/"):
        browser.open(path)
        assert (path, browser.accessibility_faults("main")) == (path, [])


@pytest.mark.parametrize("width", [1024, 1152])
def test_titles_keep_their_width_on_a_small_screen(browser, session, width):
    browser.log_in()
    browser.resize(width, 800)

    for path in ("/admin/sessions/", "/admin/people/"):
        browser.open(path)
        cell = browser.find("main td.title")
        assert cell.size["width"] >= 14 * 16
        assert browser.run("return document.documentElement.scrollWidth") <= width
