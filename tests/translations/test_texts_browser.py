"""Texts of the desk in a real browser, by keyboard."""

import pytest
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.common.keys import Keys
from wagtail_localize.models import StringTranslation

from tests.factories import StandardPageFactory, day_block, slot_block
from tests.support.browser import NAME, Browser, require_browser
from tests.support.graphql import ask
from tests.support.translated_site import DAY, write
from tests.translations.exchange.conftest import LINKED, RICH
from translations.domain.addresses import desk_url

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.xdist_group("browser")]

NEXT = Keys.CONTROL + Keys.ENTER
IN_ROW = "return document.activeElement.closest('[data-text]').textContent"
PASTE = """
const [editor, plain, html] = arguments;
const data = new DataTransfer();
data.setData("text/plain", plain);
data.setData("text/html", html);
const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
editor.dispatchEvent(event);
"""
IS_SEEN = """
const one = document.activeElement.getBoundingClientRect();
const bar = arguments[0].getBoundingClientRect();
return one.bottom <= bar.top + 1 && bar.bottom <= innerHeight + 1;
"""
PAGE = """
query ($locale: LocaleCode!) {
  page(path: "/trees/", locale: $locale) {
    title
    ... on StandardPage { body { ... on RichTextBlock { value { html } } } }
  }
}
"""


@pytest.fixture
def site(shared_translated_site, transactional_db):
    assert NAME == "boss"
    return shared_translated_site.copy()


@pytest.fixture
def browser(site, live_server):
    require_browser()
    browser = Browser(live_server.url)
    browser.enter()
    yield browser
    browser.close()


def row_of(browser, original):
    return next(row for row in browser.find_all("[data-text]") if original in row.text)


def focused(browser):
    return browser.driver.switch_to.active_element


def data(translation):
    rows = StringTranslation.objects.filter(locale=translation.target_locale)
    return {row.translation_of.data: row.data for row in rows.select_related("translation_of")}


@pytest.mark.parametrize(("code", "direction"), [("ar", "rtl"), ("ko", "ltr")])
def test_fields_run_as_their_language_on_every_screen(browser, site, code, direction):
    translation = site.begin(site.session, code)
    for width in (1280, 400):
        browser.resize(width, 800)
        browser.open(desk_url(translation))

        field = browser.find("[data-text] textarea")
        style = browser.run(
            "const s = getComputedStyle(arguments[0]);"
            "return [s.direction, s.unicodeBidi, s.textAlign]",
            field,
        )
        assert style == [direction, "plaintext", "start"]
        assert browser.run("return document.documentElement.scrollWidth <= innerWidth")
        assert browser.accessibility_faults("main") == []
    assert browser.complaints == []


def test_what_stands_in_the_fields_is_saved_before_all_else(browser, site):
    translation = site.begin(site.session)
    browser.open(desk_url(translation))
    for original, text in (("Cool streets", "شوارع باردة"), ("Opening", "الافتتاح")):
        row_of(browser, original).find_element("css selector", "textarea").send_keys(text)

    browser.click("button[name=action][value=save]")
    browser.wait(lambda: browser.find_all(".messages .success"))
    browser.settle()

    assert data(translation) == {"Cool streets": "شوارع باردة", "Opening": "الافتتاح"}
    assert site.page().latest_revision.content["title"] == "شوارع باردة"
    field = row_of(browser, "Opening").find_element("css selector", "textarea")
    field.send_keys("\u0638" * 260)
    browser.click("button[name=action][value=send]")
    browser.wait(lambda: "there is room for 255" in row_of(browser, "Opening").text)
    browser.wait(lambda: focused(browser) == field)
    assert "nothing else was done" in browser.find("[data-announcement]").get_attribute(
        "textContent"
    )
    assert field.get_attribute("value").endswith("\u0638" * 260)
    assert data(translation)["Opening"] == "الافتتاح"
    assert not site.page().workflow_in_progress


def test_text_changed_meanwhile_is_kept_beside_the_other(browser, site):
    translation = site.begin(site.session)
    browser.open(desk_url(translation))
    write(translation, {"Cool streets": "مدن باردة"})
    row = row_of(browser, "Cool streets")

    row.find_element("css selector", "textarea").send_keys("شوارع باردة", NEXT)
    browser.wait(lambda: row.find_elements("css selector", ".desk-theirs"))

    assert row.find_element("css selector", ".desk-theirs").text == "مدن باردة"
    assert focused(browser).get_attribute("value") == "شوارع باردة"
    assert data(translation)["Cool streets"] == "مدن باردة"
    assert browser.accessibility_faults("[data-desk]") == []
    focused(browser).send_keys(NEXT)
    browser.wait(lambda: row.get_attribute("data-state") == "translated")
    browser.wait(lambda: data(translation)["Cool streets"] == "شوارع باردة")


def test_what_is_not_saved_is_not_left_without_a_word(browser, site):
    browser.open(desk_url(site.begin(site.session)))
    row_of(browser, "Opening").find_element("css selector", "textarea").send_keys("الافتتاح")
    assert "Not saved" in row_of(browser, "Opening").text

    # A driver of tests leaves any page without being asked.
    leaving = "return !window.dispatchEvent(new Event('beforeunload', {cancelable: true}))"
    assert browser.run(leaving)
    focused(browser).send_keys(NEXT)
    browser.wait(lambda: row_of(browser, "Opening").get_attribute("data-state") == "translated")
    assert not browser.run(leaving)


def test_rich_text_with_a_link_is_translated_by_keyboard_and_published(browser, site):
    body = [("rich_text", RICH)]
    page = StandardPageFactory(parent=site.home, title="Trees", slug="trees", body=body)
    page.save_revision().publish()
    translation = site.begin(page)
    browser.open(desk_url(translation))
    browser.find("[data-text] textarea").send_keys("الأشجار", NEXT)
    row = row_of(browser, "Cities")
    browser.wait(lambda: focused(browser).get_attribute("role") == "textbox")
    assert browser.run("return getComputedStyle(document.activeElement).direction") == "rtl"

    # The words of the link, the link, and then the rest in its two formats.
    editor = focused(browser)
    editor.send_keys("بعضها", Keys.CONTROL + "a")
    editor.send_keys(Keys.CONTROL + "k")
    editor.send_keys(Keys.END, " < & ")
    editor.send_keys(Keys.CONTROL + "b")
    editor.send_keys("أجل")
    editor.send_keys(Keys.CONTROL + "b")
    editor.send_keys(" ذلك", Keys.ENTER, "نعم")
    assert browser.accessibility_faults("[data-desk]") == []
    editor.send_keys(NEXT)
    browser.wait(lambda: row.get_attribute("data-state") == "translated")

    text = '<a id="a1">بعضها</a> &lt; &amp; <b>أجل</b> ذلك<br/>نعم'
    assert data(translation) == {"Trees": "الأشجار", LINKED: text}
    browser.wait(lambda: "Trees & water" in browser.run(IN_ROW))
    focused(browser).send_keys(Keys.ALT + "0")
    focused(browser).send_keys(NEXT)
    browser.wait(lambda: "3 of 3" in browser.find(".desk-progress").text)
    assert data(translation)["Trees &amp; water: 2 &lt; 3 🌳"] == "Trees &amp; water: 2 &lt; 3 🌳"
    browser.click("button[name=action][value=publish]")
    browser.wait(lambda: browser.find_all(".messages .success"))
    answer = ask(PAGE, locale="AR")["page"]
    (block,) = answer["body"]
    assert answer["title"] == "الأشجار"
    assert '<a href="https://example.org/?a=1&amp;b=2">بعضها</a> &lt; &amp; <b>أجل</b>' in str(
        block
    )
    assert browser.complaints == []


def test_what_is_pasted_is_plain_text(browser, site):
    page = StandardPageFactory(parent=site.home, title="Trees", body=[("rich_text", RICH)])
    translation = site.begin(page)
    browser.open(desk_url(translation))
    browser.click(".desk-rich")
    editor = browser.find(".desk-rich")

    browser.run(PASTE, editor, "<i>one</i>\ntwo", "<h1 onclick='x'>one</h1>")

    field = browser.find("[data-rich]")
    assert field.get_attribute("value") == "&lt;i&gt;one&lt;/i&gt;<br/>two"
    assert "(missing)" in browser.find(".desk-toolbar").text
    browser.click(".desk-toolbar [data-id]")
    assert "(missing)" not in browser.find(".desk-toolbar").text
    assert '<a id="a1">each other</a>' in field.get_attribute("value")


def test_suggestion_is_seen_and_taken_by_keyboard(browser, site):
    write(site.begin(site.session), {"Cool streets": "شوارع باردة"})
    page = StandardPageFactory(parent=site.home, title="Cool streets")
    translation = site.begin(page)
    browser.open(desk_url(translation))
    field = browser.find("[data-text] textarea")

    field.send_keys("x", Keys.ALT + "1")
    browser.wait(lambda: browser.find_all("[data-suggestion]"))
    assert field.get_attribute("value") == "x"
    assert "100 %" in browser.find(".desk-suggestions").text
    assert browser.accessibility_faults("[data-desk]") == []
    field.send_keys(Keys.ALT + "1")
    assert field.get_attribute("value") == "شوارع باردة"
    field.send_keys(NEXT)

    browser.wait(lambda: "1 of 1" in browser.find(".desk-progress").text)
    assert "شوارع باردة" in data(translation).values()
    assert browser.complaints == []


def test_changed_original_is_translated_from_what_it_was(browser, site):
    translation = site.begin(site.session)
    write(translation, {"Cool streets": "شوارع باردة"})
    site.session.title = "Cool new streets"
    site.session.save_revision().publish()
    translation.source.update_from_db()
    browser.open(desk_url(translation))
    row = row_of(browser, "Cool new streets")

    assert row.find_element("css selector", "ins").text.split() == ["[added:", "new", "]"]
    assert browser.accessibility_faults("[data-desk]") == []
    browser.click(".desk-older button")

    assert focused(browser).get_attribute("value") == "شوارع باردة"
    assert browser.complaints == []


def test_the_original_in_place_of_a_rich_text_is_undone_by_keyboard(browser, site):
    page = StandardPageFactory(parent=site.home, title="Trees", body=[("rich_text", RICH)])
    translation = site.begin(page)
    mine = '<a id="a1">بعضها</a> <b>أجل</b>'
    write(translation, {LINKED: mine})
    browser.open(desk_url(translation))
    field = browser.find("[data-rich]")
    browser.click(".desk-rich")

    focused(browser).send_keys(Keys.ALT + "0")
    assert field.get_attribute("value") == LINKED
    assert "(missing)" not in browser.find(".desk-toolbar").text
    focused(browser).send_keys(Keys.CONTROL + "z")

    assert field.get_attribute("value") == mine
    assert browser.find(".desk-rich .desk-link").get_attribute("data-id") == "a1"
    focused(browser).send_keys(Keys.CONTROL + "y")
    assert field.get_attribute("value") == LINKED
    assert browser.complaints == []


def test_counts_of_the_filters_follow_the_work(browser, site):
    browser.open(desk_url(site.begin(site.session)))
    counts = "return Object.fromEntries([...document.querySelectorAll('[data-count]')].map("
    counts += "(one) => [one.dataset.count, one.textContent]))"
    assert browser.run(counts)["untranslated"] == "3"

    browser.find("[data-text] textarea").send_keys("شوارع باردة", NEXT)
    browser.wait(lambda: browser.run(counts)["untranslated"] == "2")
    assert browser.run(counts)["unreviewed"] == "1"
    # From outside the texts the key only leads to what can be approved.
    browser.run("document.activeElement.blur()")
    browser.find("body").send_keys(Keys.ALT + "9")
    assert focused(browser).get_attribute("data-approve") is not None
    focused(browser).send_keys(Keys.ALT + "9")

    browser.wait(lambda: browser.run(counts)["reviewed"] == "1")
    assert browser.run(counts)["unreviewed"] == "0"


@pytest.mark.parametrize("width", [1280, 400])
def test_bar_with_the_actions_is_at_hand_and_covers_nothing_that_has_the_focus(
    browser, site, width
):
    slots = [slot_block(f"Slot {place}", "09:00", "09:30", name=f"s{place}") for place in range(12)]
    site.session.programme = [day_block(DAY), *slots]
    site.session.save_revision().publish()
    translation = site.begin(site.session)
    browser.resize(width, 700)
    browser.open(desk_url(translation))
    bar = browser.find(".desk-bar")
    background = browser.run("return getComputedStyle(arguments[0]).backgroundColor", bar)
    assert background == "rgb(255, 255, 255)"

    browser.click("[data-text] textarea")
    for _step in range(40):
        focused(browser).send_keys(Keys.TAB)
        try:
            browser.wait(lambda: browser.run(IS_SEEN, bar))
        except TimeoutException:
            pytest.fail(f"covered: {focused(browser).get_attribute('outerHTML')}")
    assert browser.run("return document.documentElement.scrollWidth <= innerWidth")
