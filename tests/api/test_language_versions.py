"""The version that a reference leads to is the best of all, however few of them are read."""

import itertools
import uuid

import pytest
from django.db import connection
from wagtail.models import Page

from cms.graphql.context import Context
from cms.graphql.language_versions import best_reference, read_versions
from events.models import Theme
from tests.factories import StandardPageFactory, ThemeFactory

CODES = ("en", "fr", "ar")
STATES = ("none", "hidden", "visible", "alias of en")
CHAINS = ([], ["en"], ["fr"], ["ar"], ["fr", "ar"], ["ar", "en"], ["ar", "fr", "en"])


@pytest.fixture
def pages(site):
    """Give every mixture of states of three language versions, those that exist together."""
    mixtures = []
    for states in itertools.product(STATES, repeat=len(CODES)):
        if states[0] in ("none", "alias of en") and "alias of en" in states:
            continue
        key, versions = uuid.uuid4(), {}
        for code, state in zip(CODES, states, strict=True):
            if state != "none":
                versions[code] = StandardPageFactory(
                    parent=home_of(site, code),
                    translation_key=key,
                    locale=locale_of(site, code),
                    live=state != "hidden",
                    alias_of=versions["en"] if state == "alias of en" else None,
                )
        mixtures.append([*versions.values()])
    return [mixture for mixture in mixtures if mixture]


def test_page_is_the_best_of_all_visible_versions(pages):
    # Making them takes longer than asking for them.
    for chain in CHAINS:
        check_pages(pages, chain)


def check_pages(pages, chain):
    scope = Context().scope(locales=chain or None)
    expected = [
        getattr(best_reference([page for page in mixture if page.live], scope), "pk", None)
        for mixture in pages
    ]
    assert None in expected
    assert len(set(expected)) > 20

    keys = [mixture[0].translation_key for mixture in pages]
    by_key = scope.loaders.pages_by_key(keys)
    assert [by_key[key].pk if key in by_key else None for key in keys] == expected, chain

    for number in range(len(CODES)):
        # By the first, the second, and the last of the versions that a reference may name.
        named = [mixture[min(number, len(mixture) - 1)].pk for mixture in pages]
        found = Context().scope(locales=chain or None).loaders.pages(named)
        assert [found[pk].pk if pk in found else None for pk in named] == expected, chain


@pytest.mark.parametrize("chain", CHAINS, ids=" ".join)
def test_snippet_is_the_best_of_all_visible_versions(site, chain):
    mixtures = []
    for states in itertools.product(("none", "hidden", "visible"), repeat=len(CODES)):
        key = uuid.uuid4()
        mixtures.append(
            [
                ThemeFactory(
                    translation_key=key, locale=locale_of(site, code), live=state != "hidden"
                )
                for code, state in zip(CODES, states, strict=True)
                if state != "none"
            ]
        )
    mixtures = [mixture for mixture in mixtures if mixture]
    scope = Context().scope(locales=chain or None)
    expected = [
        getattr(best_reference([theme for theme in mixture if theme.live], scope), "pk", None)
        for mixture in mixtures
    ]

    for number in range(len(CODES)):
        named = [mixture[min(number, len(mixture) - 1)].pk for mixture in mixtures]
        found = Context().scope(locales=chain or None).loaders.snippets(Theme, named)
        assert [found[pk].pk if pk in found else None for pk in named] == expected


def test_no_row_is_read_of_languages_that_cannot_be_the_best(site):
    scope = Context().scope(locales=["fr"])
    condition = scope.visibility.page_condition
    rows = read_versions(scope, Page, ("pk",), condition, [site.home.translation_key], by_key=True)

    assert len(rows) == {"postgresql": 1, "sqlite": 3}[connection.vendor]
    assert site.home_fr.pk in [row[0] for row in rows]


def home_of(site, code):
    return site.home if code == "en" else getattr(site, f"home_{code}")


def locale_of(site, code):
    return home_of(site, code).locale
