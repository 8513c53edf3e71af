"""Fixtures and set-up that every test may rely on."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.signals import post_migrate
from django.test.utils import CaptureQueriesContext


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


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Let no test see what another one cached."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def count_queries() -> Callable[[], contextlib.AbstractContextManager[CaptureQueriesContext]]:
    """Record the SQL statements of a block: `with count_queries() as queries: …; len(queries)`."""
    return lambda: CaptureQueriesContext(connection)
