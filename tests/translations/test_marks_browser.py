"""Marks of texts and comments on them in a real browser, by keyboard."""

import pytest
from selenium.webdriver.common.keys import Keys

from tests.support.browser import Browser, require_browser
from tests.support.translated_site import write
from translations.desk.texts import texts_of
from translations.domain.addresses import desk_url
from translations.models import TextComment

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.xdist_group("browser")]

ARABIC = {"Cool streets": "شوارع باردة", "Opening": "الافتتاح"}
HOSTILE = "<img src=x onerror=\"document.title='hacked'\"> مرحبا"


@pytest.fixture
def site(shared_translated_site, transactional_db):
    return shared_translated_site.copy()


@pytest.fixture
def browser(site, live_server):
    require_browser()
    browser = Browser(live_server.url)
    browser.enter()
    yield browser
    browser.close()


def states(translation):
    return {text.unit.source: text.state.value for text in texts_of(translation)}


def row_of(browser, original):
    return next(row for row in browser.find_all("[data-text]") if original in row.text)


def test_texts_are_approved_by_keyboard_and_counted(browser, site):
    translation = site.begin(site.session)
    write(translation, ARABIC)
    browser.open(desk_url(translation))
    first, last = row_of(browser, "Cool streets"), row_of(browser, "Opening")

    first.find_element("css selector", "textarea").send_keys("!", Keys.ALT + "9")
    browser.wait(lambda: first.get_attribute("data-state") == "reviewed")

    assert states(translation)["Cool streets"] == "reviewed"
    assert "Reviewed: 1" in browser.find("[data-counts]").text
    focused = browser.driver.switch_to.active_element
    assert focused == last.find_element("css selector", "[data-approve]")
    focused.send_keys(Keys.ENTER)
    browser.wait(lambda: last.get_attribute("data-state") == "reviewed")
    assert "Reviewed" in last.find_element("css selector", "[data-label]").text
    assert browser.accessibility_faults("[data-desk]") == []
    assert browser.complaints == []


def test_comments_are_written_by_keyboard_and_do_nothing_else(browser, site):
    translation = site.begin(site.session)
    write(translation, ARABIC)
    browser.open(desk_url(translation))
    row = row_of(browser, "Opening")
    row.find_element("css selector", ".desk-thread summary").send_keys(Keys.ENTER)
    field = row.find_element("css selector", "[name=comment]")

    field.send_keys(HOSTILE, Keys.ALT + "9", Keys.CONTROL + Keys.ENTER)
    browser.wait(lambda: row.find_elements("css selector", ".desk-comment__text"))

    # Some systems write a sign for this key, which approves nothing here.
    assert row.find_element("css selector", ".desk-comment__text").text in {HOSTILE, f"{HOSTILE}9"}
    assert browser.driver.title != "hacked"
    assert states(translation)["Opening"] == "translated"
    assert browser.find("[data-count=comments]").text == "1"
    assert browser.accessibility_faults("[data-desk]") == []
    row.find_element("css selector", "button[value=resolve]").send_keys(Keys.ENTER)
    browser.wait(lambda: browser.find("[data-count=comments]").text == "0")
    assert TextComment.objects.get().resolved_by == site.boss
    assert browser.complaints == []


def test_a_comment_that_was_not_taken_is_back_in_its_field(browser, site):
    translation = site.begin(site.session)
    browser.open(desk_url(translation))
    row = row_of(browser, "Opening")
    row.find_element("css selector", ".desk-thread summary").send_keys(Keys.ENTER)
    field = row.find_element("css selector", "[name=comment]")
    browser.run("arguments[0].removeAttribute('maxlength')", field)
    browser.run("arguments[0].value = 'x'.repeat(2001)", field)

    field.send_keys(Keys.CONTROL + Keys.ENTER)
    browser.wait(lambda: "at most 2000" in row.text)

    assert field.get_attribute("value") == "x" * 2001
    assert row.find_elements("css selector", ".desk-comment") == []
