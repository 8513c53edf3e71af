"""The start-up check of the order of applications."""

import pytest

from cms.checks import order_errors

GOOD = [
    "cms", "home", "events", "organizations", "releases", "translations", "cms.caching",
    "cms.search", "cms.references", "cms.translation_state", "cms.media", "cms.users",
    "wagtail_localize", "wagtail.snippets", "wagtail", "cms.graphql", "grapple",
]  # fmt: skip


def moved(name, place):
    rest = [app for app in GOOD if app != name]
    return [*rest[:place], name, *rest[place:]] if place >= 0 else [*rest, name]


def codes(installed):
    return [error.id for error in order_errors(installed)]


def test_good_order_has_no_errors():
    assert codes(GOOD) == []


def test_order_of_the_settings_is_good(settings):
    assert codes(settings.INSTALLED_APPS) == []


@pytest.mark.parametrize("name", ["grapple", "cms.graphql", "wagtail_localize", "events"])
def test_missing_application_is_named(name):
    (error,) = order_errors([app for app in GOOD if app != name])

    assert (error.id, error.msg) == ("cms.E001", f"INSTALLED_APPS lacks {name}.")


@pytest.mark.parametrize(
    ("installed", "expected"),
    [
        ([*GOOD, "something.else"], ["cms.E002"]),
        (moved("cms.graphql", 9), ["cms.E003"]),
        (moved("events", 12), ["cms.E004"]),
        (moved("wagtail_localize", 13), ["cms.E005"]),
        (moved("grapple", 0), ["cms.E002", "cms.E003", "cms.E004"]),
    ],
)
def test_wrong_order_is_named(installed, expected):
    assert codes(installed) == expected
