"""Words in the order that readers of a language expect, the same in every database."""

import pytest
from django.db import connection

from cms.checks import check_collations
from cms.databases.collations import collation_of
from tests.factories import HomePageFactory, LocaleFactory, PersonPageFactory, SiteFactory
from tests.support.graphql import ask

pytestmark = pytest.mark.django_db

# As ICU (Unicode CLDR) has them.
EXPECTED = {
    "en": "-a 10 9 ab de Delacroix eric Éric Erik O'Neil Oakes zebra zoe Zoe Zoé Ω محمد 김",
    "fr": "cote coté Coté côte côté Cotes Éric Zoé",
    "es": "na nz ñandú o",
    "ar": "10 آرش إبراهيم أحمد بهروز ة ت زهرا سارا محمد ه هادي وحيد ياسر a z 김",
    "fa": "آرش بهروز پرویز تارا جمال چنگیز حسن زهرا ژاله سارا کاوه گلی لاله وحید هادی یاسر a z",
    "ko": "10 가 김 한 a z س",
}


def in_order(words, collation):
    places = ", ".join(["(%s)"] * len(words))
    order = f'ORDER BY word COLLATE "{collation}"'
    sql = f"WITH words(word) AS (VALUES {places}) SELECT word FROM words {order}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, words)
        return [word for (word,) in cursor.fetchall()]


@pytest.mark.parametrize("language", EXPECTED)
def test_words_are_in_the_order_of_their_language(language):
    expected = EXPECTED[language].split()

    assert in_order(sorted(expected, reverse=True), collation_of(language)) == expected


def test_database_has_all_collations():
    assert check_collations(databases=["default"]) == []


def test_missing_collations_are_named(settings):
    settings.WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("tlh", "Klingon")]

    errors = check_collations(databases=["default"])

    expected = ["cms.E006"] if connection.vendor == "postgresql" else []
    assert [error.id for error in errors] == expected
    assert all("no collation tlh-x-icu." in error.msg for error in errors)


def test_unknown_languages_share_an_order():
    assert collation_of("xx") == "und-x-icu"
    assert in_order(["b", "É", "a", "f"], collation_of("xx")) == ["a", "b", "É", "f"]


PEOPLE = """
    query ($first: Int, $last: Int, $after: String, $before: String, $locale: LocaleCode) {
      people(first: $first, last: $last, after: $after, before: $before, locale: $locale) {
        nodes { title }
        pageInfo { endCursor startCursor hasNextPage hasPreviousPage }
      }
    }
"""
NAMES = ["آرش", "پرویز", "ژاله", "Ángel", "angela", "Zoé", "zoé"]


class TestLists:
    """Lists of the API, page by page."""

    @pytest.fixture(autouse=True)
    def people(self):
        persian = LocaleFactory(language_code="fa")
        home = HomePageFactory(locale=persian)
        SiteFactory(root_page=home, is_default_site=True)
        for name in sorted(NAMES):
            PersonPageFactory(parent=home, title=name, sort_name=name, locale=persian)

    def test_people_come_in_the_order_of_the_language_asked_for(self):
        found = ask(PEOPLE)["people"]["nodes"]

        assert [node["title"] for node in found] == [
            "آرش",
            "پرویز",
            "ژاله",
            "Ángel",
            "angela",
            "zoé",
            "Zoé",
        ]

    @pytest.mark.parametrize("forwards", [True, False])
    def test_pages_lose_and_double_nobody(self, forwards):
        everybody = [node["title"] for node in ask(PEOPLE)["people"]["nodes"]]
        walked, cursor = [], {}
        while True:
            size = {"first": 2} if forwards else {"last": 2}
            page = ask(PEOPLE, **size, **cursor)["people"]
            names = [node["title"] for node in page["nodes"]]
            walked = walked + names if forwards else names + walked
            info = page["pageInfo"]
            if not info["hasNextPage" if forwards else "hasPreviousPage"]:
                break
            cursor = {"after": info["endCursor"]} if forwards else {"before": info["startCursor"]}

        assert walked == everybody
