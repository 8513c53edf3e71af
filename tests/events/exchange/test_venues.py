"""Tables of venues: how they are known again, and what is wrong with a place."""

import pytest

from events.models import Venue
from tests.support.record_tables import Exchange, table


@pytest.fixture
def venues(network, django_user_model):
    user = django_user_model.objects.create_superuser(username="editor")
    Venue.objects.create(
        locale=network.english,
        name="Town Hall",
        city="Paris",
        country="FR",
        latitude=48.8566,
        longitude=2.0,
        accessibility="Lift\nRamp",
    )
    return Exchange("venues", network.english, user)


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_own_file_changes_nothing_and_comes_out_the_same(venues, file_format):
    data = venues.export(file_format)

    plan = venues.plan(data)

    assert (plan.problems, plan.changes, plan.unchanged) == ([], [], 1)
    Venue.objects.all().delete()
    venues.take_over(data, publish=True)
    assert venues.export(file_format) == data


def test_venues_are_known_by_name_and_city(venues):
    data = table(
        {"name": "town hall", "city": "PARIS", "latitude": "48,9"},
        {"name": "Town Hall", "city": "القاهرة", "latitude": ""},
    )

    venues.take_over(data)

    (paris, cairo) = Venue.objects.order_by("pk")
    assert paris.get_latest_revision_as_object().latitude == 48.9
    assert (cairo.city, cairo.live) == ("القاهرة", False)
    assert venues.plan(data).is_same


@pytest.mark.parametrize(
    ("values", "code", "column"),
    [
        ({"latitude": "north"}, "bad_number", "latitude"),
        ({"latitude": "nan"}, "bad_number", "latitude"),
        ({"latitude": "91"}, "invalid", "latitude"),
        ({"country": "XX"}, "unknown_country", "country"),
        ({"website": "ftp//x"}, "invalid", "website"),
        ({"address": "x" * 501}, "too_long", "address"),
    ],
)
def test_what_is_wrong_is_named(venues, values, code, column):
    assert venues.codes(table({"name": "New", **values})) == [(code, 2, column)]


def test_half_a_position_is_not_published(venues):
    with pytest.raises(Exception, match="both latitude and longitude"):
        venues.take_over(table({"name": "New", "latitude": "1"}), publish=True)

    assert not Venue.objects.filter(name="New").exists()
