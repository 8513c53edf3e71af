"""Fixtures and set-up that every test may rely on."""

import contextlib
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.signals import post_migrate
from django.test import TransactionTestCase
from django.test.utils import CaptureQueriesContext
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key
from wagtail.models import GroupPagePermission

from cms.caching import answers
from cms.references.guard import references_may_break
from tests.support import shared_rows
from tests.support.all_rows import AllRows
from tests.support.shared_rows import SharedRows
from tests.support.translated_site import TranslatedSite

# pyld brings lxml, with which openpyxl would write and read; the product has no lxml.
os.environ["OPENPYXL_LXML"] = "False"

# For tests/api/test_fuzz.py alone, which has 20 tests: more than 3,000 cases.
hypothesis_settings.register_profile("fuzz", max_examples=160)


def pytest_make_parametrize_id(val: Any, argname: str) -> str | None:
    """Name a test by the length of its long parameter: files bear the time they were made at.

    Processes that found differently named tests would run none (pytest-xdist compares them).
    """
    if isinstance(val, str | bytes) and len(val) > 100:
        return f"{argname}-{len(val)}"
    return None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out, on PostgreSQL, what is the same on every database and has been seen on SQLite."""
    if connection.vendor == "sqlite":
        return
    left_out = pytest.mark.skip(reason="the same on every database: seen on SQLite")
    for item in items:
        if item.get_closest_marker("once"):
            item.add_marker(left_out)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Take shared rows away before a test that does not ask for them, and all that it sets up."""
    with item.config.stash[blocking_manager_key].unblock():
        shared_rows.keep_only(shared_rows.names_of(item))


def create_what_migrations_create(**kwargs: Any) -> None:
    """Create the rows that Wagtail's migrations would: tests run without them, for speed.

    Called after tables are made and after a test with real transactions has emptied them.
    The table of applied migrations is made too, because wagtail-localize reads it.
    """
    MigrationRecorder(connection).ensure_schema()
    collection = apps.get_model("wagtailcore", "Collection")
    locale = apps.get_model("wagtailcore", "Locale")
    page = apps.get_model("wagtailcore", "Page")
    if page.objects.exists():
        return
    english = locale.objects.create(language_code="en")
    page.add_root(title="Root", slug="root", locale=english)
    collection.add_root(name="Root")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> Iterator[None]:
    """Have the first rows created whenever the tables are (again) empty."""
    post_migrate.connect(
        create_what_migrations_create, sender=apps.get_app_config("wagtailcore"), weak=False
    )
    yield
    post_migrate.disconnect(
        create_what_migrations_create, sender=apps.get_app_config("wagtailcore")
    )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Have the tables filled again with their first rows after tests with real transactions."""
    with django_db_blocker.unblock():
        if apps.get_model("wagtailcore", "Page").objects.count() != 1:
            # A database that is used again, of a run that was killed.
            call_command("flush", interactive=False, verbosity=0)
        first = AllRows()
    shared_rows.begin_with(first)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: first.restore())
        yield
    with django_db_blocker.unblock():
        shared_rows.keep_only([])


@pytest.fixture(autouse=True)
def _shared_rows(
    request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Make the shared rows that a test asks for, before anything of its own."""
    wanted = {}
    for name in shared_rows.names_of(request.node):
        request.getfixturevalue("django_db_setup")
        wanted[name] = request.getfixturevalue(name)
    with django_db_blocker.unblock():
        shared_rows.have(wanted)
    yield
    with django_db_blocker.unblock():
        shared_rows.check_connection()


@pytest.fixture
def _django_db_helper(_shared_rows: None, _django_db_helper: None) -> None:
    """Have the transaction of a test within that of the rows it shares."""


@pytest.fixture(autouse=True)
def _empty_cache(_shared_rows: None) -> Iterator[None]:
    """Let no test see what another one cached."""
    cache.clear()
    answers.LOCAL.clear()
    yield
    cache.clear()
    answers.LOCAL.clear()


@pytest.fixture(scope="session")
def shared_translated_site() -> SharedRows:
    """Share the site in four languages."""
    return SharedRows(lambda: TranslatedSite(get_user_model()))


@pytest.fixture
def count_queries() -> Callable[[], contextlib.AbstractContextManager[CaptureQueriesContext]]:
    """Record the SQL statements of a block: `with count_queries() as queries: …; len(queries)`."""
    return lambda: CaptureQueriesContext(connection)


@pytest.fixture
def uses_may_break():
    """Let a test delete and unpublish what others use, to see what becomes of these."""
    with references_may_break():
        yield


@pytest.fixture
def make_editor(django_user_model, client):
    """Log somebody in who has rights to pages under one page."""

    def make(page, *rights):
        user = django_user_model.objects.create_user(username=f"editor-{page.pk}-{len(rights)}")
        group = Group.objects.create(name=f"group-{page.pk}-{len(rights)}")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        user.groups.add(group)
        for right in rights:
            GroupPagePermission.objects.create(
                group=group,
                page=page,
                permission=Permission.objects.get(
                    content_type__app_label="wagtailcore", codename=f"{right}_page"
                ),
            )
        client.force_login(user)
        return client

    return make
