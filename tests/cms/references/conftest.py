"""A site in which one of each kind uses one person."""

import datetime
from itertools import count
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Locale, Site

from tests.factories import (
    DocumentFactory,
    HomePageFactory,
    ImageFactory,
    MenuFactory,
    OrganizationIndexPageFactory,
    OrganizationPageFactory,
    PersonIndexPageFactory,
    PersonPageFactory,
    StandardPageFactory,
    TrainingSessionIndexPageFactory,
    TrainingSessionPageFactory,
    day_block,
    slot_block,
)
from tests.support.shared_rows import SharedRows

FIRST = datetime.date(2015, 6, 22)


@pytest.fixture(scope="session")
def shared_references():
    return SharedRows(make_world)


@pytest.fixture
def world(shared_references, db):
    """Give homes in two languages, indexes, people, an image and a document."""
    return shared_references.copy()


def make_world():
    english = Locale.objects.get(language_code="en")
    french = Locale.objects.create(language_code="fr")
    home = HomePageFactory(locale=english, slug="home")
    site = Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    trainings = TrainingSessionIndexPageFactory(parent=home, slug="trainings")
    people = PersonIndexPageFactory(parent=home, slug="people")
    organizations = OrganizationIndexPageFactory(parent=home, slug="organizations")
    home_fr = home.copy_for_translation(french)
    home_fr.save_revision().publish()
    return SimpleNamespace(
        english=english,
        french=french,
        site=site,
        home=home,
        home_fr=home_fr,
        trainings=trainings,
        people=people,
        organizations=organizations,
        anna=PersonPageFactory(parent=people, title="Anna", slug="anna"),
        boris=PersonPageFactory(parent=people, title="Boris", slug="boris"),
        centre=OrganizationPageFactory(parent=organizations, title="Centre", slug="centre"),
        image=ImageFactory(title="Bridge"),
        document=DocumentFactory(title="Leaflet"),
    )


@pytest.fixture
def session_with(world):
    """Make a session in whose programme people speak, each on its own day, live by default."""
    days = (FIRST + datetime.timedelta(days=number) for number in count())

    def make(*people, **values):
        day = next(days)
        programme = [day_block(day), slot_block("Opening", "09:00", "09:30", speakers=people)]
        values = {"title": "Session", "start_date": day, "end_date": day, **values}
        return TrainingSessionPageFactory(parent=world.trainings, programme=programme, **values)

    return make


@pytest.fixture
def text_with(world):
    """Make a page whose text links to a page."""

    def make(page, **values):
        html = f'<p>See <a linktype="page" id="{page.pk}">her</a>.</p>'
        return StandardPageFactory(
            parent=world.home, introduction=html, **{"title": "Text", **values}
        )

    return make


@pytest.fixture
def menu_with(world):
    """Make a menu with one item that leads to a page."""

    def make(page):
        item = {"type": "item", "value": {"label": "Her", "page": page.pk, "children": []}}
        return MenuFactory(items=[item])

    return make


@pytest.fixture
def editor(django_user_model, client):
    """Log somebody in who has rights to pages under one page."""

    def make(page, *rights):
        user = django_user_model.objects.create_user(username="editor")
        group = Group.objects.create(name="editors")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        user.groups.add(group)
        for right in rights:
            permission = Permission.objects.get(
                content_type__app_label="wagtailcore", codename=f"{right}_page"
            )
            GroupPagePermission.objects.create(group=group, page=page, permission=permission)
        client.force_login(user)
        return user

    return make


@pytest.fixture
def admin(admin_user, client):
    """Log an administrator in."""
    client.force_login(admin_user)
    return admin_user
