"""The floor answers what the API answers, or the two could not be compared."""

import json

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import CollectionViewRestriction, PageViewRestriction

from bench import floor
from bench.queries import PATH, QUERIES, ask_product, variables_of
from bench.statements import recorded
from cms.media.models import Image
from events.models import SessionOrganizer, Theme, TrainingSessionPage, Venue
from home.models import HomePage
from organizations.models import OrganizationPage, PersonPage

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("bench-content")]

FRENCH = f"/fr{PATH}"


def api(query, variables):
    """Give the JSON of the API."""
    body = {"query": ask_product(query).body["query"], "variables": variables}
    return Client().post("/graphql/", body, content_type="application/json").json()


def both(query, variables):
    """Give the JSON of the API and of the floor."""
    return api(query, variables), json.loads(floor.answer(query, variables))


def first_session():
    """Give the session that Q2 and Q5 ask for."""
    return TrainingSessionPage.objects.get(slug="session-1-1", locale__language_code="en")


@pytest.mark.parametrize("query", QUERIES)
def test_floor_answers_what_the_api_answers(site, query):
    expected, answer = both(query, variables_of(query))

    assert answer == expected
    assert list(expected) == ["data"]
    assert all(expected["data"].values())


@pytest.mark.parametrize("query", ["q2", "q5"])
def test_floor_answers_in_the_language_of_the_address(site, query):
    expected, answer = both(query, {"path": FRENCH})

    assert answer == expected
    (page,) = expected["data"].values()
    assert page["path"] == FRENCH


@pytest.mark.parametrize("query", ["q2", "q5"])
def test_floor_has_no_page_at_another_address(site, query):
    expected, answer = both(query, {"path": "/generated-sessions-1/nothing/"})

    assert answer == expected


def hide_organization():
    organizer = SessionOrganizer.objects.get(page=first_session())
    OrganizationPage.objects.filter(pk=organizer.organization_id).update(live=False)


def hide_all_of_an_organization():
    organizer = SessionOrganizer.objects.get(page=first_session())
    key = organizer.organization.translation_key
    OrganizationPage.objects.filter(translation_key=key).update(live=False)


def expire_people():
    PersonPage.objects.filter(slug__endswith="1").update(expire_at=timezone.now())


def restrict_people():
    index = PersonPage.objects.filter(locale__language_code="en").first().get_parent()
    PageViewRestriction.objects.create(page=index, restriction_type="login")


def hide_themes_and_venues():
    Theme.objects.filter(locale__language_code="en").update(live=False)
    Venue.objects.all().update(live=False)


def restrict_images():
    collection = Image.objects.first().collection
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")


def hide_a_translation():
    pages = TrainingSessionPage.objects.filter(translation_key=first_session().translation_key)
    pages.filter(locale__language_code="fr").update(live=False)


def hide_a_language():
    HomePage.objects.filter(locale__language_code="fr").update(live=False)


def hide_the_session():
    TrainingSessionPage.objects.filter(pk=first_session().pk).update(live=False)


@pytest.mark.parametrize(
    "change",
    [
        hide_organization,
        hide_all_of_an_organization,
        expire_people,
        restrict_people,
        hide_themes_and_venues,
        restrict_images,
        hide_a_translation,
        hide_a_language,
        hide_the_session,
    ],
)
def test_floor_has_the_same_rules_of_visibility(site, change):
    before = {query: api(query, variables_of(query)) for query in QUERIES}

    change()

    answers = {query: both(query, variables_of(query)) for query in QUERIES}
    assert {query: floor for query, (_, floor) in answers.items()} == {
        query: expected for query, (expected, _) in answers.items()
    }
    assert before != {query: expected for query, (expected, _) in answers.items()}


@pytest.mark.parametrize("query", QUERIES)
def test_floor_runs_one_statement(site, query):
    assert len(recorded(lambda: floor.answer(query, variables_of(query)))) == 1


@pytest.mark.parametrize(("query", "few", "many"), [("q1", 1, 4), ("q3", 1, 4), ("q4", 3, 12)])
def test_api_runs_as_many_statements_for_few_rows_as_for_many(site, query, few, many):
    variables = variables_of(query)
    api(query, variables)

    counts = [
        len(recorded(lambda first=first: api(query, variables | {"first": first})))
        for first in (few, many)
    ]

    # Three rows of the tree are of the three types below the home page: one statement a type.
    assert counts[0] == counts[1]
