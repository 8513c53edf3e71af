"""Sample documents: in their languages, at their sessions, and private ones out of sight."""

import pytest
from wagtail.models import Collection

from cms.blocks.body import BodyStreamBlock
from cms.media.models import Document
from events.models import ProgrammeSlot, TrainingSessionPage
from home.models import Menu, StandardPage
from home.sample.library import stored_documents
from tests.support.graphql import ask

pytestmark = [pytest.mark.usefixtures("sample"), pytest.mark.xdist_group("sample-content")]

ARCHIVE = """query ($path: String!, $locale: LocaleCode!) {
  session(path: $path, locale: $locale) {
    documents { document { title } }
    programme { days { slots { materials { title } } } }
  }
}"""
BLOCKS = """query ($path: String!) {
  page(path: $path) { ... on StandardPage { body { __typename
    ... on DocumentListBlock { documents { document { title } } }
    ... on ButtonBlock { label url }
  } } }
}"""


def archive(path, locale):
    session = ask(ARCHIVE, path=path, locale=locale)["session"]
    slots = [slot for day in session["programme"]["days"] for slot in day["slots"]]
    return (
        [row["document"]["title"] for row in session["documents"]],
        [item["title"] for slot in slots for item in slot["materials"]],
    )


def test_documents_have_a_language_or_serve_all():
    documents = stored_documents()

    found = {
        place: document.locale and document.locale.language_code
        for place, document in documents.items()
    }
    assert found == {
        (name, language): None if language == "all" else language for name, language in documents
    }
    leaflets = {language for name, language in documents if name == "leaflet"}
    assert leaflets == {"en", "fr", "es", "ar", "fa", "ko"}
    assert Document.objects.filter(is_sample=True).count() == len(documents) == 18


@pytest.mark.parametrize(
    ("path", "locale", "expected"),
    [
        (
            "/trainings/cairo/cairo-heat-2024/",
            "EN",
            (
                [
                    "Cool streets - the programme to print (sample)",
                    "MITI in short (sample leaflet)",
                ],
                ["Form for thermometer readings / Relevé de températures (sample)"],
            ),
        ),
        (
            "/trainings/mexico-city/mexico-water-2024/",
            "FR",
            (
                ["De l’eau pour des vallées qui grandissent - dossier (exemple)"],
                ["Water budget on one page / Budget d’eau sur une page (sample)"],
            ),
        ),
    ],
)
def test_past_sessions_have_an_archive_in_each_language(path, locale, expected):
    assert archive(path, locale) == expected


def test_a_private_collection_hides_what_is_in_it_and_below():
    private = Collection.objects.get(name="Sample documents, private")
    inner = Collection.objects.get(name="Sample minutes, private too")

    assert inner.is_descendant_of(private)
    assert [r.restriction_type for r in inner.get_view_restrictions()] == ["login"]
    hidden = Document.objects.filter(collection__in=[private, inner])
    assert hidden.count() == 2
    assert {document.is_sample for document in hidden} == {True}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_one_page_shows_every_block_once(language):
    page = StandardPage.objects.get(slug="blocks", locale__language_code=language)

    assert sorted(block.block_type for block in page.body) == sorted(BodyStreamBlock().child_blocks)
    assert (page.is_sample, page.live, page.show_in_menus) == (True, True, False)


def test_no_menu_leads_to_the_page_of_blocks():
    pages = set(StandardPage.objects.filter(slug="blocks").values_list("pk", flat=True))

    targets = set()
    for menu in Menu.objects.all():
        for item in menu.items:
            targets |= {link.get("page") for link in (item.value, *item.value["children"])}
    assert not pages & {page.pk for page in targets if page}


def test_front_ends_get_every_block_without_the_private_document():
    body = ask(BLOCKS, path="/blocks/")["page"]["body"]

    assert len(body) == len(BodyStreamBlock().child_blocks)
    (listed,) = [block for block in body if block["__typename"] == "DocumentListBlock"]
    assert [row["document"]["title"] for row in listed["documents"]] == [
        "MITI in short (sample leaflet)",
        "Water for growing valleys - reader (sample)",
    ]


def test_a_day_may_have_slots_without_times():
    session = TrainingSessionPage.objects.get(slug="mexico-food-2027", locale__language_code="en")
    slots = ProgrammeSlot.objects.filter(session=session).order_by("position")

    timed = [slot.start_time is not None for slot in slots]
    assert timed == [True] * (len(timed) - 4) + [False] * 4
    assert len({slot.day for slot in slots if slot.start_time is None}) == 1
