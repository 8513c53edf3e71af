"""The programme in the editor, as whoever sits before it uses it; clicks and fields are counted."""

import time

from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

STREAM = "[data-contentpath=programme] [data-streamfield-stream-container]"
ADD = f"{STREAM} > div > .c-sf-add-button"
CHILD = f"{STREAM} > [data-streamfield-child]"
SAVING = "#w-autosave-indicator[data-w-autosave-state-value=saving]"
QUIET_SECONDS = 4
IS_BEFORE = """
const [one, other] = Array.from(arguments, (selector) => document.querySelector(selector));
return Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
"""


def block(uid):
    """Select a block."""
    return f"#block-{uid}-section"


def publish(browser):
    """Publish, and wait for the answer: what is said there may be said on this page already."""
    wait_for_autosave(browser)
    browser.run("document.body.dataset.before = 'publishing'")
    browser.click("footer [data-w-dropdown-target=toggle]")
    browser.click("[name=action-publish]")
    browser.wait(lambda: browser.find_all("body:not([data-before]) .messages li"))
    browser.settle()


def wait_for_autosave(browser):
    """Wait until Wagtail has saved the form by itself: it takes no click on a button meanwhile.

    It does so some time after the last change, and of a refused form once that has loaded.
    """
    since = time.monotonic()

    def is_quiet():
        nonlocal since
        if browser.find_all(SAVING):
            since = time.monotonic()
        return time.monotonic() - since > QUIET_SECONDS

    browser.wait(is_quiet)


def open_settings(browser, uid):
    """Open a block and its drawer, as far as they are not open for an error in them."""
    toggle = browser.find(f"{block(uid)} [data-panel-toggle]")
    browser.wait(toggle.is_displayed)
    if toggle.get_attribute("aria-expanded") == "false":
        browser.click(f"{block(uid)} [data-panel-toggle]")
    room = browser.find(f"{block(uid)} [data-contentpath=room] input")
    if not room.is_displayed():
        browser.click(f"{block(uid)} [data-streamfield-action=SETTINGS]")
    browser.wait(room.is_displayed)


def drag(browser, uid, above):
    """Take a block by its handle and let it go above another; again, if it slipped."""
    browser.wait(lambda: _dragged(browser, uid, above))


def _dragged(browser, uid, above):
    handle, target = (
        browser.find(f"{block(name)} [data-streamfield-action=DRAG]") for name in (uid, above)
    )
    browser.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", target)
    hand = ActionChains(browser.driver).click_and_hold(handle).pause(0.3)
    hand.move_by_offset(0, -20).pause(0.2)
    hand.move_to_element(target).move_by_offset(0, -8).pause(0.5).release().perform()
    return browser.run(IS_BEFORE, block(uid), block(above))


class Hand:
    """Somebody's hand: how often it clicked, and how many fields it filled in."""

    def __init__(self, browser):
        self.browser = browser
        self.clicks = self.fields = 0

    def click(self, selector):
        """Click on something."""
        self.browser.click(selector)
        self.clicks += 1

    def add(self, label):
        """Add a block below the last, and give it."""
        before = len(self.browser.find_all(CHILD))
        button = self.browser.find_all(ADD)[-1]
        self.browser.wait(lambda: self.browser.clicks(button))
        self.browser.wait(lambda: self._choose(label))
        self.clicks += 2
        self.browser.wait(lambda: len(self.browser.find_all(CHILD)) == before + 1)
        return self.browser.find_all(CHILD)[-1]

    def _choose(self, label):
        options = self.browser.find_all("[role=option]")
        try:
            found = [option for option in options if option.text.startswith(label)]
            return bool(found) and self.browser.clicks(found[0])
        except StaleElementReferenceException:
            # The list has just been drawn anew.
            return False

    def fill(self, child, **values):
        """Type into fields that do not say it already; the tabulator leads on, without a click."""
        for name, text in values.items():
            field = child.find_element("css selector", f"[data-contentpath={name}] input")
            if field.get_attribute("value") != text:
                field.clear()
                field.send_keys(text, Keys.TAB)
                self.fields += 1

    def paste(self, selector, text):
        """Paste into a field: typed, so many cells would take a minute."""
        self.browser.run("arguments[0].value = arguments[1]", self.browser.find(selector), text)
        self.fields += 1
