"""Two centres with their editors."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Locale, Site

from tests.factories import (
    HomePageFactory,
    OrganizationIndexPageFactory,
    PersonIndexPageFactory,
    TrainingSessionIndexPageFactory,
)
from tests.support.shared_rows import SharedRows

EDITING = ("add", "change")


@pytest.fixture(scope="session")
def shared_centres():
    return SharedRows(make_centres)


@pytest.fixture
def two_centres(shared_centres, db):
    """Give the lists of sessions of two centres, and the lists of organizations and people."""
    return shared_centres.copy()


def make_centres():
    home = HomePageFactory(locale=Locale.objects.get(language_code="en"), slug="home")
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    trainings = TrainingSessionIndexPageFactory(parent=home, title="Trainings", slug="trainings")
    return SimpleNamespace(
        home=home,
        trainings=trainings,
        cairo=TrainingSessionIndexPageFactory(parent=trainings, title="Cairo", slug="cairo"),
        paris=TrainingSessionIndexPageFactory(parent=trainings, title="Paris", slug="paris"),
        organizations=OrganizationIndexPageFactory(parent=home, slug="organizations"),
        people=PersonIndexPageFactory(parent=home, slug="people"),
    )


@pytest.fixture
def editor_of(django_user_model):
    """Make a user who may edit beneath some pages."""

    def make(*pages, rights=EDITING, name="editor"):
        user = django_user_model.objects.create_user(username=name)
        group = Group.objects.create(name=f"group of {name}")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        user.groups.add(group)
        for page in pages:
            for right in rights:
                GroupPagePermission.objects.create(
                    group=group,
                    page=page,
                    permission=Permission.objects.get(
                        content_type__app_label="wagtailcore", codename=f"{right}_page"
                    ),
                )
        return user

    return make
