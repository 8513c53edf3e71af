"""A front end of another origin shows drafts in the admin, and tells what it finds in them."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.templatetags.static import static
from selenium.webdriver.common.keys import Keys

from tests.support.browser import Browser, require_browser
from tests.support.graphql import ask
from tests.support.translated_site import PASSWORD, SESSION
from translations.domain.addresses import desk_url

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.xdist_group("browser")]

# What docs/front-end/previews.md tells front ends to do.
PAGE = """<!doctype html>
<html lang="en"><title>Preview</title><h1 dir="auto">Loading</h1>
<img src="data:," width="40" height="40"><h3>Below it</h3>
<script src="CHECKS"></script>
<script>
const asked = new URLSearchParams(location.hash.slice(1));
const query = `query ($key: UUID!, $locale: LocaleCode!) {
  session(key: $key, locale: $locale) { title }
}`;
fetch("API", {
  method: "POST",
  headers: {"Content-Type": "application/json", Authorization: `Preview ${asked.get("token")}`},
  body: JSON.stringify({query, variables: {key: asked.get("key"), locale: asked.get("locale")}}),
}).then((response) => response.json()).then(({data, errors}) => {
  const heading = document.querySelector("h1");
  if (!data) document.title = "";
  heading.textContent = data ? data.session.title : errors[0].extensions.code;
});
</script>
</html>"""


class FrontEnd(ThreadingHTTPServer):
    """Serves the one page."""

    daemon_threads = True

    def __init__(self, api):
        super().__init__(("127.0.0.1", 0), FrontEndHandler)
        checks = api.replace("/graphql/", static("cms/preview-checks.js"))
        self.page = PAGE.replace("API", api).replace("CHECKS", checks).encode()
        self.asked = []
        self.url = f"http://127.0.0.1:{self.server_port}"


class FrontEndHandler(BaseHTTPRequestHandler):
    """One request for it."""

    def do_GET(self):
        self.server.asked.append((self.path, self.headers.get("Referer")))
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.server.page)

    def log_message(self, *args):
        pass


@pytest.fixture
def site(shared_translated_site, transactional_db):
    site = shared_translated_site.copy()
    site.member("amal", "Translators: Arabic")
    return site


@pytest.fixture
def front_end(live_server, settings):
    server = FrontEnd(f"{live_server.url}/graphql/")
    Thread(target=server.serve_forever, daemon=True).start()
    settings.FRONT_END_PREVIEWS = {"*": f"{server.url}/preview"}
    settings.CORS_ALLOWED_ORIGINS = [server.url]
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def browser(site, live_server):
    require_browser()
    browser = Browser(live_server.url)
    yield browser
    browser.close()


def heading(browser, frame="#desk-preview-frame"):
    """Read what the front end shows in the frame."""
    browser.driver.switch_to.frame(browser.find(frame))
    try:
        found = browser.find_all("h1")
        return found[0].text if found else ""
    finally:
        browser.driver.switch_to.default_content()


def test_preview_follows_what_is_written(browser, site, front_end):
    translation = site.begin(site.session)
    browser.log_in("amal", PASSWORD)
    browser.open(desk_url(translation))

    browser.click("[data-preview-toggle]")
    browser.wait(lambda: heading(browser) == "Cool streets")
    field = browser.find("[data-text] textarea")
    field.send_keys("شوارع باردة", Keys.CONTROL + Keys.ENTER)
    browser.wait(lambda: heading(browser) == "شوارع باردة")

    assert ask(SESSION, locale="AR")["session"] is None
    assert browser.accessibility_faults(".desk-preview") == []
    assert {path for path, _referer in front_end.asked} == {"/preview"}
    assert {referer for _path, referer in front_end.asked} == {None}
    browser.collect()
    assert browser.complaints == []
    browser.click("[data-preview-toggle]")
    assert browser.find("[data-preview-toggle]").get_attribute("aria-expanded") == "false"


def found(browser):
    return [item.text.split("\n")[0] for item in browser.find_all(".front-end__found li")]


def test_the_front_end_tells_the_editor_what_it_finds(browser, site, front_end):
    browser.log_in(site.boss.username, PASSWORD)
    browser.open(f"/admin/pages/{site.session.pk}/edit/#tab-promote")
    draft = site.session.get_latest_revision_as_object()
    draft.title = "Not public yet"
    draft.save_revision()

    browser.click("[data-front-end-open]")
    browser.wait(lambda: heading(browser, "#front-end-frame") == "Not public yet")
    browser.wait(lambda: found(browser))

    assert ask(SESSION, locale="EN")["session"]["title"] == "Cool streets"
    assert found(browser) == [
        "Search engines: There is no description for search engines.",
        "Accessibility: Heading levels should only increase by one h3 Show",
        "Accessibility: Images must have alternative text img Show",
    ]
    assert browser.find("[data-front-end-status]").text == "Found: 3"
    assert browser.accessibility_faults(".front-end") == []
    browser.click(".front-end__found li:last-child button")
    browser.collect()
    assert browser.complaints == []


def test_nobody_else_is_believed(browser, site, front_end):
    browser.log_in(site.boss.username, PASSWORD)
    browser.open(f"/admin/pages/{site.session.pk}/edit/#tab-promote")
    browser.click("[data-front-end-open]")
    browser.wait(lambda: found(browser))
    before = found(browser)

    forged = {"type": "cms:checks", "findings": [{"kind": "search", "message": "Forged"}]}
    browser.run("postMessage(arguments[0], '*')", forged)
    hostile = {"kind": "<b>", "message": "<img src=x onerror=alert(1)>", "selector": "h1"}
    browser.driver.switch_to.frame(browser.find("#front-end-frame"))
    browser.run("parent.postMessage(arguments[0], '*')", {**forged, "findings": [hostile, None, 7]})
    browser.driver.switch_to.default_content()
    browser.wait(lambda: found(browser) != before)

    assert found(browser) == ["Accessibility: <img src=x onerror=alert(1)> h1 Show"]
    assert browser.find_all(".front-end__found img") == []
