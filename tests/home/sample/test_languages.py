"""The leaflet's content and one full programme in all languages: complete and well written."""

import re

import pytest
from django.conf import settings
from django.db.models import F
from wagtail.models import Page, Site
from wagtail_localize.models import StringTranslation, Translation

from cms.media.models import Image
from cms.pages.aliases import models_with_aliases
from events.enums import SlotKind
from events.models import TrainingSessionPage
from home.models import InterfaceMessage, SiteSettings
from home.sample.library import stored_documents
from home.sample.site import centres
from home.sample.source import key, read, sessions
from organizations.models import PersonPage
from tests.support.graphql import ask
from translations.desk.texts import progress_of, texts_of
from translations.enums import Check

pytestmark = [pytest.mark.usefixtures("sample"), pytest.mark.xdist_group("sample-content")]

LANGUAGES = {"en", "fr", "es", "ar", "fa", "ko"}
FULL_PROGRAMME, LEAFLET_SESSION = "cairo-heat-2024", "climate-2015"
# Names that are written alike in several languages; those of people are found in their pages.
NAMES = {
    "CGLU",
    "IAU<br/>IAU îdF<br/>IAU Île-de-France<br/>IAU Ile-de-France",
    "IAU île-de-France",
    "Ile-de-France Regional Council<br/>Regional Council",
    "Laetitia Ilunga",
    "Mashhad",
    "Metropolis",
    "Norhaven",
    "Paris",
    "Victor Said",
    "<br/>".join(
        f"Paris Île-de-France Regional {word} of Metropolis" for word in ("Centre", "Center")
    ),
}


def session_data(name):
    return next(data for data in sessions() if data["id"] == name)


def speakers(name):
    slots = [slot for day in session_data(name)["programme"] for slot in day["slots"]]
    options = [slot[3] for slot in slots if len(slot) > 3]
    return {who.partition(":")[0] for option in options for who in option.get("who", ())}


def complete():
    """Name every page and snippet that is there in all languages."""
    site, places = read("site"), read("places")
    people = {row["id"]: row for row in read("people")["people"]}
    shown = speakers(FULL_PROGRAMME) | speakers(LEAFLET_SESSION)
    full = session_data(FULL_PROGRAMME)
    yield ("home", "home")
    yield from (("index", row["id"]) for row in site["indexes"])
    yield from (("index", f"sessions:{row['id']}") for row in centres())
    yield from (("page", row["id"]) for row in site["pages"] if not row.get("sample", True))
    yield from (("organization", row["id"]) for row in read("organizations")["organizations"])
    yield from (("person", name) for name in {"jean-paul-huchon", *shown})
    yield from (("session", name) for name in (FULL_PROGRAMME, LEAFLET_SESSION))
    yield from (("theme", name) for name in full["themes"])
    yield ("venue", full["venue"])
    yield from (("contact", row["id"]) for row in places["contact_points"] if "sample" in row)
    yield from (("contact", name) for name in full["contacts"])
    yield from (("menu", row["handle"]) for row in site["menus"])
    yield from (("notice", row["id"]) for row in site["notices"])
    yield from (("message", row["name"]) for row in site["messages"])
    assert {people[name]["org"] for name in shown} <= {
        row["id"] for row in read("organizations")["organizations"]
    }


COMPLETE = {key(kind, name): f"{kind}/{name}" for kind, name in complete()}


def versions():
    """Give what there is of them: by name, by language."""
    found = {name: {} for name in COMPLETE.values()}
    pages = Page.objects.filter(translation_key__in=COMPLETE)
    snippets = [
        model._default_manager.filter(translation_key__in=COMPLETE)
        for model in models_with_aliases()
    ]
    for rows in (pages, *snippets):
        for row in rows.select_related("locale"):
            found[COMPLETE[row.translation_key]][row.locale.language_code] = row
    return found


def written():
    """Give all translations of texts in the sample content: language, original, translation."""
    rows = StringTranslation.objects.exclude(data="").values_list(
        "locale__language_code", "translation_of__data", "data"
    )
    return [(code, original, data.replace("<br/>", "\n")) for code, original, data in rows]


def test_the_languages_are_those_of_the_site():
    assert {code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES} == LANGUAGES
    assert len(COMPLETE) == 58


def test_everything_of_the_leaflet_and_one_programme_is_public_in_all_languages():
    found = versions()

    assert {name: LANGUAGES - set(rows) for name, rows in found.items() if len(rows) != 6} == {}
    rows = [row for versions in found.values() for row in versions.values()]
    assert [row for row in rows if not row.live or row.has_unpublished_changes] == []
    assert [row for row in rows if row.alias_of_id is not None] == []


def test_the_desk_shows_all_their_texts_as_translated():
    translations = Translation.objects.filter(source__object_id__in=COMPLETE, enabled=True)

    unfinished = {}
    for translation in translations.select_related("source", "target_locale"):
        progress = progress_of(texts_of(translation))
        if progress.done != progress.total or progress.total == 0:
            unfinished[str(translation)] = str(progress)

    assert translations.count() == 5 * len(COMPLETE)
    assert unfinished == {}
    stale = translations.filter(source__last_updated_at__gt=F("translations_last_updated_at"))
    assert not stale.exists()


def test_checks_find_nothing_in_the_sample_content():
    people = PersonPage.objects.filter(locale__language_code="en")
    names = NAMES | set(people.values_list("title", flat=True))
    said = [
        (translation.target_locale.language_code, text.unit.source, str(finding))
        for translation in Translation.objects.select_related("source", "target_locale")
        for text in texts_of(translation)
        for finding in text.findings
        if not (finding.check in {Check.SAME, Check.TERMS} and text.unit.source in names)
    ]

    assert said == []
    assert {original for _code, original, text in written() if original == text} >= {"Metropolis"}


PAGE = """query ($path: String!, $locales: [LocaleCode!]!) {
  page(path: $path, locales: $locales) {
    locale { code } contentLocale { code } isFallback
    translations { locale { code } status }
  }
}"""
SNIPPETS = """query ($locales: [LocaleCode!]!) {
  themes(locales: $locales) { nodes { key locale { code } isFallback } }
  notices(locales: $locales) { nodes { key locale { code } isFallback } }
  interfaceMessages(locales: $locales) { nodes { name locale { code } isFallback } }
  main: menu(handle: "main", locales: $locales) { locale { code } isFallback }
  footer: menu(handle: "footer", locales: $locales) { locale { code } isFallback }
}"""
CHAINS = [
    ["FR", "AR", "EN"],
    ["ES", "FR", "EN"],
    ["AR", "FR", "EN"],
    ["FA", "AR", "EN"],
    ["KO", "EN"],
    ["EN", "KO"],
]


@pytest.mark.parametrize("chain", CHAINS, ids="-".join)
def test_pages_answer_in_the_language_asked_for_first(chain):
    code = chain[0]
    pages = Page.objects.filter(translation_key__in=COMPLETE, locale__language_code="en")
    # The same for all sites: the path below the home page.
    paths = [page.url_path.removeprefix("/home") for page in pages]

    others = []
    for path in paths:
        page = ask(PAGE, path=path, locales=chain)["page"]
        mine = (page["locale"]["code"], page["contentLocale"]["code"], page["isFallback"])
        status = {row["status"] for row in page["translations"]}
        if mine != (code, code, False) or not status <= {"ORIGINAL", "CURRENT"}:
            others.append((path, mine, status))

    assert len(paths) == 39
    assert others == []


@pytest.mark.parametrize("chain", CHAINS, ids="-".join)
def test_snippets_answer_in_the_language_asked_for_first(chain):
    answer = ask(SNIPPETS, locales=chain)

    mine = {"locale": {"code": chain[0]}, "isFallback": False}
    keys = {str(name) for name in COMPLETE}
    rows = [
        {name: row[name] for name in mine}
        for field in ("themes", "notices")
        for row in answer[field]["nodes"]
        if row["key"] in keys
    ]
    assert rows == [mine] * 5
    assert [answer["main"], answer["footer"]] == [mine, mine]
    messages = answer["interfaceMessages"]["nodes"]
    assert [{name: row[name] for name in mine} for row in messages] == [mine] * 8


PROGRAMME = """query ($path: String!, $locales: [LocaleCode!]!) {
  session(path: $path, locales: $locales) {
    venue { name isFallback } contactPoints { name isFallback } themes { name isFallback }
    documents { document { title } }
    programme { days { title notes { text } slots {
      kind title summary isFallback textLocale { code } speakers { person { title isFallback } }
      materials { title }
    } } }
  }
}"""


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_the_full_programme_falls_back_nowhere(code):
    session = ask(
        PROGRAMME, path=f"/trainings/cairo/{FULL_PROGRAMME}/", locales=[code.upper(), "EN"]
    )["session"]

    slots = [slot for day in session["programme"]["days"] for slot in day["slots"]]
    assert (len(session["programme"]["days"]), len(slots)) == (3, 15)
    assert {slot["kind"] for slot in slots} == set(SlotKind.values)
    assert {slot["textLocale"]["code"] for slot in slots} == {code.upper()}
    people = [speaker["person"] for slot in slots for speaker in slot["speakers"]]
    assert len({person["title"] for person in people}) == 6
    shown = [*slots, *people, session["venue"], *session["contactPoints"], *session["themes"]]
    assert [item for item in shown if item["isFallback"]] == []
    assert len(session["documents"]) == 2
    assert sum(bool(slot["summary"]) for slot in slots) == 3


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_links_lead_to_the_page_in_the_same_language(code):
    query = """query ($locales: [LocaleCode!]!) {
      page(path: "/about/", locales: $locales) { ... on StandardPage { body {
        ... on RichTextBlock { value { html } }
      } } }
    }"""

    body = ask(query, locales=[code.upper(), "EN"])["page"]["body"]

    html = "".join(block["value"]["html"] for block in body if "value" in block)
    prefix = "" if code == "en" else f"/{code}"
    assert re.findall(r'href="([^"]+)"', html) == [
        f"{prefix}/organizations/{name}/"
        for name in ("metropolis", "cairo", "mashhad", "mexico-city", "emrc")
    ]


def test_pictures_files_and_the_foot_of_pages_speak_all_languages():
    for image in Image.objects.filter(is_sample=True):
        rows = image.alt_texts.select_related("locale")
        # English stands in the image's own field, which editors see and change.
        assert {row.locale.language_code for row in rows if row.text} == LANGUAGES - {"en"}, image
        assert len({image.alt_text, *(row.text for row in rows)} - {""}) == 6, image
    found = set(stored_documents())
    assert {(name, code) for name in ("leaflet", "heat-programme") for code in LANGUAGES} <= found
    texts = SiteSettings.for_site(Site.objects.get(is_default_site=True)).texts
    footers = {text.locale.language_code: text.footer for text in texts.select_related("locale")}
    assert set(footers) == LANGUAGES
    assert len({footer for footer in footers.values() if footer}) == 6


# What a careful typesetter would mark, by language.
ARABIC_SIGNS = r"[\u064a\u0643\u0629٠-٩]|(?<!\+)\b[0-9]+\b"
PERSIAN_PARTS = (
    r"(?<![\u0600-\u06ff])ن?می [\u0600-\u06ff]|[\u0600-\u06ff] ها(?:ی)?(?![\u0600-\u06ff])"
)
FAULTS = {
    "fr": r"[^\u00a0\u202f\s?!][;?!](?=[\s»]|$)| [:;?!»]|«[^\u00a0\u202f]|\w'\w",
    "es": r"^[^¿]*\?|^[^¡]*!|\s[;:?!]|\w'\w",
    "ar": r"[\u0600-\u06ff][,;?]|\s[،؛؟:.]|[۰-۹\u06a9\u06cc]",
    "fa": rf"[\u0600-\u06ff][,;?]|\s[،؛؟:.]|{ARABIC_SIGNS}|{PERSIAN_PARTS}",
    "ko": r"\s[.,?!]|  |[가-힣][.,?!][가-힣]",
}


@pytest.mark.parametrize("code", sorted(FAULTS))
def test_typography_is_that_of_the_language(code):
    # A tag is nothing to a reader, a placeholder is a word; plural forms are read by machines.
    texts = {
        re.sub(r"\{[^{}]*\}", "X", re.sub(r"<[^>]+>", "", text))
        for language, _original, text in written()
        if language == code and "plural," not in text
    }

    assert len(texts) > 200
    assert sorted(text for text in texts if re.search(FAULTS[code], text, re.MULTILINE)) == []


def test_one_sample_session_is_behind_its_original_and_one_is_only_begun():
    changed = ask(PAGE, path="/trainings/mashhad/mashhad-visitors-2025/", locales=["EN"])["page"]
    begun = TrainingSessionPage.objects.get(slug="mexico-quake-2026", locale__language_code="es")
    translation = Translation.objects.get(
        source__object_id=begun.translation_key, target_locale__language_code="es"
    )

    assert {(row["locale"]["code"], row["status"]) for row in changed["translations"]} == {
        ("FR", "OUTDATED"),
        ("FA", "OUTDATED"),
    }
    assert (begun.live, begun.is_sample) == (False, True)
    assert progress_of(texts_of(translation)).done == 0


def test_messages_are_public_in_all_languages():
    names = {row["name"] for row in read("site")["messages"]}

    assert set(InterfaceMessage.objects.filter(live=True).values_list("name", flat=True)) == names
    assert InterfaceMessage.objects.filter(live=True).count() == 6 * len(names)
