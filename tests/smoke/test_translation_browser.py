"""A translation in a real browser: written, sent for review, approved; what readers see of it."""

import pytest
from selenium.webdriver.common.keys import Keys
from wagtail.models import Page

from tests.support.browser import Browser, require_browser
from tests.support.digest import digests, rows
from tests.support.graphql import ask
from tests.support.translated_site import PASSWORD, SESSION

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.xdist_group("browser")]

# What writing texts writes; of the page the title of its draft, which lists of the admin show.
WRITING = {
    "translations.TranslationProgress",
    "wagtail_localize.StringTranslation",
    "wagtailcore.Page",
}
# What an approval writes; in no other table may a row change.
APPROVAL = {
    "caching.TagChange",
    "events.CalendarEntry",
    "events.SlotText",
    "events.TrainingSessionPage",
    "search.SearchEntry",
    "search.SearchVariant",
    "translation_state.TranslationState",
    "translations.TextMark",
    "wagtailcore.Page",
    "wagtailcore.PageLogEntry",
    "wagtailcore.TaskState",
    "wagtailcore.WorkflowState",
    "wagtailsearch.IndexEntry",
}
TEXTS = {"Cool streets": "شوارع باردة", "Shade and water": "ظل وماء", "Opening": "الافتتاح"}


@pytest.fixture
def site(shared_translated_site, transactional_db):
    site = shared_translated_site.copy()
    site.member("amal", "Translators: Arabic")
    site.member("rana", "Reviewers: Arabic")
    return site


@pytest.fixture
def browser(site, live_server):
    require_browser()
    browser = Browser(live_server.url)
    yield browser
    browser.close()


def public(code):
    return ask(SESSION, locale=code)["session"]


def changed(before):
    after = digests()
    return {label for label in after if after[label] != before[label]}


def sign_in(browser, name):
    browser.driver.delete_all_cookies()
    browser.log_in(name, PASSWORD)


def translate(browser, original, text):
    """Write the text that has the focus by keyboard, and go on to the next one."""
    field = browser.driver.switch_to.active_element
    row = browser.wait(lambda: next((r for r in rows_of(browser) if original in r.text), None))
    assert row.find_element("css selector", "textarea") == field
    field.send_keys(text, Keys.CONTROL + Keys.ENTER)
    browser.wait(lambda: row.get_attribute("data-state") == "translated")


def rows_of(browser):
    return browser.find_all("[data-text]")


def press(browser, value):
    browser.click(f"button[name=action][value={value}]")
    browser.wait(lambda: browser.find_all(".messages .success"))
    browser.settle()


def test_translator_writes_reviewer_publishes_and_readers_see_it_then(browser, site, settings):
    english = public("EN")
    sign_in(browser, "amal")
    browser.click("a[href='/admin/translations/']")
    browser.settle()
    browser.click("a[href='/admin/translations/begin/']")
    browser.settle()
    assert browser.accessibility_faults("main") == []
    browser.click(f"form[action='/admin/localize/submit/page/{site.session.pk}/'] button")
    browser.wait(lambda: browser.find_all(".messages .success"))
    browser.settle()
    assert public("AR") is None
    begun = digests()

    browser.click("[data-text] textarea")
    for original, text in TEXTS.items():
        translate(browser, original, text)
    browser.wait(lambda: "3 of 3" in browser.find(".desk-progress").text)
    assert browser.accessibility_faults("main") == []
    assert public("AR") is None
    assert changed(begun) <= WRITING
    press(browser, "save")
    assert public("AR") is None
    assert site.page().latest_revision.content["title"] == "شوارع باردة"
    press(browser, "send")
    assert public("AR") is None
    assert browser.accessibility_faults(".desk-state") == []
    assert browser.find_all("button[value=publish], button[value=approve]") == []

    sign_in(browser, "rana")
    assert "For you to review" in browser.find(".miti-awaiting").text
    browser.click(".miti-item__title")
    browser.settle()
    at_review, pages = digests(), rows(Page)
    press(browser, "approve")

    assert public("AR") == {
        "title": "شوارع باردة",
        "theme": "ظل وماء",
        "isFallback": False,
        "startDate": "2030-06-24",
        "programme": {
            "days": [{"slots": [{"title": "الافتتاح", "startsAt": "2030-06-24T09:00:00+02:00"}]}]
        },
    }
    assert public("EN") == english
    assert (public("FR"), public("KO")) == (None, None)
    assert changed(at_review) == APPROVAL
    assert {pk for pk, row in rows(Page).items() if row != pages[pk]} == {site.page().pk}
    assert browser.complaints == []
    assert browser.foreign_requests == []
