"""A release bundle from a page to its readers and back, in a browser."""

import os
from pathlib import Path

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from events.models import TrainingSessionPage
from releases.models import ReleaseBundle
from tests.factories import BundleRedirectFactory, StandardPageFactory
from tests.support.browser import NAME

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
# Where to put pictures of the pages, for somebody who wants to look at them.
PICTURES = os.environ.get("PICTURES", "")


def look(browser, name):
    """Find no fault on a page in two sizes, and keep pictures of it if somebody asks."""
    for width in (1280, 400):
        browser.resize(width, 900)
        assert browser.accessibility_faults(".nice-padding") == []
        assert browser.run("return document.documentElement.scrollWidth") <= width
        if PICTURES:
            browser.driver.save_screenshot(str(Path(PICTURES) / f"{name}-{width}.png"))
    browser.resize(1280, 900)


def press(browser, do):
    browser.click(f"button[name=do][value={do}]")
    browser.wait(lambda: browser.find_all(".messages li"))
    browser.settle()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_page_is_added_checked_released_and_rolled_back(
    session, browser, settings, language, django_user_model
):
    settings.WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("ar", "Arabic")]
    profile = UserProfile.get_for_user(django_user_model.objects.get(username=NAME))
    profile.preferred_language = language
    profile.save()
    session.title = "Cooler streets"
    session.save_revision()
    Locale.objects.get_or_create(language_code="ar")
    arabic = StandardPageFactory(
        parent=session.get_parent().get_parent(), title="شوارع باردة", slug="a", live=False
    )
    arabic.body = [("heading", {"text": "", "level": "2"})]
    arabic.save_revision(clean=False)
    browser.log_in()

    browser.open(reverse("releases_add", args=["wagtailcore", "page", session.pk]))
    look(browser, f"{language}-add")
    browser.find("[name=title]").send_keys("Summer programme")
    browser.click("main form button[type=submit]")
    browser.wait(lambda: browser.find_all("table.listing"))
    bundle = ReleaseBundle.objects.get()
    browser.open(reverse("releases_add", args=["wagtailcore", "page", arabic.pk]))
    browser.run(f"document.querySelector('[name=bundle]').value = '{bundle.pk}'")
    browser.click("main form button[type=submit]")
    browser.wait(lambda: len(browser.find_all("table.listing tbody tr")) == 2)
    BundleRedirectFactory(bundle=bundle, redirect_page=session.page_ptr)

    press(browser, "check")
    look(browser, f"{language}-checked")
    assert len(browser.find_all("table.listing .w-text-critical-200")) == 1
    bundle.members.last().delete()
    browser.open(reverse("releases_bundle", args=[bundle.pk]))
    press(browser, "release")
    look(browser, f"{language}-released")
    assert TrainingSessionPage.objects.get().title == "Cooler streets"
    press(browser, "roll_back")
    assert TrainingSessionPage.objects.get().title == "Cool streets"
    browser.open(reverse("release_bundles:index"))
    look(browser, f"{language}-list")
    browser.open(reverse("releases_redirect", args=[bundle.pk]))
    look(browser, f"{language}-redirect")

    assert browser.complaints == []
    assert browser.foreign_requests == []
