"""A real browser that remembers what it complained about and whom it asked."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from selenium import webdriver
from selenium.common.exceptions import ElementClickInterceptedException, WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

AXE = Path(__file__).parents[2] / "cms/static/cms/vendor/axe-4.10.3.min.js"
OWN_SCHEMES = ("data:", "blob:", "about:", "chrome:")
PATIENCE = 30
NAME, PASSWORD = "boss", "four words make sense"
POSITION = """
const [selector, position] = arguments;
for (const one of document.querySelectorAll(selector)) one.style.position = position;
"""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def require_browser():
    """Skip where there is no Chromium; fail in CI, where there must be one."""
    if shutil.which("chromium") and shutil.which("chromedriver"):
        return
    message = "Chromium and its driver are not installed (Debian: chromium, chromium-driver)"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


class Browser:
    """Chromium without a window."""

    def __init__(self, base_url):
        self.base_url = base_url
        self.profile = tempfile.TemporaryDirectory(prefix="cms-chromium-")
        self.driver = webdriver.Chrome(
            options=self._options(), service=Service(shutil.which("chromedriver"))
        )
        self.complaints = []
        self.foreign_requests = []

    def _options(self):
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium")
        for argument in (
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--no-first-run", "--window-size=1400,900", f"--user-data-dir={self.profile.name}",
        ):  # fmt: skip
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        return options

    def close(self):
        """Give the machine back."""
        self.driver.quit()
        self.profile.cleanup()

    def open(self, path):
        """Open a page of the site."""
        self.driver.get(self.base_url + path)
        self.settle()

    def settle(self):
        """Wait until the page is ready and Wagtail's scripts have started, then read the logs."""
        self.wait(lambda: self.run("return document.readyState") == "complete")
        self.wait(lambda: self.run("return document.body.classList.contains('ready')"))
        self.collect()

    def collect(self):
        """Remember errors of the console, and requests to anybody else."""
        for entry in self.driver.get_log("browser"):
            if entry["level"] in {"SEVERE", "WARNING"}:
                self.complaints.append(entry["message"])
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                url = message["params"]["request"]["url"]
                if not url.startswith((self.base_url, *OWN_SCHEMES)):
                    self.foreign_requests.append(url)
            elif message["method"] == "Network.responseReceived":
                self._remember_refusal(message["params"])

    def _remember_refusal(self, received):
        """Keep what the site answered where it refused, for whoever reads a failure."""
        if received["response"]["status"] < 400:
            return
        try:
            body = self.driver.execute_cdp_cmd(
                "Network.getResponseBody", {"requestId": received["requestId"]}
            )["body"]
        except WebDriverException as error:
            body = error.msg
        self.complaints.append(f"{received['response']['url']}: {body[:500]}")

    def wait(self, condition):
        """Wait until something holds."""
        return WebDriverWait(self.driver, PATIENCE).until(lambda _driver: condition())

    def run(self, script, *arguments):
        """Run a script in the page."""
        return self.driver.execute_script(script, *arguments)

    def find(self, selector):
        """Give the first element that is there."""
        return self.wait(lambda: self.find_all(selector))[0]

    def find_all(self, selector):
        """Give all elements that match."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def click(self, selector):
        """Click on an element once it can be clicked: nothing moves any more, or covers it."""
        element = self.find(selector)
        self.wait(element.is_displayed)
        self.wait(lambda: self.clicks(element))

    def clicks(self, element):
        """Click on an element; false if something else is before it."""
        center = "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})"
        self.run(center, element)
        try:
            element.click()
        except ElementClickInterceptedException:
            return False
        return True

    def log_in(self, username=NAME, password=PASSWORD):
        """Sign in as an editor does."""
        self.open("/admin/login/")
        self.find("[name=username]").send_keys(username)
        self.find("[name=password]").send_keys(password)
        self.click("button[type=submit]")
        self.wait(lambda: "/login/" not in self.driver.current_url)
        self.settle()

    def enter(self, username=NAME):
        """Come as somebody who has signed in before: without the form, and the page after it."""
        client = Client()
        client.force_login(get_user_model().objects.get(username=username))
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": self.base_url}
        self.driver.execute_cdp_cmd("Network.setCookie", {**cookie, "httpOnly": True})

    def resize(self, width, height):
        """Take a screen of another size."""
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
        )

    def dark(self):
        """Ask for the dark theme, as an operating system does."""
        feature = {"name": "prefers-color-scheme", "value": "dark"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})

    def accessibility_faults(self, include="body"):
        """Give what axe finds against WCAG 2.2 AA: the rule, and where."""
        self.driver.execute_cdp_cmd(
            "Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")}
        )
        self.driver.set_script_timeout(PATIENCE * 3)
        # What a bar at the edge covers is uncovered by scrolling; axe takes it for small.
        self.run(POSITION, ".desk-bar", "static")
        result = self.driver.execute_async_script(
            """
            const [include, tags, done] = arguments;
            axe.run(include, {runOnly: tags, resultTypes: ["violations"]}).then(done);
            """,
            include,
            WCAG,
        )
        self.run(POSITION, ".desk-bar", "")
        return [
            (fault["id"], node["target"][0], node.get("failureSummary", ""))
            for fault in result["violations"]
            for node in fault["nodes"]
        ]
