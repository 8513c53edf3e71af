"""People in two lists, with roles, and an editor of everything."""

from datetime import date
from types import SimpleNamespace

import pytest
from wagtail.models import Locale, Site

from organizations.models import PersonPage
from tests.factories import (
    HomePageFactory,
    OrganizationIndexPageFactory,
    OrganizationPageFactory,
    PersonIndexPageFactory,
    PersonPageFactory,
    PersonRoleFactory,
)
from tests.support.record_tables import Exchange
from tests.support.shared_rows import SharedRows


@pytest.fixture(scope="session")
def shared_records():
    return SharedRows(make_world)


@pytest.fixture
def world(shared_records, db):
    return shared_records.copy()


def make_world():
    english = Locale.objects.get(language_code="en")
    french = Locale.objects.create(language_code="fr")
    home = HomePageFactory(locale=english, slug="home")
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    listed = OrganizationIndexPageFactory(parent=home, slug="organizations")
    tunis = OrganizationPageFactory(parent=listed, title="Centre Tunis", city="Tunis")
    paris = OrganizationPageFactory(
        parent=listed, title="Centre | Paris", established=date(1985, 6, 1)
    )
    people = PersonIndexPageFactory(parent=home, slug="people")
    anna = PersonPageFactory(
        parent=people,
        title="Anna Sow",
        sort_name="Sow, Anna",
        honorific="Dr",
        spoken_languages=["fr", "ar"],
        email="anna@example.org",
        public_consent=True,
    )
    PersonRoleFactory(
        page=anna,
        organization=tunis,
        locale=english,
        role="President",
        starts_on=date(2019, 1, 1),
        starts_on_precision="YEAR",
        source="Leaflet | 2019",
        sort_order=0,
    )
    PersonRoleFactory(page=anna, organization=paris, locale=english, role="Member", sort_order=1)
    anna = PersonPage.objects.get(pk=anna.pk)
    anna.save_revision().publish()
    boris = PersonPageFactory(parent=people, title="=بوريس", native_name="'+بوريس")
    return SimpleNamespace(
        english=english,
        french=french,
        home=home,
        tunis=tunis,
        paris=paris,
        people=people,
        anna=PersonPage.objects.get(pk=anna.pk),
        boris=PersonPage.objects.get(pk=boris.pk),
    )


@pytest.fixture
def editor(django_user_model):
    return django_user_model.objects.create_superuser(username="editor")


@pytest.fixture
def people(world, editor):
    return Exchange("people", world.english, editor)
