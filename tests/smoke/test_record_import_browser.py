"""Organizations and venues imported in a browser: refused, differences seen, taken over, undone."""

import pytest
from django.urls import reverse

from events.models import Venue
from tests.smoke.test_programme_import_browser import shoot

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.xdist_group("browser")]

FILE = """name,city,country,latitude,accessibility
Town Hall,Paris,FR,48.85,Lift at the back
قاعة المؤتمرات – Kongresshalle mit einem sehr langen Namen ohne Ende,القاهرة,EG,30.04,
"""
BROKEN = "name,city,country,latitude\nTown Hall,Paris,France!,north\n"


def upload(browser, tmp_path, text):
    path = tmp_path / "venues.csv"
    path.write_text(text, encoding="utf-8")
    browser.find("input[type=file]").send_keys(str(path))
    browser.click("form[enctype] button[type=submit]")
    browser.settle()


@pytest.mark.parametrize("width", [1400, 400])
def test_editor_imports_venues_and_undoes(session, browser, tmp_path, width):
    browser.log_in()
    browser.resize(width, 900)
    browser.open(reverse("organizations_import_records", args=["venues"]))
    shoot(browser, f"records-upload-{width}")
    assert browser.accessibility_faults("main") == []
    upload(browser, tmp_path, BROKEN)
    shoot(browser, f"records-refused-{width}")
    assert "line 2, column country" in browser.find("[role=alert]").text
    assert browser.accessibility_faults("main") == []

    upload(browser, tmp_path, FILE)
    shoot(browser, f"records-review-{width}")
    assert browser.accessibility_faults("main") == []
    browser.click(".file-import__apply button")
    browser.find(".file-import__last")
    browser.settle()
    shoot(browser, f"records-done-{width}")
    assert Venue.objects.count() == 2
    assert browser.accessibility_faults("main") == []

    browser.click(".file-import__last button")
    browser.settle()
    assert Venue.objects.count() == 0
