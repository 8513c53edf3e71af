"""Building a programme in a real browser: clashes at their blocks, the grid, the small pages."""

import pytest
from selenium.webdriver.common.keys import Keys

from tests.factories import (
    PersonPageFactory,
    TrainingSessionPageFactory,
    day_block,
    slot_block,
    uid_of,
)
from tests.support.programme_editor import block as block_of
from tests.support.programme_editor import open_settings, publish

from .conftest import DAY

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.xdist_group("browser")]


def block(name):
    return block_of(uid_of(f"slot {name}"))


@pytest.fixture
def clashing(session):
    """A draft in whose hall two slots meet, and with somebody who is in another session, too."""
    anna = PersonPageFactory(parent=session.get_parent().get_parent(), title="Anna")
    TrainingSessionPageFactory(
        parent=session.get_parent(),
        title="Elsewhere",
        start_date=DAY,
        end_date=DAY,
        programme=[day_block(DAY), slot_block("There", "14:00", "15:00", speakers=[anna])],
    ).save_revision().publish()
    session.programme = [
        day_block(DAY, "Opening day"),
        slot_block("Opening", "09:00", "10:00", name="opening", room="Hall"),
        slot_block("Talk", "09:30", "10:30", name="talk", room="Hall", track="Water"),
        slot_block("Walk", "14:00", "15:00", name="walk", speakers=[anna]),
        slot_block("Party", name="party"),
    ]
    session.save_revision(clean=False)
    return session


def test_a_clash_is_shown_at_the_block_and_in_the_list_and_stops_publishing(browser, clashing):
    browser.log_in()
    browser.open(f"/admin/pages/{clashing.pk}/edit/#tab-programme")

    listed = [item.text for item in browser.find_all(".miti-conflicts [data-conflict-block]")]
    assert [text.split(":")[0] for text in listed] == ["Stops publishing", "To be confirmed"]
    assert "The room “Hall” is taken by" in listed[0]
    for name in ("opening", "talk"):
        mark = browser.find(f"{block(name)} .miti-block-mark")
        assert mark.text == "Same room twice at one time"

    # The link in the list opens the block, where the message stands.
    browser.click(f".miti-conflicts a[href='{block('talk')}']")
    message = browser.find(f"{block('talk')} .miti-conflict")
    browser.wait(message.is_displayed)
    assert "The room “Hall” is taken by" in message.text

    publish(browser)
    assert browser.find_all(".messages .error")
    clashing.refresh_from_db()
    assert clashing.live_revision_id != clashing.latest_revision_id

    browser.click("[role=tab][href='#tab-programme']")
    open_settings(browser, uid_of("slot talk"))
    room = browser.find(f"{block('talk')} [data-contentpath=room] input")
    room.clear()
    room.send_keys("Garden")
    publish(browser)
    assert browser.find_all(".messages .error")

    browser.click("[role=tab][href='#tab-programme']")
    browser.click("#miti-confirm-conflicts")
    publish(browser)

    assert browser.find_all(".messages .success")
    clashing.refresh_from_db()
    assert clashing.live
    assert clashing.programme_slots.get(uid=uid_of("slot talk")).room == "Garden"
    assert browser.foreign_requests == []


def test_an_address_of_a_block_opens_it(browser, clashing):
    browser.log_in()
    browser.open(f"/admin/pages/{clashing.pk}/edit/{block('walk')}")

    title = browser.find(f"{block('walk')} [data-contentpath=title] input")
    browser.wait(title.is_displayed)
    assert title.get_attribute("value") == "Walk"
    assert browser.complaints == []


def test_the_grid_is_used_from_the_keyboard_and_leads_to_the_blocks(browser, clashing):
    clashing.programme = [
        *clashing.programme.get_prep_value(),
        day_block("2030-06-25"),
        slot_block("Second day", "09:00", "10:00", name="second"),
    ]
    clashing.save_revision(clean=False)
    browser.log_in()
    browser.open(f"/admin/sessions/{clashing.pk}/grid/")
    assert browser.accessibility_faults("main") == []
    first, second = browser.find_all("[role=tab]")
    assert [it.get_attribute("aria-selected") == "true" for it in (first, second)] == [True, False]
    assert not browser.find("#tab-day-2").is_displayed()

    first.send_keys(Keys.ARROW_RIGHT)

    browser.wait(lambda: browser.find("#tab-day-2").is_displayed())
    browser.wait(lambda: browser.driver.switch_to.active_element == second)
    assert not browser.find("#tab-day-1").is_displayed()
    browser.click(f"#slot-{uid_of('slot second')} .miti-slot__title a")
    title = browser.find(f"{block('second')} [data-contentpath=title] input")
    browser.wait(title.is_displayed)
    assert browser.complaints == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_of_the_programme_are_accessible(browser, clashing, theme):
    if theme == "dark":
        browser.dark()
    browser.log_in()
    slot = f"grid/{uid_of('slot talk')}"
    for page in ("grid", "conflicts", "shift", "fill", "clone", slot):
        browser.open(f"/admin/sessions/{clashing.pk}/{page}/")
        assert (page, browser.accessibility_faults("main")) == (page, [])

    browser.open(f"/admin/sessions/{clashing.pk}/shift/")
    browser.find("[name=days]").send_keys("7")
    browser.click("form.miti-form button[type=submit]")
    browser.find("[name=apply]")
    browser.settle()
    assert browser.accessibility_faults("main") == []
    assert browser.complaints == []


def test_pages_fit_a_telephone(browser, clashing):
    browser.log_in()
    browser.resize(400, 800)
    for page in ("grid", "conflicts", "shift", "fill", "clone"):
        browser.open(f"/admin/sessions/{clashing.pk}/{page}/")
        assert (page, browser.run("return document.documentElement.scrollWidth") <= 400) == (
            page,
            True,
        )
