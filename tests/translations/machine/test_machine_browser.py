"""Translating by machine in a real browser."""

import os

import pytest
from wagtail_localize.models import StringTranslation

from tests.support import libretranslate as machine
from tests.support.browser import Browser, require_browser
from tests.support.libretranslate import settings_for
from translations.domain.addresses import desk_url

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.xdist_group("browser")]

ARABIC = {"Cool streets": "شوارع باردة", "Opening": "<i>x</i>", "Shade and water": "ظل وماء"}


@pytest.fixture
def site(shared_translated_site, transactional_db):
    return shared_translated_site.copy()


@pytest.fixture
def browser(site, server, settings, live_server):
    require_browser()
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = settings_for(
        server, BATCH_CHARACTERS=20, PRICE=20_000
    )
    server.answer = machine.saying(ARABIC.get)
    browser = Browser(live_server.url)
    browser.enter()
    yield browser
    browser.close()


def shown(browser, name):
    """Keep a picture for whoever wants to look."""
    if folder := os.environ.get("PICTURES"):
        browser.driver.save_screenshot(f"{folder}/{name}.png")


@pytest.mark.parametrize("width", [1280, 400])
def test_empty_texts_are_filled_with_what_is_left_told(browser, server, site, width):
    translation = site.begin(site.session)
    browser.resize(width, 900)
    browser.open(desk_url(translation))
    assert (
        "3 empty texts, 34 characters to be sent: 0.68 EUR." in browser.find(".desk-machine").text
    )
    assert browser.accessibility_faults("[data-desk]") == []
    browser.run("document.querySelector('.desk-machine').scrollIntoView({block: 'center'})")
    shown(browser, f"before-{width}")

    browser.click("[data-machine] [data-start]")

    browser.wait(lambda: "Texts filled" in browser.find("[data-machine-said]").text)
    said = browser.find("[data-machine-said]").text
    assert "Texts filled by machine: 2. Nobody has reviewed them yet." in said
    assert "Opening / Title: the machine broke formats or links" in said
    assert StringTranslation.objects.filter(translation_type="machine").count() == 2
    assert len(server.received) == 3
    assert browser.accessibility_faults("[data-desk]") == []
    assert browser.run("return document.documentElement.scrollWidth <= innerWidth")
    shown(browser, f"after-{width}")
    browser.click("[data-machine-show] a")
    browser.wait(lambda: len(browser.find_all("[data-text]")) == 2)
    assert browser.find("[data-text] .desk-text__state").text == "Machine translated, not reviewed"
    shown(browser, f"filled-{width}")
    assert browser.complaints == []


def test_failure_half_way_is_told_and_keeps_what_came(browser, server, site):
    server.answers = [machine.saying(ARABIC.get), machine.failing(500)]
    browser.open(desk_url(site.begin(site.session)))

    browser.click("[data-machine] [data-start]")

    browser.wait(lambda: browser.find_all("[data-machine-said] .desk-fault"))
    said = browser.find("[data-machine-said]").text
    assert "Texts filled by machine: 1." in said
    assert "The translation server has an error of its own. Try again later." in said
    assert StringTranslation.objects.count() == 1


def test_suggestion_goes_into_the_field_and_is_saved_by_hand(browser, site):
    browser.open(desk_url(site.begin(site.session)))
    row = browser.find("[data-text]")

    browser.click("[data-ask]")
    browser.wait(lambda: row.find_elements("css selector", "[data-machine-answer] [data-insert]"))
    assert browser.accessibility_faults("[data-desk]") == []
    browser.run("arguments[0].scrollIntoView({block: 'center'})", row)
    shown(browser, "suggestion")
    browser.click("[data-machine-answer] [data-insert]")

    field = row.find_element("css selector", "textarea")
    assert field.get_attribute("value") == "شوارع باردة"
    assert StringTranslation.objects.count() == 0
    assert browser.complaints == []
