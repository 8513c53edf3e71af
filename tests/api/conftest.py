"""A small site in three languages."""

from types import SimpleNamespace

import pytest
from wagtail.models import Locale, Site

from tests.factories import (
    HomePageFactory,
    LocaleFactory,
    OrganizationIndexPageFactory,
    PersonIndexPageFactory,
    TrainingSessionIndexPageFactory,
)
from tests.support.shared_rows import SharedRows


@pytest.fixture(scope="session")
def shared_small_site():
    return SharedRows(make_site)


@pytest.fixture
def site(shared_small_site, db):
    """Give a test the site; what the test changes is rolled back."""
    return shared_small_site.copy()


def make_site():
    """Make the default site's home, indexes, and the homes and indexes of French and Arabic."""
    english = Locale.objects.get(language_code="en")
    home = HomePageFactory(title="Home", slug="home", locale=english)
    record = Site.objects.create(
        hostname="miti.example.org", site_name="MITI", root_page=home, is_default_site=True
    )
    indexes = {
        "trainings": TrainingSessionIndexPageFactory(
            parent=home, title="Trainings", slug="trainings"
        ),
        "organizations": OrganizationIndexPageFactory(
            parent=home, title="Organizations", slug="organizations"
        ),
        "people": PersonIndexPageFactory(parent=home, title="People", slug="people"),
    }
    site = SimpleNamespace(record=record, home=home, english=english, **indexes)
    for name, code in (("french", "fr"), ("arabic", "ar")):
        locale = LocaleFactory(language_code=code)
        setattr(site, name, locale)
        setattr(site, f"home_{code}", translated(home, locale, f"Home {code}"))
        for key, page in indexes.items():
            setattr(site, f"{key}_{code}", translated(page, locale, f"{page.title} {code}"))
    return site


def translated(page, locale, title, **values):
    """Publish a translation of a page."""
    copy = page.copy_for_translation(locale)
    copy.title = title
    for name, value in values.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    copy.refresh_from_db()
    return copy
