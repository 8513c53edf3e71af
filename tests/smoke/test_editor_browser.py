"""The parts of the editor that need a browser: focus, and choosing several things."""

import pytest
from selenium.webdriver.common.keys import Keys

from tests.factories import day_block, slot_block, uid_of

from .conftest import DAY

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.xdist_group("browser")]


@pytest.fixture
def long_session(session):
    session.programme = [
        day_block(DAY),
        slot_block("First", "09:00", "09:30", name="first"),
        slot_block("Second", "09:30", "10:00", name="second"),
        slot_block("Third", "10:00", "10:30", name="third"),
    ]
    session.save_revision().publish()
    return session


def open_programme(browser, session):
    browser.log_in()
    browser.open(f"/admin/pages/{session.pk}/edit/#tab-programme")


def titles(browser):
    found = browser.find_all("[data-contentpath=programme] .c-sf-block__title")
    return [title.text for title in found if "–" in title.text]


def test_a_moved_block_keeps_the_focus_on_its_button(browser, long_session):
    open_programme(browser, long_session)
    block = f"#block-{uid_of('slot third')}-section"
    button = browser.find(f"{block} [data-streamfield-action=MOVE_UP]")
    browser.run("arguments[0].focus()", button)

    for _ in range(2):
        browser.driver.switch_to.active_element.send_keys(Keys.ENTER)
        browser.wait(lambda: browser.driver.switch_to.active_element == button)

    assert titles(browser) == ["10:00–10:30 Third", "09:00–09:30 First", "09:30–10:00 Second"]


def test_a_block_at_the_top_keeps_the_focus_on_the_other_button(browser, long_session):
    open_programme(browser, long_session)
    block = f"#block-{uid_of('slot first')}-section"
    browser.run("arguments[0].focus()", browser.find(f"{block} [data-streamfield-action=MOVE_UP]"))

    browser.driver.switch_to.active_element.send_keys(Keys.ENTER)

    down = browser.find(f"{block} [data-streamfield-action=MOVE_DOWN]")
    browser.wait(lambda: browser.driver.switch_to.active_element == down)


def test_languages_of_a_slot_are_tags_and_unknown_ones_are_refused(browser, long_session):
    open_programme(browser, long_session)
    block = f"#block-{uid_of('slot first')}-section"
    browser.click(f"{block} [data-panel-toggle]")
    browser.click(f"{block} [data-streamfield-action=SETTINGS]")
    field = f"{block} [data-contentpath=languages]"
    entry = browser.find(f"{field} input[type=text]")
    browser.wait(entry.is_displayed)

    entry.send_keys("fren", Keys.ENTER, "English", Keys.ENTER, "Klingon", Keys.ENTER)

    assert [tag.text.rstrip("×").strip() for tag in browser.find_all(f"{field} li")] == [
        "French",
        "English",
    ]
    assert browser.find(f"{field} input[type=hidden]").get_attribute("value") == "fr,en"
    assert browser.find(f"{field} [role=alert]").text.startswith("Not in the list")
    assert browser.find(f"{field} label").get_attribute("for") == entry.get_attribute("id")
    browser.click(f"{field} li button")
    assert browser.find(f"{field} input[type=hidden]").get_attribute("value") == "en"
    assert browser.complaints == []
