"""Who uses somebody, and putting somebody else in their place, in a browser."""

import os
from pathlib import Path

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from organizations.models import PersonPage
from tests.factories import (
    MenuFactory,
    PersonPageFactory,
    StandardPageFactory,
    day_block,
    slot_block,
)
from tests.support.browser import NAME

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
# Where to put pictures of the pages, for somebody who wants to look at them.
PICTURES = os.environ.get("PICTURES", "")


@pytest.fixture
def anna(session):
    """Have Anna used by a programme, a text in Arabic, a menu and a draft."""
    anna = PersonPage.objects.get(title="Anna")
    session.refresh_from_db()
    slot = slot_block("Opening", "09:00", "09:30", name="opening", speakers=[anna])
    session.programme = [day_block(session.start_date), slot]
    session.save_revision().publish()
    html = f'<p><a linktype="page" id="{anna.pk}">آنا</a></p>'
    home = session.get_parent().get_parent()
    Locale.objects.get_or_create(language_code="ar")
    StandardPageFactory(parent=home, title="شوارع باردة في القاهرة", slug="a", introduction=html)
    StandardPageFactory(parent=home, title="A draft", introduction=html, live=False)
    item = {"type": "item", "value": {"label": "Anna", "page": anna.pk, "children": []}}
    MenuFactory(items=[item])
    PersonPageFactory(parent=anna.get_parent(), title="Boris", slug="boris")
    return anna


def look(browser, name):
    """Find no fault on a page in two sizes, and keep pictures of it if somebody asks."""
    for width in (1280, 400):
        browser.resize(width, 900)
        assert browser.accessibility_faults(".nice-padding") == []
        assert browser.run("return document.documentElement.scrollWidth") <= width
        if PICTURES:
            browser.driver.save_screenshot(str(Path(PICTURES) / f"{name}-{width}.png"))
    browser.resize(1280, 900)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_refusal_leads_to_a_replacement_and_back(
    anna, browser, settings, language, django_user_model
):
    settings.WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("ar", "Arabic")]
    user = django_user_model.objects.get(username=NAME)
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()
    browser.log_in()

    browser.driver.get(browser.base_url + reverse("wagtailadmin_pages:delete", args=[anna.pk]))
    browser.wait(lambda: browser.find_all(".miti-uses"))
    look(browser, f"{language}-refused")
    assert len(browser.find_all(".miti-uses tbody tr")) == 3

    browser.collect()
    browser.complaints.clear()  # That the page was refused, which it was to be.
    browser.click(".miti-used .button")
    browser.wait(lambda: browser.find_all("form [name=new]"))
    look(browser, f"{language}-choose")
    boris = PersonPage.objects.get(title="Boris")
    address = reverse("references_replace", args=["wagtailcore", "page", anna.pk])
    browser.open(f"{address}?new={boris.pk}")
    look(browser, f"{language}-preview")
    assert len(browser.find_all(".miti-uses tbody tr")) == 4
    browser.click("form[method=post][action$='replace/'] button[type=submit]")
    browser.wait(lambda: browser.find_all(".messages .success"))
    browser.settle()
    undo = browser.find(".messages .success a").get_attribute("href")
    browser.open(undo.removeprefix(browser.base_url))
    look(browser, f"{language}-undo")
    browser.click("main form[method=post] button[type=submit]")
    browser.wait(lambda: browser.find_all(".miti-uses"))
    look(browser, f"{language}-uses")

    assert len(browser.find_all(".miti-uses tbody tr")) == 4
    assert browser.complaints == []
    assert browser.foreign_requests == []
