"""Partial dates, roles and relations on a day, consent, identifiers, telephones."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from organizations.dates import first_day, partial_text
from organizations.models import (
    ContactPoint,
    OrganizationFact,
    OrganizationIdentifier,
    OrganizationPage,
    OrganizationRelation,
    PersonPage,
    PersonRole,
)
from organizations.validators import (
    normalize_telephone,
    validate_identifier,
    validate_language_tags,
)
from tests.factories import (
    ContactPointFactory,
    ImageFactory,
    LocaleFactory,
    OrganizationFactFactory,
    OrganizationPageFactory,
    PersonPageFactory,
    PersonRoleFactory,
)


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("value", "precision", "text", "stored"),
    [
        ("1985-07-14", "YEAR", "1985", "1985-01-01"),
        ("1985-07-14", "MONTH", "1985-07", "1985-07-01"),
        ("1960-08-02", "DAY", "1960-08-02", "1960-08-02"),
    ],
)
def test_date_is_told_as_far_as_it_is_known(value, precision, text, stored):
    assert partial_text(day(value), precision) == text
    assert first_day(day(value), precision) == day(stored)


def test_unknown_date_is_nothing():
    assert partial_text(None, "YEAR") is None
    assert first_day(None, "YEAR") is None


@pytest.mark.django_db
def test_only_what_is_known_is_stored():
    page = OrganizationPageFactory(established=day("1985-07-14"), established_precision="YEAR")

    stored = OrganizationPage.objects.get(pk=page.pk)
    assert (stored.established, stored.established_text) == (day("1985-01-01"), "1985")


@pytest.mark.parametrize(
    ("since", "since_precision", "until", "until_precision", "is_fine"),
    [
        ("2012-06-01", "DAY", "2012-01-01", "YEAR", True),
        ("2012-01-01", "YEAR", "2012-03-01", "DAY", True),
        ("2013-01-01", "YEAR", "2012-01-01", "YEAR", False),
        ("2012-06-02", "DAY", "2012-06-01", "DAY", False),
        ("2012-07-01", "MONTH", "2012-06-30", "DAY", False),
    ],
)
def test_end_is_not_before_the_start(since, since_precision, until, until_precision, is_fine):
    relation = OrganizationRelation(
        since=day(since),
        since_precision=since_precision,
        until=day(until),
        until_precision=until_precision,
    )
    if is_fine:
        relation.clean()
    else:
        with pytest.raises(ValidationError) as error:
            relation.clean()
        assert set(error.value.error_dict) == {"until"}


@pytest.mark.django_db
class TestRolesOnADay:
    """What is known on a day, and no more."""

    @pytest.mark.parametrize(
        ("dates", "yes", "no"),
        [
            ({"starts_on": "2010-05-01"}, ["2010-05-01", "2026-01-01"], ["2010-04-30"]),
            ({"ends_on": "2012-06-30"}, ["1990-01-01", "2012-06-30"], ["2012-07-01"]),
            (
                {"ends_on": "2012-01-01", "ends_on_precision": "YEAR"},
                ["2012-12-31"],
                ["2013-01-01"],
            ),
            (
                {"ends_on": "2012-02-01", "ends_on_precision": "MONTH"},
                ["2012-02-29"],
                ["2012-03-01"],
            ),
            # The leaflet's presidencies: known for 2015, said of no other year.
            (
                {"as_of": "2015-01-01", "as_of_precision": "YEAR"},
                ["2015-01-01", "2015-12-31"],
                ["2014-12-31", "2016-01-01", "2026-01-01"],
            ),
            (
                {"starts_on": "2010-01-01", "as_of": "2015-06-22"},
                ["2010-01-01", "2015-06-22"],
                ["2009-12-31", "2015-06-23"],
            ),
            ({}, ["1900-01-01", "2026-01-01"], []),
        ],
    )
    def test_role(self, dates, yes, no):
        values = {k: v if k.endswith("precision") else day(v) for k, v in dates.items()}
        PersonRoleFactory(page=PersonPageFactory(), **values)

        assert [PersonRole.objects.on(day(d)).count() for d in yes] == [1] * len(yes)
        assert [PersonRole.objects.on(day(d)).count() for d in no] == [0] * len(no)

    def test_relation(self):
        page = OrganizationPageFactory()
        page.relations.add(
            OrganizationRelation(
                kind="ASSOCIATED_BODY_OF",
                organization=OrganizationPageFactory(parent=page.get_parent()),
                since=day("1982-01-01"),
                since_precision="YEAR",
            )
        )
        page.save()

        counts = [
            OrganizationRelation.objects.on(day(d)).count() for d in ("1981-12-31", "1982-01-01")
        ]
        assert counts == [0, 1]


@pytest.mark.django_db
def test_organization_has_no_relation_to_itself_in_any_language():
    page = OrganizationPageFactory()
    french = page.copy_for_translation(LocaleFactory(language_code="fr"), copy_parents=True)

    for other in (page, french):
        with pytest.raises(ValidationError) as error:
            page.clean_row("relations", OrganizationRelation(kind="PART_OF", organization=other))
        assert error.value.code == "itself"


@pytest.mark.django_db
def test_relation_to_itself_is_refused_at_publishing():
    page = OrganizationPageFactory()
    page.relations.add(OrganizationRelation(kind="PART_OF", organization=page))

    with pytest.raises(ValidationError) as error:
        page.save_revision(clean=False).publish()

    assert error.value.messages == ["Relation 1: An organization has no relation to itself."]


@pytest.mark.django_db
def test_questions_to_organizations():
    metropolis = OrganizationPageFactory(kind="ASSOCIATION", country="ES")
    index = metropolis.get_parent()
    miti = OrganizationPageFactory(parent=index, kind="TRAINING_INSTITUTE", country="KR")
    miti.relations.add(OrganizationRelation(kind="PART_OF", organization=metropolis))
    miti.relations.add(OrganizationRelation(kind="PARTNER_OF", organization=metropolis))
    miti.save()
    organizations, key = OrganizationPage.objects, metropolis.translation_key

    assert list(organizations.all().of_kind("ASSOCIATION")) == [metropolis]
    assert list(organizations.all().in_country("kr")) == [miti]
    assert list(organizations.all().related_to(key)) == [miti]
    assert list(organizations.all().related_to(key, "HOSTED_BY")) == []


@pytest.mark.django_db
def test_people_with_a_role_somewhere():
    person = PersonPageFactory()
    role = PersonRoleFactory(page=person)
    PersonPageFactory(parent=person.get_parent())

    people = PersonPage.objects.all().with_role_in(role.organization.translation_key)

    assert list(people) == [person]


@pytest.mark.django_db
class TestConsent:
    """E-mail and photo are public with consent only."""

    @pytest.mark.parametrize("field", ["email", "photo"])
    def test_publishing_without_consent_is_refused(self, field):
        value = "v.said@example.org" if field == "email" else ImageFactory()
        person = PersonPageFactory(live=False, **{field: value})

        with pytest.raises(ValidationError) as error:
            person.save_revision(clean=False).publish()

        assert {n: [e.code for e in es] for n, es in error.value.error_dict.items()} == {
            field: ["consent"]
        }

    def test_publishing_with_consent_is_fine(self):
        person = PersonPageFactory(live=False, email="v.said@example.org", public_consent=True)

        person.save_revision().publish()

        person.refresh_from_db()
        assert person.public_email == "v.said@example.org"

    def test_unchecked_saving_of_a_live_page_lets_nothing_out(self):
        person = PersonPageFactory(email="v.said@example.org", public_consent=True)

        person.public_consent = False
        person.save(clean=False)

        person.refresh_from_db()
        assert (person.live, person.email, person.photo) == (True, "", None)

    def test_draft_may_hold_them(self):
        person = PersonPageFactory(live=False, email="v.said@example.org")

        assert PersonPage.objects.get(pk=person.pk).email == "v.said@example.org"
        assert person.public_email == ""


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("+33 1 77 49 76 32", "+33177497632"),
        ("+33 (0)1 77 49 76 38", "+33177497638"),
        ("+82-2-123-4567", "+8221234567"),
        ("٣٣١٧٧٤٩٧٦٣٢+", None),
        ("+٣٣١٧٧٤٩٧٦٣٢", "+33177497632"),
        ("01 77 49 76 32", None),
        ("+33", None),
        ("call me", None),
        ("+33 1 77 49 76 32 ext. 5", None),
        ("+33177497632\r\nBcc: x", None),
        ("", None),
    ],
)
def test_telephone_number(written, stored):
    if stored is None:
        with pytest.raises(ValidationError) as error:
            normalize_telephone(written)
        assert error.value.code == "telephone"
    else:
        assert normalize_telephone(written) == stored


@pytest.mark.django_db
class TestContactPoint:
    """Numbers are stored for machines and kept as written."""

    def test_number_is_kept_as_written(self):
        desk = ContactPoint.objects.get(pk=ContactPointFactory(telephone="+33 1 77 49 76 32").pk)

        assert (desk.telephone, desk.telephone_display) == ("+33177497632", "+33 1 77 49 76 32")

    def test_number_of_other_digits_is_kept_as_written(self):
        desk = ContactPointFactory(telephone="+٣٣١٧٧٤٩٧٦٣٢", telephone_display="")

        assert (desk.telephone, desk.telephone_display) == ("+33177497632", "+٣٣١٧٧٤٩٧٦٣٢")

    def test_draft_may_be_wrong_but_is_not_published(self):
        desk = ContactPointFactory(live=False, telephone="call me")

        with pytest.raises(ValidationError) as error:
            desk.save_revision(clean=False).publish()

        assert set(error.value.error_dict) == {"telephone"}

    def test_some_way_to_reach_them_is_needed(self):
        with pytest.raises(ValidationError) as error:
            ContactPointFactory.build(telephone="", locale=LocaleFactory()).clean()

        assert set(error.value.error_dict) == {"telephone"}


@pytest.mark.parametrize(
    ("scheme", "value", "is_fine"),
    [
        ("WIKIDATA", "Q90", True),
        ("WIKIDATA", "Q0", False),
        ("WIKIDATA", "https://www.wikidata.org/wiki/Q90", False),
        ("WIKIDATA", "Q90\n", False),
        ("ROR", "02feahw73", True),
        ("ROR", "https://ror.org/02feahw73", False),
        ("ROR", "O2feahw73", False),
    ],
)
def test_identifier(scheme, value, is_fine):
    if is_fine:
        validate_identifier(scheme, value)
        OrganizationIdentifier(scheme=scheme, value=value).clean()
    else:
        with pytest.raises(ValidationError):
            validate_identifier(scheme, value)


@pytest.mark.parametrize("tags", [[], ["fr"], ["fr", "ar", "pt-BR", "zh-Hant", "es-419"]])
def test_language_tags_are_accepted(tags):
    validate_language_tags(tags)


@pytest.mark.parametrize(
    "tags", ["fr", None, {}, ["fr", "fr"], ["French"], ["fr\n"], [1], ["fr-"], ["<b>"]]
)
def test_other_tags_are_refused(tags):
    with pytest.raises(ValidationError):
        validate_language_tags(tags)


@pytest.mark.parametrize(
    ("value", "text", "shown"),
    [("120", "", "120"), ("0.5000", "", "0.5"), ("1000", "", "1000"), (None, "Seoul", "Seoul")],
)
def test_value_of_a_fact(value, text, shown):
    fact = OrganizationFact(label="x", value=value and Decimal(value), text=text)
    fact.clean()

    assert fact.value_text == shown


@pytest.mark.parametrize(("value", "text"), [(None, ""), (1, "one")])
def test_fact_is_a_number_or_a_text(value, text):
    with pytest.raises(ValidationError):
        OrganizationFact(label="x", value=value, text=text).clean()


@pytest.mark.django_db
class TestOldFacts:
    """Facts that somebody should look at again."""

    def facts(self):
        page = OrganizationPageFactory(title="Metropolis")
        return [
            OrganizationFactFactory(
                page=page, label=label, as_of=as_of and day(as_of), source=source
            )
            for label, as_of, source in (
                ("Members", "2015-06-22", "=HYPERLINK(1)"),
                ("Assignments", None, "Leaflet"),
                ("Cities", "2026-06-01", "Report"),
            )
        ]

    def test_older_than_a_day_or_undated(self):
        members, assignments, _cities = self.facts()

        old = OrganizationFact.objects.older_than(day("2026-01-01")).order_by("pk")

        assert list(old) == [members, assignments]

    def test_report_and_export(self, admin_client, time_machine):
        time_machine.move_to("2026-11-24T12:00:00+00:00", tick=False)
        self.facts()

        page = admin_client.get("/admin/reports/old-facts/")
        young = admin_client.get("/admin/reports/old-facts/?months=3")
        export = b"".join(admin_client.get("/admin/reports/old-facts/?export=csv")).decode()

        assert [f.label for f in page.context["object_list"]] == ["Assignments", "Members"]
        assert len(young.context["object_list"]) == 3
        assert export.splitlines()[0] == "Organization,Fact,Qualifier,Value,As of,Source"
        assert "Metropolis,Members,EXACT,120,2015-06-22,'=HYPERLINK(1)" in export

    def test_numbers_have_separators_and_texts_no_qualifier(self, admin_client):
        page = OrganizationPageFactory()
        OrganizationFactFactory(page=page, label="People", value=1000000, qualifier="ABOUT")
        OrganizationFactFactory(page=page, label="Seat", value=None, text="Paris")

        html = " ".join(admin_client.get("/admin/reports/old-facts/").content.decode().split())

        assert "1,000,000" in html
        assert "About" in html.partition("</thead>")[2]
        assert "Exactly" not in html.partition("</thead>")[2].partition("</table>")[0]

    def test_translations_are_not_listed_again(self):
        (members, *_others) = self.facts()
        page = OrganizationPage.objects.get(pk=members.page_id)
        page.copy_for_translation(LocaleFactory(language_code="fr"), copy_parents=True)

        assert OrganizationFact.objects.count() == 6
        assert OrganizationFact.objects.sources().count() == 3

    @pytest.mark.parametrize("number", [1, 4])
    def test_report_costs_the_same_for_any_number(self, number, admin_client, count_queries):
        page = OrganizationPageFactory()
        OrganizationFactFactory.create_batch(number, page=page)
        admin_client.get("/admin/reports/old-facts/results/")

        with count_queries() as queries:
            admin_client.get("/admin/reports/old-facts/results/")

        assert len(queries) == 6


@pytest.mark.django_db
def test_names_and_summaries():
    organization = OrganizationPage(
        alternate_names="Île-de-France\n\n Ile-de-France \n", kind="REGIONAL_CENTRE", city="القاهرة"
    )

    assert organization.other_names == ["Île-de-France", "Ile-de-France"]
    assert organization.admin_summary == "Regional centre · القاهرة"
