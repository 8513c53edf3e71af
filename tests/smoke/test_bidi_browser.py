"""What a reader sees of an Arabic or Persian text of the API: numbers and names in their order."""

from urllib.parse import quote

import pytest
from wagtail.models import Site

from tests.factories import HomePageFactory, LocaleFactory
from tests.support.browser import Browser, require_browser
from tests.support.graphql import ask

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.xdist_group("browser")]

# Parts in the order of the text; the second is what is between them in Persian.
PARTS = [
    "+33 1 77 49 76 32",
    "Jean-Pierre (Paris) C++",
    "info@miti.example",
    "https://miti.example/ar/",
    "2027-05-12",
    "09:00–10:30",
]
WORDS = {
    "ar": ["اتصل بالرقم", "أو", "أو", "من", "قبل", "بين", "في باريس"],
    "fa": ["با شمارهٔ", "یا", "یا", "از", "پیش از", "میان", "در پاریس"],
}
QUERY = """query ($locale: LocaleCode!) { page(path: "/", locale: $locale) {
  ... on HomePage { introduction { html nodes } } } }"""
# The left edge of each character that can be seen, and its line.
PLACES = """
const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
const places = [];
for (let node; (node = walker.nextNode());) {
  for (let at = 0; at < node.length; at++) {
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    const box = range.getClientRects()[0];
    places.push([node.data[at], box.left, box.top]);
  }
}
return places;
"""


@pytest.fixture
def browser(live_server):
    require_browser()
    browser = Browser(live_server.url)
    browser.resize(3000, 600)
    yield browser
    browser.close()


def source_of(language):
    words = WORDS[language]
    between = zip(words, [*PARTS, ""], strict=True)
    return "<p>" + " ".join(f"{word} {part}" for word, part in between).strip() + ".</p>"


def places(browser, html, language):
    page = f'<!doctype html><html lang="{language}" dir="rtl"><main>{html}</main>'
    browser.driver.get("data:text/html;charset=utf-8," + quote(page))
    return browser.run(PLACES)


def lefts_of(found, part):
    """The left edges of a part's characters, in the order of the text."""
    text = "".join(character for character, _left, _top in found)
    start = text.index(part)
    return [left for _character, left, _top in found[start : start + len(part)]]


def is_from_left_to_right(lefts):
    return lefts == sorted(lefts)


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_numbers_names_and_addresses_stand_in_their_order(transactional_db, browser, language):
    english = HomePageFactory(slug="home")
    home = HomePageFactory(
        slug=f"home-{language}",
        locale=LocaleFactory(language_code=language),
        translation_key=english.translation_key,
        introduction=source_of(language),
    )
    Site.objects.create(hostname="localhost", root_page=english, is_default_site=True)
    code = language.upper()

    answer = ask(QUERY, locale=code)["page"]["introduction"]

    found = places(browser, answer["html"], language)
    assert len({top for character, _left, top in found if character.isdecimal()}) == 1
    assert {part: is_from_left_to_right(lefts_of(found, part)) for part in PARTS} == dict.fromkeys(
        PARTS, True
    )
    # Later parts of the sentence stand further to the left.
    firsts = [min(lefts_of(found, part)) for part in PARTS]
    assert firsts == sorted(firsts, reverse=True)
    # Without isolates the same browser reverses the telephone number: that is what they are for.
    bare = places(browser, source_of(language), language)
    assert not is_from_left_to_right(lefts_of(bare, PARTS[0]))
    assert "bdi" not in str(answer["nodes"])
    assert home.introduction == source_of(language)
