"""The pages of the site are found by what they say, from their publication on."""

import pytest
from wagtail.models import Page

from cms.search.index import rebuild
from cms.search.models import SearchEntry
from cms.search.query import search
from events.models import TrainingSessionPage
from organizations.models import PersonPage
from tests.factories.events import TrainingSessionPageFactory, day_block, slot_block
from tests.factories.home import NewsPageFactory
from tests.factories.organizations import (
    OrganizationPageFactory,
    PersonPageFactory,
    PersonRoleFactory,
)

pytestmark = pytest.mark.django_db


def found(query, **restrictions):
    return [entry.page_id for entry in search(query, **restrictions)]


@pytest.fixture
def session():
    return TrainingSessionPageFactory(
        title="Adaptability of the metropolis",
        summary="Four days on natural disaster.",
        programme=[
            day_block("2015-06-22", "Opening day"),
            slot_block("Flood insurance for megacities", "09:00", "10:00"),
        ],
    )


def test_a_session_is_found_by_title_summary_and_slots(session):
    assert found("adaptability") == [session.pk]
    assert found("natural disaster") == [session.pk]
    assert found("fluod megacities") == [session.pk]
    assert found("opening") == [session.pk]


def test_an_organization_is_found_by_its_other_names():
    page = OrganizationPageFactory(
        title="IAU île-de-France", short_name="IAU îdF", alternate_names="Institut d'aménagement"
    )
    OrganizationPageFactory(title="Another")

    for query in ("iau idf", "iau ile de france", "Île-de-France", "institut amenagement"):
        assert found(query) == [page.pk]


def test_a_person_is_found_by_native_name_but_not_by_roles():
    # A role is public only as long as the organization is.
    page = PersonPageFactory(title="Fatemeh Rezaei", native_name="فاطمه رضایی")
    page.roles.add(
        PersonRoleFactory.build(role="Hydrologist", organization=OrganizationPageFactory())
    )
    page.save()

    assert found("فاطمة رضايي") == [page.pk]
    assert found("hydrologist") == []


def test_kinds_tell_pages_apart(session):
    organization = OrganizationPageFactory(title="Metropolis")
    person = PersonPageFactory(title="Mr Metropolis")
    news = NewsPageFactory(title="Metropolis news")

    kinds = {entry.page_id: entry.kind for entry in search("metropolis")}

    assert kinds == {
        session.pk: "SESSION",
        organization.pk: "ORGANIZATION",
        person.pk: "PERSON",
        news.pk: "NEWS",
    }
    assert found("metropolis", kinds=["PERSON", "NEWS"]) == [news.pk, person.pk]


def test_unpublished_edits_are_not_found_until_published(session):
    session.summary = "Secret codename"
    revision = session.save_revision()

    assert found("codename") == []

    revision.publish()

    assert found("codename") == [session.pk]
    assert found("disaster") == []

    TrainingSessionPage.objects.get(pk=session.pk).unpublish()

    assert found("codename") == []


def test_rebuilding_equals_what_publishing_has_written(session):
    person = PersonPageFactory(title="Fatemeh Rezaei", native_name="فاطمه رضایی")
    before = list(SearchEntry.objects.order_by("pk").values_list())
    PersonPage.objects.filter(pk=person.pk).update(native_name="nobody")

    rebuild()
    changed = list(SearchEntry.objects.order_by("pk").values_list())
    PersonPage.objects.filter(pk=person.pk).update(native_name="فاطمه رضایی")
    rebuild()

    assert changed != before
    assert list(SearchEntry.objects.order_by("pk").values_list()) == before


def test_a_batch_of_sessions_and_people_takes_a_constant_number_of_statements(count_queries):
    counts = []
    for _ in range(2):
        for _page in range(3):
            TrainingSessionPageFactory(title="Metropolis", summary="climate")
            person = PersonPageFactory(title="Fatemeh Rezaei")
            person.roles.add(
                PersonRoleFactory.build(role="President", organization=OrganizationPageFactory())
            )
            person.save()
        rebuild()
        with count_queries() as queries:
            rebuild(Page.objects.all())
        statements = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
        counts.append(len(statements))

    assert counts == [12, 12]
