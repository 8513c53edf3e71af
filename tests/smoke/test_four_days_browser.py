"""The leaflet's session gets its four days, by hand and pasted; then a slot moves to another."""

import datetime

import pytest
from django.test import Client

from events.models import TrainingSessionPage
from tests.support import icalendar_text
from tests.support.programme_editor import Hand, block, drag, publish

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

DATES = [datetime.date(2015, 6, day) for day in (22, 23, 24, 25)]
TIMES = ("09:00", "09:30", "11:00", "12:30", "14:00", "15:30", "17:00")
TOPICS = ("Words of welcome", "Heat", "Floods", "Lunch", "Site visit", "Questions")
# What a slot and a day took when nothing was proposed: a click on the button and one in its menu
# for each block, and every field by hand.
UNAIDED_DAY = {"clicks": 14, "fields": 1 + 6 * 3}


def slots(number):
    """Give the six slots of a day."""
    for start, end, topic in zip(TIMES, TIMES[1:], TOPICS, strict=False):
        yield start, end, f"{topic} {number}"


def cells():
    """Give all four days as somebody copies them in a spreadsheet."""
    lines = ["type\tdate\tstart\tend\ttitle\tpeople\troom"]
    for number, date in enumerate(DATES, start=1):
        lines.append(f"day\t{date}\t\t\tDay {number}\t\t")
        lines += [
            f"slot\t\t{start}\t{end}\t{title}\tAnna\tMain hall"
            for start, end, title in slots(number)
        ]
    return "\r\n".join(lines) + "\r\n"


@pytest.fixture
def leaflet(session):
    """The session of the leaflet, of which only the dates are known."""
    session.title = "Adaptability and resilience of the metropolis to climate change"
    session.start_date, session.end_date = DATES[0], DATES[-1]
    session.programme = []
    session.save_revision().publish()
    return session


@pytest.fixture
def numbers(leaflet):
    """What subscribers' calendars compare: the number of each slot, by its title."""

    def numbers():
        response = Client().get(f"/calendar/sessions/{leaflet.translation_key}.ics")
        events = icalendar_text.read(response.content).events.values()
        return {
            event["SUMMARY"]: int(event["SEQUENCE"])
            for event in events
            if event["STATUS"] != "CANCELLED"
        }

    return numbers


def uids(session):
    draft = TrainingSessionPage.objects.get(pk=session.pk).get_latest_revision_as_object()
    return {block.value["title"]: str(block.id) for block in draft.programme}


def test_a_day_by_hand_needs_fewer_fields_than_it_has(browser, leaflet):
    hand = Hand(browser)
    browser.log_in()
    browser.open(f"/admin/pages/{leaflet.pk}/edit/#tab-programme")

    day = hand.add("Day")
    hand.fill(day, date=str(DATES[0]))
    for start, end, title in slots(1):
        slot = hand.add("Slot")
        name = "start" if start == TIMES[0] else "end"
        field = slot.find_element("css selector", f"[data-contentpath={name}] input")
        browser.wait(lambda field=field: browser.driver.switch_to.active_element == field)
        hand.fill(slot, start=start, end=end, title=title)
    second = hand.add("Day")

    date = second.find_element("css selector", "[data-contentpath=date] input")
    assert date.get_attribute("value") == str(DATES[1])
    assert {"clicks": hand.clicks - 2, "fields": hand.fields + 6} == UNAIDED_DAY
    assert hand.fields == 13
    assert browser.complaints == []


def test_four_days_are_pasted_and_one_slot_moves(browser, leaflet, numbers):
    hand = Hand(browser)
    browser.log_in()
    browser.open(f"/admin/pages/{leaflet.pk}/edit/")
    hand.click("[role=tab][href='#tab-programme']")
    hand.click(".miti-ways a[href$='/import/']")
    browser.settle()
    hand.paste("[name=cells]", cells())
    hand.click("form[enctype] button[type=submit]")
    browser.settle()
    hand.click(".file-import__apply button")
    browser.find(".file-import__last")

    # By hand, all would have taken 4 times 14 clicks and 19 fields.
    assert (hand.clicks, hand.fields) == (4, 1)
    assert len(uids(leaflet)) == 4 + 24

    browser.open(f"/admin/pages/{leaflet.pk}/edit/#tab-programme")
    publish(browser)
    before = numbers()
    # The session itself, which was there without times before, and its slots.
    assert before == {leaflet.title: 1} | {
        title: 0 for number in range(1, 5) for _start, _end, title in slots(number)
    }

    # The first slot of the third day goes to the end of the second, where the hall is taken then.
    named = uids(leaflet)
    moved = named["Words of welcome 3"]
    browser.open(f"/admin/pages/{leaflet.pk}/edit/#tab-programme")
    drag(browser, moved, above=named["Day 3"])
    publish(browser)

    assert browser.find_all(".messages .error")
    browser.click("[role=tab][href='#tab-programme']")
    listed = [row.text for row in browser.find_all(".miti-conflicts [data-conflict-block]")]
    assert any("Main hall" in text and text.startswith("Stops publishing") for text in listed)
    browser.wait(lambda: browser.find_all(f"{block(moved)} .miti-block-mark"))
    assert numbers() == before

    slot = browser.find(block(moved))
    if not slot.find_element("css selector", "[data-contentpath=start] input").is_displayed():
        browser.click(f"{block(moved)} [data-panel-toggle]")
    hand.fill(slot, start="17:00", end="17:30")
    publish(browser)

    assert browser.find_all(".messages .success")
    assert numbers() == before | {"Words of welcome 3": 1}
    assert browser.complaints == []
    assert browser.foreign_requests == []
