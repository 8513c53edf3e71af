"""A programme imported in a browser: differences seen, taken over, undone."""

import os

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile

from events.models import TrainingSessionPage

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.xdist_group("browser")]

FILE = """type,date,start,end,title,people,room,text
day,2030-06-24,,,Opening day,,,
slot,,09:15,09:45,Opening,Anna | MODERATOR,Main hall,Words of welcome
slot,,10:00,11:00,زيارة المدينة – Kühle Straßen und sehr lange Titel ohne Ende,Nobody Here,Court,
note,,,,,,,Bring a coat
slot,2030-06-25,10:00,,Too late,,,
"""
BROKEN = "type,date,start,title\nslot,tomorrow,9 Uhr,Opening\nslot,2030-06-24,09:00,Fine\n"


def shoot(browser, name):
    """Keep a picture for whoever wants to look: `SHOTS=folder make test`."""
    if folder := os.environ.get("SHOTS"):
        height = browser.run("return document.documentElement.scrollHeight")
        width = browser.run("return window.innerWidth")
        browser.resize(width, min(height, 3000))
        browser.driver.save_screenshot(f"{folder}/{name}.png")
        browser.resize(width, 900)


def upload(browser, tmp_path, text):
    path = tmp_path / "programme.csv"
    path.write_text(text, encoding="utf-8")
    browser.find("input[type=file]").send_keys(str(path))
    browser.click("form[enctype] button[type=submit]")
    browser.settle()


def titles(session):
    draft = TrainingSessionPage.objects.get(pk=session.pk).get_latest_revision_as_object()
    return [block.value.get("title") for block in draft.programme if block.block_type == "slot"]


@pytest.mark.parametrize(("width", "language"), [(1400, "en"), (400, "en"), (1400, "ar")])
def test_editor_imports_and_undoes(
    session, settings, django_user_model, browser, tmp_path, width, language
):
    settings.WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("ar", "Arabic")]
    user = django_user_model.objects.get()
    UserProfile.objects.create(user=user, preferred_language=language)
    browser.log_in()
    browser.resize(width, 900)
    browser.open(reverse("events_import_programme", args=[session.pk]))
    shoot(browser, f"upload-{width}-{language}")
    assert browser.accessibility_faults("main") == []
    upload(browser, tmp_path, BROKEN)
    shoot(browser, f"refused-{width}-{language}")
    assert "line 2, column date" in browser.find("[role=alert]").text
    assert browser.accessibility_faults("main") == []

    upload(browser, tmp_path, FILE)
    shoot(browser, f"review-{width}-{language}")
    assert browser.accessibility_faults("main") == []
    assert "Nobody Here" in browser.find(".help-warning").text
    browser.click("[name=without_missing]")
    browser.click(".file-import__apply button")
    browser.find(".file-import__last")
    browser.settle()
    shoot(browser, f"done-{width}-{language}")
    assert titles(session)[0] == "Opening"
    assert len(titles(session)) == 3
    assert browser.accessibility_faults(".file-import__last") == []

    browser.click(".file-import__last button")
    browser.wait(lambda: titles(session) == ["Opening"])
    browser.settle()

    wide = browser.run("return document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
    assert browser.foreign_requests == []
