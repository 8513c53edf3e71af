"""In which languages a session and its slots can be followed: shown, and asked for."""

from datetime import date

import pytest
from django.urls import reverse

from events.models import TrainingSessionPage
from tests.factories import day_block, slot_block
from tests.support.graphql import ask

FIRST, SECOND = date(2015, 6, 22), date(2015, 6, 23)
HOSTILE = ["", "%", "_", "e", '"', "en|fr", "\x00", "'; --", "a" * 100_000]

PROGRAMME = """
query ($path: String!, $language: String) {
  session(path: $path) {
    workingLanguages
    programme(language: $language) {
      slotCount
      days { date notes { text } slots { title languages interpretation } }
    }
  }
}
"""
SESSIONS = """
query ($language: String!) {
  sessions(filter: {understoodIn: $language}, orderBy: [TITLE_ASC]) {
    totalCount
    nodes { title programme(language: $language) { days { slots { title } } } }
  }
}
"""


@pytest.fixture
def session(make_session):
    return make_session(
        [
            day_block(FIRST),
            slot_block("Opening", "09:00", "09:30"),
            slot_block("Talk", "09:30", "10:00", languages=["ar"], interpretation=["zh-Hans"]),
            day_block(SECOND),
            slot_block("Visit", "09:00", "10:00", languages=["fr"], interpretation=["en"]),
        ],
        title="Cairo",
        slug="cairo",
        working_languages=["en", "fr"],
    )


def titles(language):
    found = TrainingSessionPage.objects.understood_in(language)
    return sorted(found.values_list("title", flat=True))


def shown(language):
    programme = ask(PROGRAMME, path="/trainings/cairo/", language=language)["session"]["programme"]
    slots = [[slot["title"] for slot in day["slots"]] for day in programme["days"]]
    assert programme["slotCount"] == sum(map(len, slots))
    return slots


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (None, [["Opening", "Talk"], ["Visit"]]),
        ("en", [["Opening"], ["Visit"]]),
        ("FR", [["Opening"], ["Visit"]]),
        ("ar", [["Talk"]]),
        ("zh-hans", [["Talk"]]),
        ("zh", []),
        ("ko", []),
        ("%", []),
    ],
)
def test_programme_in_a_language(session, language, expected):
    assert shown(language) == expected


def test_slots_say_their_languages(session):
    answer = ask(PROGRAMME, path="/trainings/cairo/", language="zh-Hans")["session"]

    assert answer["workingLanguages"] == ["en", "fr"]
    (day,) = answer["programme"]["days"]
    assert day["slots"] == [{"title": "Talk", "languages": ["ar"], "interpretation": ["zh-Hans"]}]


def test_sessions_that_can_be_followed_in_a_language(session, make_session, translate):
    make_session(title="Paris", working_languages=["fr"])
    make_session([day_block(FIRST), slot_block("A", languages=["ar"])], title="Draft", live=False)
    translate(session, {"Talk": "Exposé"})

    assert titles("ar") == titles("zh-hans") == ["Cairo", "Cairo"]
    assert titles("fr") == ["Cairo", "Cairo", "Paris"]
    assert titles("ko") == []
    assert ask(SESSIONS, language="ar")["sessions"] == {
        "totalCount": 1,
        "nodes": [{"title": "Cairo", "programme": {"days": [{"slots": [{"title": "Talk"}]}]}}],
    }


@pytest.mark.parametrize("tag", HOSTILE)
def test_hostile_language_finds_nothing(session, tag):
    assert titles(tag) == []


def test_number_of_statements_is_that_of_one_session(session, make_session, count_queries):
    def statements():
        ask(SESSIONS, language="ar")
        with count_queries() as queries:
            ask(SESSIONS, language="ar")
        return len(queries)

    one = statements()
    for number in range(5):
        make_session([day_block(FIRST), slot_block("A", languages=["ar"])], title=f"S{number}")

    assert (one, statements()) == (STATEMENTS, STATEMENTS)


STATEMENTS = 3


def overview(client, **filters):
    rows = client.get(reverse("events_programme_overview"), filters).context["object_list"]
    return sorted((row.title, row.languages_text) for row in rows)


def test_overview_names_the_languages_of_drafts_and_is_filtered_by_them(
    make_editor, network, session, make_session
):
    make_session(title="Paris", working_languages=["fr"])
    make_session(title="Tehran", working_languages=[])
    client = make_editor(network.trainings, "change")
    cairo = ("Cairo", "English, French, Arabic; interpreted into English, Simplified Chinese")

    assert overview(client) == [cairo, ("Paris", "French"), ("Tehran", "–")]
    assert overview(client, language="ar") == [cairo]
    assert overview(client, language="fr") == [cairo, ("Paris", "French")]

    session.refresh_from_db()
    session.working_languages = ["ko"]
    session.save_revision()
    assert overview(client, language="fr")[0][1].startswith("Korean, Arabic, French; ")
