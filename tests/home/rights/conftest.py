"""Two centres, built once: each test leaves them as they were, or is rolled back."""

import pytest
from django.db import transaction

from tests.support.two_centres import TwoCentres


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield TwoCentres()
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built
