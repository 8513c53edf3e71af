"""The sample content, loaded once for all tests of this folder and rolled back after them."""

import pytest
from django.db import transaction
from django.test import override_settings

from home.sample.load import load_sample_content


@pytest.fixture(scope="session")
def media_folder(tmp_path_factory):
    """Give a folder for the files of these tests."""
    return tmp_path_factory.mktemp("sample-media")


@pytest.fixture(autouse=True)
def _media(settings, media_folder):
    settings.MEDIA_ROOT = str(media_folder)


@pytest.fixture(scope="package")
def loaded(django_db_setup, django_db_blocker, media_folder):
    """Load the sample content in a transaction that lasts for the tests of this folder."""
    media = override_settings(MEDIA_ROOT=str(media_folder))
    with django_db_blocker.unblock(), media, transaction.atomic():
        yield load_sample_content()
        transaction.set_rollback(True)


@pytest.fixture
def sample(loaded, db):
    """Give a test the loaded sample content; what the test changes is rolled back."""
    return loaded
