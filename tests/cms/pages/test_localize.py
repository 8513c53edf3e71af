"""What translators see of pages and snippets in wagtail-localize: texts, and nothing else."""

import pytest
from django.db import connection
from wagtail_localize.models import (
    OverridableSegment,
    StringSegment,
    Translation,
    TranslationSource,
)

from organizations.models import OrganizationFact, OrganizationPage, PersonPage
from tests.factories import (
    ContactPointFactory,
    LocaleFactory,
    OrganizationPageFactory,
    OrganizationRelationFactory,
    PersonPageFactory,
    PersonRoleFactory,
    StandardPageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _migrations_table(db):
    """Make the table that wagtail-localize reads, which tests without migrations lack."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS django_migrations "
            "(id bigint, app varchar(255), name varchar(255), applied timestamp)"
        )


def source_of(instance):
    source, _created = TranslationSource.get_or_create_from_instance(instance)
    return source


def texts(source):
    return {
        segment.context.path.rsplit(".", 1)[-1]: segment.string.data
        for segment in StringSegment.objects.filter(source=source)
    }


def overridable(source):
    segments = OverridableSegment.objects.filter(source=source)
    return set(segments.values_list("context__path", flat=True))


def test_organization_has_texts_to_translate_and_no_facts_to_change():
    page = OrganizationPageFactory(
        title="Regional Centre",
        slug="centre",
        short_name="EMRC",
        long_name="Regional Centre of Metropolis",
        city="Paris",
        country="FR",
        website="https://example.org/",
        description="<p>It trains.</p>",
    )
    page.facts.add(OrganizationFact(label="Members", value=120, source="Leaflet"))
    page.save_revision().publish()
    page = OrganizationPage.objects.get(pk=page.pk)

    source = source_of(page)

    assert texts(source) == {
        "title": "Regional Centre",
        "long_name": "Regional Centre of Metropolis",
        "city": "Paris",
        "description": "It trains.",
        "label": "Members",
    }
    assert overridable(source) == {"slug"}


def test_person_has_texts_to_translate_and_no_address_to_change():
    person = PersonPageFactory(
        title="Victor Said",
        native_name="Victor Said",
        sort_name="Said, Victor",
        honorific="Mr",
        biography="<p>He answers.</p>",
        email="v.said@example.org",
        public_consent=True,
    )
    role = PersonRoleFactory(page=person, role="Adviser", source="Leaflet")
    person = PersonPage.objects.get(pk=role.page_id)

    source = source_of(person)

    assert texts(source) == {
        "title": "Victor Said",
        "honorific": "Mr",
        "biography": "He answers.",
        "role": "Adviser",
    }
    assert overridable(source) == {"slug"}


def test_contact_point_has_a_name_and_hours_to_translate():
    desk = ContactPointFactory(
        name="Registration", email="desk@example.org", opening_hours="9 to 5", purpose="Sessions"
    )

    source = source_of(desk)

    assert texts(source) == {"name": "Registration", "opening_hours": "9 to 5"}
    assert overridable(source) == set()


def test_addresses_and_numbers_in_blocks_are_no_texts():
    body = [
        ("heading", {"text": "Watch", "level": "2"}),
        ("embed", {"url": "https://vimeo.com/1", "title": "Opening"}),
        ("button", {"label": "Register", "url": "https://example.org/", "page": None}),
    ]
    page = StandardPageFactory(title="About", body=body)

    found = sorted(StringSegment.objects.filter(source=source_of(page)).values_list("string__data"))

    assert found == [("About",), ("Opening",), ("Register",), ("Watch",)]


def test_translation_made_by_wagtail_localize_keeps_slug_rows_and_relations():
    french = LocaleFactory(language_code="fr")
    host = OrganizationPageFactory(title="Host")
    page = OrganizationPageFactory(parent=host.get_parent(), title="Centre", slug="centre")
    OrganizationRelationFactory(page=page, kind="HOSTED_BY", organization=host)
    page = OrganizationPage.objects.get(pk=page.pk)
    page.facts.add(OrganizationFact(label="Members", value=120))
    page.save_revision().publish()
    source = source_of(OrganizationPage.objects.get(pk=page.pk))

    translation = Translation.objects.create(source=source, target_locale=french)
    translation.save_target(publish=False)

    made = OrganizationPage.objects.get(translation_key=page.translation_key, locale=french)
    assert (made.slug, made.live, made.alias_of_id) == ("centre", False, None)
    assert [(r.kind, r.organization_id) for r in made.relations.all()] == [("HOSTED_BY", host.pk)]
    assert [(f.label, f.value, f.locale_id) for f in made.facts.all()] == [
        ("Members", 120, french.pk)
    ]
