"""The listings of sessions, organizations, people and news, and the menu that leads to them."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import Locale, PagePermissionTester

from cms.pages.listings import RowPermissions
from tests.factories import (
    NewsIndexPageFactory,
    NewsPageFactory,
    OrganizationPageFactory,
    PersonPageFactory,
    PersonRoleFactory,
    ThemeFactory,
    TrainingSessionPageFactory,
)

NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def boss(django_user_model, client):
    user = django_user_model.objects.create_superuser(username="boss")
    client.force_login(user)
    return user


def make_session(parent, title, day, **values):
    return TrainingSessionPageFactory(
        parent=parent, title=title, start_date=day, end_date=day, **values
    )


@pytest.fixture
def sessions(two_centres):
    """Give a past, a near, a far session of Cairo, a near one of Paris, and one without dates."""
    date = datetime.date
    return [
        make_session(two_centres.cairo, "Past", date(2025, 5, 1), status="DONE"),
        make_session(two_centres.cairo, "Near", date(2026, 12, 12), mode="HYBRID", live=False),
        make_session(two_centres.cairo, "Far", date(2027, 3, 4), status="OPEN"),
        make_session(two_centres.paris, "In Paris", date(2026, 12, 20), mode="ONLINE"),
        make_session(two_centres.paris, "Undated", None, mode="", live=False),
    ]


def listed(client, name, **query):
    response = client.get(reverse(f"{name}:index"), query)
    assert response.status_code == 200
    return [page.title for page in response.context["object_list"]]


def test_sessions_to_come_are_first(client, boss, sessions):
    assert listed(client, "sessions") == ["Undated", "Near", "In Paris", "Far", "Past"]
    assert listed(client, "sessions", ordering="title") == [
        "Far", "In Paris", "Near", "Past", "Undated",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"when": "upcoming"}, ["Near", "In Paris", "Far"]),
        ({"when": "past"}, ["Past"]),
        ({"when": "undated"}, ["Undated"]),
        ({"year": "2025"}, ["Past"]),
        ({"status": ["OPEN", "DONE"]}, ["Far", "Past"]),
        ({"mode": "ONLINE"}, ["In Paris"]),
        ({"mode": "unknown"}, ["Undated"]),
        ({"mode": ["ONLINE", "unknown"]}, ["Undated", "In Paris"]),
        ({"live": "draft"}, ["Undated", "Near"]),
    ],
)
def test_sessions_are_filtered(client, boss, sessions, query, expected):
    assert listed(client, "sessions", **query) == expected


def test_sessions_are_filtered_by_centre_and_theme(client, boss, sessions, two_centres):
    theme = ThemeFactory()
    sessions[0].themes.set([theme])
    sessions[0].save()

    assert listed(client, "sessions", centre=two_centres.paris.pk) == ["Undated", "In Paris"]
    assert listed(client, "sessions", theme=theme.pk) == ["Past"]


def test_translations_share_a_row_that_leads_to_each(client, boss, sessions, two_centres):
    french = Locale.objects.create(language_code="fr")
    for page in (two_centres.home, two_centres.trainings, two_centres.cairo):
        page.copy_for_translation(french)
    translation = sessions[1].copy_for_translation(french)
    translation.title = "Proche"
    translation.save_revision().publish()

    response = client.get(reverse("sessions:index"))

    row = next(page for page in response.context["object_list"] if page.title == "Near")
    assert [page.pk for page in row.languages] == [sessions[1].pk, translation.pk]
    assert reverse("wagtailadmin_pages:edit", args=[translation.pk]) in response.content.decode()
    assert listed(client, "sessions", locale="fr") == ["Proche"]
    assert len(listed(client, "sessions")) == 5


def test_editors_find_their_own_centre_only(client, sessions, two_centres, editor_of):
    client.force_login(editor_of(two_centres.paris))

    assert listed(client, "sessions") == ["Undated", "In Paris"]


def test_a_new_session_goes_to_the_only_place_where_it_may(client, two_centres, editor_of):
    client.force_login(editor_of(two_centres.paris))

    response = client.get(reverse("sessions:choose_parent"))

    assert response.status_code == 302
    assert response.url == reverse(
        "wagtailadmin_pages:add", args=["events", "trainingsessionpage", two_centres.paris.pk]
    )


def test_several_places_are_offered(client, two_centres, editor_of):
    client.force_login(editor_of(two_centres.trainings))

    response = client.get(reverse("sessions:choose_parent"))

    assert [place.title for place in response.context["places"]] == ["Trainings", "Cairo", "Paris"]


def test_whoever_edits_no_page_is_let_in_nowhere(client, two_centres, editor_of):
    client.force_login(editor_of())

    menu = client.get(reverse("wagtailadmin_home")).content.decode()

    assert client.get(reverse("sessions:index")).status_code == 302
    assert reverse("sessions:index") not in menu


def test_organizations_are_filtered(client, boss, two_centres):
    make = OrganizationPageFactory
    make(parent=two_centres.organizations, title="Metropolis", kind="ASSOCIATION", country="ES")
    make(parent=two_centres.organizations, title="Cairo Centre", country="EG")

    assert listed(client, "organizations") == ["Cairo Centre", "Metropolis"]
    assert listed(client, "organizations", kind="ASSOCIATION") == ["Metropolis"]
    assert listed(client, "organizations", country="EG") == ["Cairo Centre"]


def test_words_are_found_wherever_a_listing_looks_for_them(client, boss, two_centres):
    make = OrganizationPageFactory
    make(parent=two_centres.organizations, title="Metropolis", long_name="Association of Cities")
    make(parent=two_centres.organizations, title="Cairo Centre", short_name="CRC")
    PersonPageFactory(parent=two_centres.people, title="Anna Berg", native_name="Анна")
    PersonPageFactory(parent=two_centres.people, title="Boris Anna")

    assert listed(client, "organizations", q="cities assoc") == ["Metropolis"]
    assert listed(client, "organizations", q="crc") == ["Cairo Centre"]
    assert listed(client, "organizations", q="c") == ["Cairo Centre", "Metropolis"]
    assert listed(client, "organizations", q='"c') == []
    assert listed(client, "people", q="anna") == ["Anna Berg", "Boris Anna"]
    assert listed(client, "people", q="Анна") == ["Anna Berg"]


def test_people_are_filtered(client, boss, two_centres):
    metropolis = OrganizationPageFactory(parent=two_centres.organizations, title="Metropolis")
    anna = PersonPageFactory(parent=two_centres.people, title="Anna", sort_name="B, Anna")
    PersonPageFactory(
        parent=two_centres.people, title="Boris", sort_name="A, Boris", public_consent=True
    )
    PersonRoleFactory(page=anna, organization=metropolis, as_of=datetime.date(2015, 6, 1))

    assert listed(client, "people") == ["Boris", "Anna"]
    assert listed(client, "people", organization=metropolis.pk) == ["Anna"]
    assert listed(client, "people", consent="yes") == ["Boris"]
    assert listed(client, "people", photo="yes") == []
    assert listed(client, "people", roles="old") == ["Anna"]
    assert listed(client, "people", roles="none") == ["Boris"]


def test_news_are_listed_by_date(client, boss, two_centres):
    index = NewsIndexPageFactory(parent=two_centres.home)
    NewsPageFactory(parent=index, title="Old", date=datetime.date(2015, 1, 1))
    NewsPageFactory(parent=index, title="New", date=datetime.date(2026, 1, 1))

    assert listed(client, "news") == ["New", "Old"]
    assert listed(client, "news", year="2015") == ["Old"]


def fill(two_centres, number):
    metropolis = OrganizationPageFactory(parent=two_centres.organizations)
    index = NewsIndexPageFactory(parent=two_centres.home)
    for count in range(number):
        make_session(two_centres.cairo, f"Session {count}", datetime.date(2027, 1, 1))
        NewsPageFactory(parent=index)
        if count:
            OrganizationPageFactory(parent=two_centres.organizations)
        PersonRoleFactory(
            page=PersonPageFactory(parent=two_centres.people), organization=metropolis
        )


@pytest.mark.parametrize("number", [1, 12])
@pytest.mark.parametrize(
    ("name", "statements"),
    [("sessions", 22), ("organizations", 20), ("people", 21), ("news", 20)],
)
def test_listings_take_the_same_statements_for_any_number(
    client, two_centres, editor_of, count_queries, name, statements, number
):
    fill(two_centres, number)
    client.force_login(editor_of(two_centres.home))
    client.get(reverse(f"{name}:index_results"))

    with count_queries() as queries:
        response = client.get(reverse(f"{name}:index_results"))

    assert len(response.context["object_list"]) == number
    assert len(queries) == statements


def test_menu_leads_to_all_listings_in_order(client, boss, two_centres):
    html = client.get(reverse("wagtailadmin_home")).content.decode()

    names = ["sessions", "organizations", "people", "news", "programme-overview", "directory"]
    places = [html.index(f'"name": "{name}"') for name in names]
    assert places == sorted(places)


@pytest.mark.parametrize("rights", [("add",), ("change",), ("add", "change", "publish")])
@pytest.mark.parametrize("is_live", [True, False])
@pytest.mark.parametrize("is_own", [True, False])
def test_rows_answer_as_wagtail_does(two_centres, editor_of, rights, is_live, is_own):
    user = editor_of(two_centres.cairo, rights=rights)
    page = make_session(
        two_centres.cairo,
        "Session",
        datetime.date(2027, 1, 1),
        live=is_live,
        owner=user if is_own else None,
    )

    answers = [
        tester.can_delete()
        for tester in (RowPermissions(user, page), PagePermissionTester(user, page))
    ]

    assert answers[0] == answers[1]
