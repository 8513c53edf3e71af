"""The planted site, built once for all tests of this folder and rolled back after them."""

import pytest
from django.db import transaction
from django.test import override_settings

from tests.support.planted_site import PlantedSite


@pytest.fixture
def _django_db_helper():
    """Leave the database to `planted`: pytest-django would close its transaction."""


# The admin's own indexes cost most of the time of a save, and no answer reads them.
WITHOUT_ADMIN_SEARCH = {
    "default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}
}


@pytest.fixture(scope="package")
def _planted(django_db_setup, django_db_blocker, tmp_path_factory):
    media = str(tmp_path_factory.mktemp("media"))
    with (
        override_settings(MEDIA_ROOT=media, WAGTAILSEARCH_BACKENDS=WITHOUT_ADMIN_SEARCH),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        yield PlantedSite().build()
        transaction.set_rollback(True)


@pytest.fixture
def planted(_planted):
    """Give the planted site; what a test changes is taken back."""
    sid = transaction.savepoint()
    yield _planted
    transaction.savepoint_rollback(sid)
