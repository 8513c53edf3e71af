"""A small site in three languages, made once for each module and rolled back after it."""

import copy
from types import SimpleNamespace

import pytest
from django.db import transaction
from wagtail.models import Locale, Site

from tests.factories import (
    HomePageFactory,
    LocaleFactory,
    OrganizationIndexPageFactory,
    PersonIndexPageFactory,
    TrainingSessionIndexPageFactory,
)


@pytest.fixture(scope="module")
def site_of_module(django_db_setup, django_db_blocker):
    """Make the site in a transaction that lasts for the tests of a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_site()
        transaction.set_rollback(True)


@pytest.fixture
def site(site_of_module, db):
    """Give a test the site; what the test changes is rolled back."""
    return copy.deepcopy(site_of_module)


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
