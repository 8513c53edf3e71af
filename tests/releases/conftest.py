"""A small network in two languages, and bundles."""

import datetime
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils.text import slugify
from wagtail.models import GroupPagePermission, Locale, Site

from releases.domain.contents import items_of
from releases.enums import MemberAction
from releases.models import ReleaseBundle
from tests.factories import (
    BundleMemberFactory,
    HomePageFactory,
    PersonIndexPageFactory,
    PersonPageFactory,
    ReleaseBundleFactory,
    StandardPageFactory,
    ThemeFactory,
    TrainingSessionIndexPageFactory,
    TrainingSessionPageFactory,
    day_block,
    slot_block,
)
from tests.support.digest import digests
from tests.support.shared_rows import SharedRows

DAY = datetime.date(2030, 6, 24)
# What tells of attempts and of their reasons, and changes when nothing else does.
LOGS = {
    "wagtailcore.PageLogEntry",
    "wagtailcore.ModelLogEntry",
    "releases.ReleaseBundle",
    "releases.BundleMember",
}


@pytest.fixture(scope="session")
def shared_release_network():
    return SharedRows(make_network)


@pytest.fixture
def network(shared_release_network, db):
    return shared_release_network.copy()


def make_network():
    english = Locale.objects.get(language_code="en")
    home = HomePageFactory(locale=english, slug="home")
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    return SimpleNamespace(
        english=english,
        home=home,
        trainings=TrainingSessionIndexPageFactory(parent=home, slug="trainings"),
        people=(people := PersonIndexPageFactory(parent=home, slug="people")),
        anna=PersonPageFactory(parent=people, title="Anna", slug="anna"),
        boris=PersonPageFactory(parent=people, title="Boris", slug="boris"),
    )


@pytest.fixture
def boss(admin_user):
    return admin_user


@pytest.fixture
def page(network):
    """Make a public page with a draft of another title."""

    def make(title="Old", draft="New", **values):
        page = StandardPageFactory(
            parent=network.home, title=title, slug=values.pop("slug", slugify(title)), **values
        )
        page.save_revision().publish()
        page = type(page).objects.get(pk=page.pk)
        if draft:
            page.title = draft
            page.save_revision()
        return type(page).objects.get(pk=page.pk)

    return make


@pytest.fixture
def theme(network):
    theme = ThemeFactory(name="Heat", locale=network.english)
    theme.save_revision().publish()
    theme.refresh_from_db()
    theme.name = "Heat in cities"
    theme.save_revision()
    return theme


@pytest.fixture
def session_with(network):
    """Make a public session in which somebody speaks from nine to ten."""

    def make(person, title, **values):
        session = TrainingSessionPageFactory(
            parent=network.trainings,
            title=title,
            slug=title.lower(),
            start_date=DAY,
            end_date=DAY,
            programme=programme(person, title),
            **values,
        )
        session.save_revision().publish()
        return type(session).objects.get(pk=session.pk)

    return make


def programme(person, title):
    return [day_block(DAY), slot_block(title, "09:00", "10:00", name=title, speakers=[person])]


@pytest.fixture
def bundle_of(db):
    """Make a bundle that publishes objects."""

    def make(*instances, gone=(), **values):
        bundle = ReleaseBundleFactory(**values)
        for instance in instances:
            BundleMemberFactory(bundle=bundle, instance=instance)
        for instance in gone:
            BundleMemberFactory(bundle=bundle, instance=instance, action=MemberAction.UNPUBLISH)
        return bundle

    return make


@pytest.fixture
def member(django_user_model):
    """Make somebody with rights to pages below one, and to bundles."""

    def make(name, page, *rights, models=()):
        user = django_user_model.objects.create_user(username=name, password="four words do")
        group = Group.objects.create(name=name)
        names = ["access_admin", "add_releasebundle", "change_releasebundle", *models]
        group.permissions.add(*Permission.objects.filter(codename__in=names))
        user.groups.add(group)
        for right in rights:
            permission = Permission.objects.get(
                content_type__app_label="wagtailcore", codename=f"{right}_page"
            )
            GroupPagePermission.objects.create(group=group, page=page, permission=permission)
        return user

    return make


def content_of_database():
    """Give the digest of all tables but those that tell of attempts."""
    return {label: text for label, text in digests().items() if label not in LOGS}


def again(instance):
    """Read an object anew."""
    return type(instance).objects.get(pk=instance.pk)


def state_of(bundle):
    return ReleaseBundle.objects.get(pk=bundle.pk).state


def items(bundle):
    return {item.member.title: item for item in items_of(bundle)}
