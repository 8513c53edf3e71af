"""A site in four languages, with its roles."""

import pytest

from tests.support.translated_site import TranslatedSite


@pytest.fixture
def site(db, django_user_model):
    return TranslatedSite(django_user_model)


@pytest.fixture
def translator(site):
    return site.member("amal", "Translators: Arabic")


@pytest.fixture
def reviewer(site):
    return site.member("rana", "Reviewers: Arabic")
