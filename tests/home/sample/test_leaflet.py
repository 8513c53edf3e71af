"""Each fact of the leaflet of 2015, asked for as a front end would: with one document."""

import pytest

from events.models import ProgrammeSlot, TrainingSessionPage
from organizations.models import ContactPoint, OrganizationPage, PersonPage
from tests.support.graphql import ask, document

pytestmark = [pytest.mark.usefixtures("sample"), pytest.mark.xdist_group("sample-content")]

THEME = "Adaptability and resilience of the metropolis to climate change and natural disaster"
PATHS = {
    "metropolis": "/organizations/metropolis/",
    "miti": "/organizations/miti/",
    "emrc": "/organizations/emrc/",
    "iau": "/organizations/iau-idf/",
    "region": "/organizations/idf-regional-council/",
    "uclg": "/organizations/uclg/",
    "president": "/people/jean-paul-huchon/",
}


@pytest.fixture
def leaflet():
    """Give the answer to the document of the leaflet."""
    return ask(document("leaflet"), **PATHS)


def relations(organization):
    return {(r["kind"], r["organization"]["title"], r["since"]) for r in organization["relations"]}


def facts(organization):
    return {f["label"]: (f["value"], f["qualifier"], f["asOf"]) for f in organization["facts"]}


def test_names_kinds_and_years(leaflet):
    said = {
        name: (leaflet[name]["title"], leaflet[name]["kind"], leaflet[name]["established"])
        for name in ("metropolis", "miti", "emrc", "iau", "region", "uclg")
    }

    assert said == {
        "metropolis": ("Metropolis", "ASSOCIATION", "1985"),
        "miti": ("Metropolis International Training Institute", "TRAINING_INSTITUTE", "1996"),
        "emrc": ("Paris Ile-de-France Regional Center of Metropolis", "REGIONAL_CENTRE", None),
        "iau": ("IAU île-de-France", "HOST_INSTITUTION", "1960-08-02"),
        "region": ("Île-de-France Regional Council", "AUTHORITY", None),
        "uclg": ("United Cities and Local Governments", "ASSOCIATION", None),
    }
    assert leaflet["metropolis"]["longName"] == "World Association of the Major Metropolises"
    assert [leaflet[name]["shortName"] for name in ("miti", "emrc", "uclg")] == [
        "MITI",
        "EMRC",
        "UCLG",
    ]
    assert "IAU îdF" in leaflet["iau"]["otherNames"]


def test_who_belongs_to_whom_and_since_when(leaflet):
    assert relations(leaflet["metropolis"]) == {
        ("MANAGES_SECTION_OF", "United Cities and Local Governments", None)
    }
    assert relations(leaflet["miti"]) == {("PART_OF", "Metropolis", None)}
    assert relations(leaflet["emrc"]) == {
        ("PART_OF", "Metropolis International Training Institute", None),
        ("PART_OF", "Metropolis", None),
        ("HOSTED_BY", "IAU île-de-France", None),
    }
    assert relations(leaflet["iau"]) == {
        ("ASSOCIATED_BODY_OF", "Île-de-France Regional Council", "1982")
    }


def test_four_centres(leaflet):
    assert leaflet["centres"]["totalCount"] == 4
    assert {centre["city"] for centre in leaflet["centres"]["nodes"]} == {
        "Cairo",
        "Mashhad",
        "Mexico City",
        "Paris",
    }
    for centre in leaflet["centres"]["nodes"]:
        assert ("PART_OF", "Metropolis International Training Institute") in {
            (r["kind"], r["organization"]["title"]) for r in centre["relations"]
        }


def test_numbers_keep_their_qualifier_and_their_date(leaflet):
    assert facts(leaflet["metropolis"]) == {
        "Members": ("120", "MORE_THAN", "2015"),
        "Inhabitants of a member city or region": ("1000000", "MORE_THAN", "2015"),
        "Regional centres": ("4", "EXACT", "2015"),
        "Manages within UCLG": ("Metropolitan Section", "EXACT", "2015"),
    }
    numbers = facts(leaflet["iau"])
    assert numbers["International assignments"] == ("350", "MORE_THAN", "2015")
    assert numbers["Years of work abroad"] == ("40", "MORE_THAN", "2015")
    assert numbers["Regions of work"][0] == (
        "Mediterranean area, Africa, Latin America, Middle East, Asia"
    )
    assert numbers["Founded as"][0] == "Public-interest organization"


def test_seoul_is_a_claim_with_an_uncertain_subject_and_nobodys_seat(leaflet):
    label, said = next(iter(facts(leaflet["miti"]).items()))

    assert label.startswith("In Seoul since (subject uncertain")
    assert said == ("2012", "EXACT", "2015")
    seats = OrganizationPage.objects.filter(slug__in=["metropolis", "miti"])
    assert set(seats.values_list("city", "country")) == {("", "")}


def test_one_person_presided_three_times_as_of_the_leaflet(leaflet):
    assert leaflet["president"]["title"] == "Jean-Paul Huchon"
    offices = leaflet["president"]["roles"]
    assert {office["organization"]["title"] for office in offices} == {
        "Metropolis",
        "Paris Ile-de-France Regional Center of Metropolis",
        "Île-de-France Regional Council",
    }
    assert {(o["role"], o["from"], o["until"], o["asOf"]) for o in offices} == {
        ("President", None, None, "2015")
    }
    for name in ("metropolis", "emrc", "region"):
        assert [p["person"]["title"] for p in leaflet[name]["people"]] == ["Jean-Paul Huchon"]


def test_contacts_as_written_and_to_call(leaflet):
    assert leaflet["emrc"]["contactPoints"] == [
        {
            "name": "Victor Said",
            "telephone": "+33177497632",
            "telephoneDisplay": "+33 1 77 49 76 32",
        },
        {
            "name": "Laetitia Ilunga",
            "telephone": "+33177497638",
            "telephoneDisplay": "+33 1 77 49 76 38",
        },
    ]


def test_contacts_say_why_and_how_long_they_are_kept():
    for contact in ContactPoint.objects.filter(is_sample=False):
        assert "as printed in the MITI leaflet (2015)" in contact.purpose
        assert "To be confirmed" in contact.purpose
        assert "Remove when" in contact.retention


def test_the_session_of_2015(leaflet):
    (session,) = leaflet["emrc"]["sessions"]["nodes"]

    assert session["theme"] == THEME
    assert (session["startDate"], session["endDate"]) == ("2015-06-22", "2015-06-25")
    assert session["startTime"] is None
    assert (session["venue"], session["mode"]) == (None, None)
    # Announced, with an address that is lost: front ends show no button.
    assert session["registration"] == {"mode": "ANNOUNCED", "url": None}


def test_descriptions_carry_missions_and_remits(leaflet):
    texts = {name: leaflet[name]["description"]["text"] for name in ("metropolis", "miti", "iau")}

    for word in (
        "mutual learning",
        "innovation",
        "governance",
        "financial",
        "international presence",
        "debate",
    ):
        assert word in texts["metropolis"]
    for word in ("local and metropolitan authorities", "member cities", "partners", "urban space"):
        assert word in texts["miti"]
    for word in ("every sector", "challenges", "future", "decentralization"):
        assert word in texts["iau"]


def test_the_invented_programme_says_so_in_each_day_and_slot():
    page = TrainingSessionPage.objects.get(slug="climate-2015", locale__language_code="en")
    slots = ProgrammeSlot.objects.filter(session=page)

    assert not page.is_sample
    assert slots.count() == 18
    assert set(slots.values_list("texts__summary", flat=True)) == {
        "Invented for the sample.",
        "Inventé pour l’exemple.",
        "Inventado para el ejemplo.",
        "من نسج الخيال لأجل النموذج.",
        "ساخته‌شده برای نمونه.",
        "예시를 위해 꾸며 낸 것입니다.",
    }
    for day in page.programme_days.all():
        english = day.texts.get(locale__language_code="en")
        assert english.title.endswith("(sample day)")
        assert "invented" in english.notes[0]["text"]


def test_the_only_real_people_are_those_of_the_leaflet():
    people = PersonPage.objects.filter(is_sample=False)
    contacts = ContactPoint.objects.filter(is_sample=False)

    assert set(people.values_list("title", flat=True)) == {"Jean-Paul Huchon"}
    assert set(contacts.values_list("name", flat=True)) == {"Victor Said", "Laetitia Ilunga"}
    assert not people.exclude(email="").exists()
    assert not people.filter(public_consent=True).exists()
