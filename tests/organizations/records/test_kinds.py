"""Tables of organizations and contact points, as those of people are."""

import pytest

from organizations.models import ContactPoint, OrganizationPage
from tests.factories import ContactPointFactory
from tests.support.record_tables import Exchange, table


@pytest.fixture
def organizations(world, editor):
    return Exchange("organizations", world.english, editor)


@pytest.fixture
def contact_points(world, editor):
    return Exchange("contact-points", world.english, editor)


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_own_file_of_organizations_changes_nothing(organizations, file_format):
    data = organizations.export(file_format)

    plan = organizations.plan(data)

    assert (plan.problems, plan.changes, plan.unchanged) == ([], [], 2)


def test_organizations_are_known_by_name_and_city(organizations, world):
    data = table(
        {"name": "Centre Tunis", "city": "Tunis", "kind": "Authority", "country": "tunisia",
         "established": "1960-08", "website": "https://example.org"},
        {"name": "Centre Tunis", "city": "Sfax", "kind": "REGIONAL_CENTRE", "country": "tn",
         "established": "", "website": ""},
    )  # fmt: skip

    organizations.take_over(data)

    tunis = OrganizationPage.objects.get(pk=world.tunis.pk).get_latest_revision_as_object()
    assert (tunis.kind, tunis.country, tunis.established_text) == ("AUTHORITY", "TN", "1960-08")
    sfax = OrganizationPage.objects.get(city="Sfax")
    assert (sfax.country, sfax.established, sfax.live) == ("TN", None, False)
    assert organizations.plan(data).is_same


@pytest.mark.parametrize(
    ("values", "code", "column"),
    [
        ({"kind": "CLUB"}, "unknown_choice", "kind"),
        ({"kind": ""}, "unknown_choice", "kind"),
        ({"country": "Atlantis"}, "unknown_country", "country"),
        ({"established": "85"}, "bad_partial_date", "established"),
        ({"website": "javascript:alert(1)"}, "invalid", "website"),
    ],
)
def test_what_is_wrong_with_an_organization_is_named(organizations, values, code, column):
    codes = organizations.codes(table({"name": "New", "city": "Sfax", **values}))

    assert codes == [(code, 2, column)]


def test_contact_points_are_written_as_e164_and_come_out_the_same(contact_points):
    data = table(
        {"name": "Desk", "telephone": "+33 1 77 49 76 32", "email": "desk@example.org"},
        {"name": "Bureau", "telephone": "33177497633", "email": ""},
    )
    assert contact_points.codes(data) == [("invalid", 3, "telephone")]
    good = data.replace(b"33177497633", b"+33177497633")

    contact_points.take_over(good)

    assert list(ContactPoint.objects.order_by("name").values_list("name", "telephone", "live")) == [
        ("Bureau", "+33177497633", False),
        ("Desk", "+33177497632", False),
    ]
    assert contact_points.plan(good).is_same
    first = contact_points.export("xlsx")
    assert contact_points.plan(first).is_same
    assert contact_points.rows()[0]["telephone"] == "'+33177497633"


def test_contact_point_that_is_not_reachable_is_not_published(contact_points):
    with pytest.raises(Exception, match="telephone number or an e-mail"):
        contact_points.take_over(table({"name": "Desk"}), publish=True)

    assert not ContactPoint.objects.exists()


def test_new_number_is_shown(contact_points, world):
    desk = ContactPointFactory(name="Desk", locale=world.english, telephone_display="01 77")

    contact_points.take_over(table({"name": "desk", "telephone": "+21671000000"}), publish=True)

    desk.refresh_from_db()
    assert (desk.telephone, desk.telephone_display) == ("+21671000000", "+21671000000")
