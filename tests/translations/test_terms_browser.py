"""Terms of the desk in a real browser: seen on every screen, inserted by key and by click."""

import pytest
from selenium.webdriver.common.keys import Keys

from tests.factories import StandardPageFactory, TermFactory
from tests.support.browser import NAME, Browser, require_browser
from tests.support.translated_site import write
from translations.domain.addresses import desk_url

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.xdist_group("browser")]

BODY = (
    '<p>The Metropolis International <b>Training Institute</b> in <a href="https://example.org/">'
    "Cairo</a> holds training sessions.</p>"
)
WORDS = {
    "ar": (
        "معهد متروبوليس الدولي للتدريب\nمعهد متروبوليس",
        "دورة تدريبية",
        "جلسة تدريبية",
        "القاهرة",
    ),
    "ko": ("메트로폴리스 국제연수원", "교육 과정", "수업", "카이로"),
}


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


def begin(site, code):
    institute, session, wrong, city = WORDS[code]
    locale = site.locale(code)
    TermFactory(
        text="Metropolis International Training Institute",
        preferred=institute,
        is_name=True,
        locale=locale,
        note="Established in 1996.",
    )
    TermFactory(text="training session", preferred=session, forbidden=wrong, locale=locale)
    TermFactory(text="Cairo", preferred=city, is_name=True, locale=locale)
    page = StandardPageFactory(
        parent=site.home, title="Training sessions in Cairo", body=[("rich_text", BODY)]
    )
    page.save_revision().publish()
    return site.begin(page, code)


@pytest.mark.parametrize("code", ["ar", "ko"])
def test_terms_are_seen_and_inserted(browser, site, code):
    translation = begin(site, code)
    _institute, session, wrong, city = WORDS[code]
    write(translation, {"Training sessions in Cairo": f"{wrong} {city}"})
    for width in (1280, 800):
        browser.resize(width, 900)
        browser.open(desk_url(translation))
        assert len(browser.find_all("dfn.desk-term")) == 6
        assert browser.run("return document.documentElement.scrollWidth <= innerWidth")
        assert browser.accessibility_faults("main") == []
    plain, rich = browser.find_all("[data-text]")
    assert wrong in plain.find_element("css selector", "[data-feedback]").text

    # By key into a plain text, where the caret is.
    field = plain.find_element("css selector", "textarea")
    browser.run("arguments[0].focus()", field)
    field.send_keys("1", Keys.ALT + "4")
    browser.wait(lambda: f"1{session}" in field.get_attribute("value"))

    # By click into a formatted text.
    editor = rich.find_element("css selector", ".desk-rich")
    browser.run("arguments[0].focus()", editor)
    editor.send_keys("a-")
    button = next(
        one for one in rich.find_elements("css selector", "[data-term]") if city in one.text
    )
    browser.run("arguments[0].click()", button)
    stored = rich.find_element("css selector", "textarea[data-rich]")
    browser.wait(lambda: f"a-{city}" in stored.get_attribute("value"))
    assert browser.complaints == []
