"""The reports of old roles and of people without consent."""

from datetime import date

import pytest
from django.urls import reverse

from organizations.models import PersonRole
from tests.factories import (
    ImageFactory,
    LocaleFactory,
    OrganizationPageFactory,
    PersonPageFactory,
    PersonRoleFactory,
)

pytestmark = pytest.mark.django_db

ROLES = reverse("old_roles_report")
CONSENT = reverse("without_consent_report")


@pytest.fixture
def role(time_machine):
    """Make roles at a time that is known."""
    time_machine.move_to("2026-11-24T12:00:00+00:00", tick=False)
    institute = OrganizationPageFactory(title="Institute")

    def make(name, **values):
        person = PersonPageFactory(title=values.pop("person", f"Person {name}"))
        return PersonRoleFactory(page=person, organization=institute, role=name, **values)

    return make


def listed(client, url):
    return list(client.get(url).context["object_list"])


def test_roles_without_an_end_and_seen_long_ago_are_listed(admin_client, role):
    role("President", as_of=date.fromisoformat("2015-06-22"), source="=cmd()")
    role("Unknown since")
    role("Ended", as_of=date.fromisoformat("2015-06-22"), ends_on=date.fromisoformat("2016-01-01"))
    role("Seen lately", as_of=date.fromisoformat("2026-06-01"))

    export = b"".join(admin_client.get(f"{ROLES}?export=csv")).decode()

    assert [row.role for row in listed(admin_client, ROLES)] == ["Unknown since", "President"]
    assert [row.role for row in listed(admin_client, f"{ROLES}?months=3")] == [
        "Unknown since", "President", "Seen lately",
    ]  # fmt: skip
    assert export.splitlines()[::2] == [
        "Person,Role,Organization,From,As of,Source",
        "Person President,President,Institute,,2015-06-22,'=cmd()",
    ]


def test_a_role_is_listed_once_for_all_languages(admin_client, role):
    row = role("President")
    row.page.copy_for_translation(LocaleFactory(language_code="fr"), copy_parents=True)

    assert PersonRole.objects.count() == 2
    assert [found.pk for found in listed(admin_client, ROLES)] == [row.pk]


def test_people_without_consent_are_listed_with_what_is_stored(admin_client):
    PersonPageFactory(title="Consents", public_consent=True, email="a@example.org")
    PersonPageFactory(title="Photo", sort_name="1", photo=ImageFactory(), live=False)
    PersonPageFactory(title="Mail", sort_name="2", email="b@example.org", live=False)
    PersonPageFactory(title="Nothing", sort_name="3")

    export = b"".join(admin_client.get(f"{CONSENT}?export=csv")).decode()

    assert [page.title for page in listed(admin_client, CONSENT)] == ["Photo", "Mail", "Nothing"]
    assert [page.title for page in listed(admin_client, f"{CONSENT}?stored=yes")] == [
        "Photo", "Mail",
    ]  # fmt: skip
    assert [page.title for page in listed(admin_client, f"{CONSENT}?stored=no")] == ["Nothing"]
    assert export.splitlines()[:2] == [
        "Person,Photo stored,E-mail stored,Live",
        "Photo,True,False,False",
    ]


@pytest.mark.parametrize("url", [ROLES, CONSENT])
def test_only_pages_that_the_editor_may_change_are_listed(url, make_editor, role):
    seen = PersonRoleFactory(page=PersonPageFactory(title="Mine"), role="Mine")
    role("Theirs")
    client = make_editor(seen.page.get_parent(), "change")

    rows = listed(client, url)

    assert {getattr(row, "page", row).title for row in rows} == {"Mine"}


@pytest.mark.parametrize("url", [ROLES, CONSENT])
def test_who_may_edit_no_page_sees_no_report(url, make_editor):
    client = make_editor(PersonPageFactory())

    assert client.get(url).status_code == 302
    assert url not in client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("number", [1, 5])
@pytest.mark.parametrize(("url", "statements"), [(ROLES, 6), (CONSENT, 10)])
def test_a_report_costs_the_same_for_any_number(
    url, statements, number, admin_client, role, count_queries
):
    for position in range(number):
        role(f"Role {position}")
    admin_client.get(url.rstrip("/") + "/results/")

    with count_queries() as queries:
        admin_client.get(url.rstrip("/") + "/results/")

    assert len(queries) == statements
