"""A site in four languages, with its roles."""

import pytest


@pytest.fixture
def site(shared_translated_site, db):
    return shared_translated_site.copy()


@pytest.fixture
def translator(site):
    return site.member("amal", "Translators: Arabic")


@pytest.fixture
def reviewer(site):
    return site.member("rana", "Reviewers: Arabic")
