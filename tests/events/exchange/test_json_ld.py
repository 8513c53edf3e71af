"""Pages in the vocabulary of schema.org, read by a JSON-LD processor."""

import json
from datetime import date

import pytest
from pyld import jsonld

from tests.factories import (
    OrganizationIndexPageFactory,
    OrganizationPageFactory,
    SessionOrganizerFactory,
    VenueFactory,
    day_block,
    slot_block,
    uid_of,
)
from tests.support.graphql import ask
from tests.support.statements import anew

SCHEMA = "https://schema.org/"
# The properties that schema.org has for the types that we use, as far as we use them.
THING = {"name", "description", "url", "identifier", "alternateName", "sameAs"}
EVENT = THING | {
    "about", "startDate", "endDate", "eventStatus", "eventAttendanceMode", "inLanguage",
    "maximumAttendeeCapacity", "location", "organizer", "performer", "subEvent",
}  # fmt: skip
ALLOWED = {
    "WebPage": THING | {
        "inLanguage", "datePublished", "dateModified", "breadcrumb", "mainEntity", "isPartOf",
    },
    "WebSite": THING,
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "Event": EVENT,
    "EducationEvent": EVENT,
    "CourseInstance": EVENT | {"courseMode"},
    "Organization": THING | {"foundingDate", "address", "email"},
    "Person": THING | {"honorificPrefix", "email", "knowsLanguage"},
    "Place": THING | {"address", "geo"},
    "VirtualLocation": THING,
    "PostalAddress": {"streetAddress", "addressLocality", "addressCountry"},
    "GeoCoordinates": {"latitude", "longitude"},
}  # fmt: skip
JSON_LD = """query ($key: UUID!, $locales: [LocaleCode!]) { page(key: $key, locales: $locales) {
    jsonLd } }"""


def load(url, _options):
    """Give the vocabulary in place of the document at schema.org, which tests cannot reach."""
    assert url == "https://schema.org"
    document = {"@context": {"@vocab": SCHEMA}}
    return {"contextUrl": None, "documentUrl": url, "document": document}


def text_of(page, *locales):
    return ask(JSON_LD, key=str(page.translation_key), locales=locales or None)["page"]["jsonLd"]


def graph_of(page, *locales):
    return {
        kind: node
        for node in json.loads(text_of(page, *locales))["@graph"]
        for kind in ([node["@type"]] if isinstance(node["@type"], str) else node["@type"])
    }


def nodes_in(value):
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for below in value.values():
            yield from nodes_in(below)
    elif isinstance(value, list):
        for item in value:
            yield from nodes_in(item)


def check(page):
    """Have a processor read the document, and look up each property."""
    document = json.loads(text_of(page))
    expanded = jsonld.expand(document, {"documentLoader": load})
    seen = list(nodes_in(expanded))
    assert len(seen) == len(list(nodes_in(document)))
    for node in seen:
        kinds = [kind.removeprefix(SCHEMA) for kind in node["@type"]]
        allowed = set().union(*(ALLOWED[kind] for kind in kinds))
        said = {name.removeprefix(SCHEMA) for name in node} - {"@id", "@type"}
        assert said <= allowed, (kinds, said - allowed)
    return expanded


def test_every_page_tells_what_it_is_and_the_way_to_it(network):
    check(network.home)
    check(network.people)

    graph = graph_of(network.anna)

    assert graph["WebPage"]["inLanguage"] == "en"
    assert [
        (item["position"], item["name"]) for item in graph["BreadcrumbList"]["itemListElement"]
    ] == [(1, network.home.title), (2, network.people.title), (3, "Anna")]


def test_session_is_an_event_with_its_programme(session, network):
    venue = VenueFactory(name="House", address="1 rue", latitude=48.8, longitude=2.3)
    session.venue, session.start_time = venue, None
    session.status, session.mode = "POSTPONED", "HYBRID"
    organization = OrganizationPageFactory(
        parent=OrganizationIndexPageFactory(parent=network.home), title="Institute"
    )
    session.organizers = [SessionOrganizerFactory.build(page=session, organization=organization)]
    session.save_revision().publish()

    check(session)
    event = graph_of(session)["EducationEvent"]

    assert event["@type"] == ["EducationEvent", "CourseInstance"]
    assert (event["startDate"], event["endDate"]) == ("2015-06-22", "2015-06-25")
    assert event["eventStatus"] == "https://schema.org/EventPostponed"
    assert event["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert event["inLanguage"] == ["en", "fr"]
    assert [item["name"] for item in event["organizer"]] == ["Institute"]
    place, online = event["location"]
    assert place["address"]["streetAddress"] == "1 rue"
    assert place["geo"] == {"@type": "GeoCoordinates", "latitude": 48.8, "longitude": 2.3}
    assert online["@type"] == "VirtualLocation"
    slots = {slot["identifier"]: slot for slot in event["subEvent"]}
    opening = slots[str(uid_of("slot Opening"))]
    assert (opening["startDate"], opening["endDate"]) == (
        "2015-06-22T09:00:00+02:00", "2015-06-22T09:30:00+02:00",
    )  # fmt: skip
    assert [person["name"] for person in opening["performer"]] == ["Anna", "Boris"]
    assert slots[str(uid_of("slot Visit"))]["startDate"] == "2015-06-23"


def test_organization_and_person_are_described(network):
    organization = OrganizationPageFactory(
        parent=OrganizationIndexPageFactory(parent=network.home),
        title="Institute", short_name="IN", city="Paris", country="FR",
        website="https://institute.example/",
    )  # fmt: skip
    person = network.anna
    person.native_name, person.spoken_languages = "آنا", ["ar"]
    person.save_revision().publish()

    check(organization)
    check(person)

    assert graph_of(organization)["Organization"]["alternateName"] == ["IN"]
    assert graph_of(person)["Person"]["alternateName"] == "آنا"


def test_mail_is_given_with_consent_only(network):
    person = network.anna
    person.email = "anna@example.org"
    person.public_consent = True
    person.save_revision().publish()
    assert graph_of(person)["Person"]["email"] == "anna@example.org"

    type(person).objects.filter(pk=person.pk).update(public_consent=False)

    assert "anna@example.org" not in text_of(person)


def test_texts_are_those_of_the_language_asked_for(session, translate):
    french = translate(session, {"Opening": "Ouverture"})

    graph = graph_of(session, "FR")

    assert graph["WebPage"]["inLanguage"] == "fr"
    assert graph["WebPage"]["url"].endswith(french.url)
    assert "Ouverture" in [slot["name"] for slot in graph["EducationEvent"]["subEvent"]]


@pytest.mark.usefixtures("uses_may_break")
def test_hidden_people_are_not_named(session, network):
    network.boris.unpublish()

    assert "Boris" not in text_of(session)


def test_text_may_stand_in_a_script_element(make_session):
    session = make_session(
        [day_block("2015-06-22"), slot_block("</script><script>alert(1)</script>&\u2028")]
    )

    text = text_of(session)

    assert not set("<>&\u2028") & set(text)
    slots = json.loads(text)["@graph"][2]["subEvent"]
    assert slots[0]["name"].startswith("</script><script>alert(1)</script>&")


@pytest.mark.parametrize("number", [1, 12])
def test_statements_do_not_grow(make_session, network, number, count_queries):
    venue = VenueFactory(address="1 rue")
    for place in range(number):
        speakers, day = [network.anna, network.boris], date(2015, 6, place + 1)
        session = make_session(
            [day_block(day), slot_block("Talk", "09:00", speakers=speakers)],
            venue=venue, slug=f"session-{place}", start_date=day, end_date=day,
        )  # fmt: skip
        SessionOrganizerFactory(page=session)
    query = "{ sessions(first: 20) { nodes { jsonLd } } }"
    ask(query)

    with count_queries() as queries:
        answer = ask(anew(query))

    assert len(answer["sessions"]["nodes"]) == number
    assert len(queries) == 5


def test_pages_of_several_types_in_one_list_are_each_what_they_are(session, network):
    query = "{ pages(first: 50) { nodes { title jsonLd } } }"

    nodes = ask(query)["pages"]["nodes"]

    about = {
        node["title"]: [item["@type"] for item in json.loads(node["jsonLd"])["@graph"][2:]]
        for node in nodes
    }
    assert about["Anna"] == ["Person"]
    assert about["Cool streets"] == [["EducationEvent", "CourseInstance"]]
    assert about[network.home.title] == []
