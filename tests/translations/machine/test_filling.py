"""Filling the texts of a translation by machine, from the desk."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageLogEntry, Revision
from wagtail_localize.models import StringTranslation
from wagtail_localize.strings import StringValue

from tests.support import libretranslate as machine
from tests.support.digest import digests
from tests.support.graphql import ask
from tests.support.libretranslate import INTERNALS, KEY, settings_for
from tests.support.translated_site import SESSION, segments, write
from tests.translations.machine.conftest import SOURCES, post, show, stored
from translations.desk.filling import fill
from translations.desk.texts import texts_of
from translations.domain import review
from translations.machine import translator as translators
from translations.machine.translator import machine as machine_of_settings


def arabic_title():
    return ask(SESSION, locale="AR")["session"]["title"]


def said(response):
    return [str(message).strip() for message in response.context["messages"]]


def test_empty_texts_are_filled_and_marked(client, server, translation, translator):
    write(translation, {"Opening": "الافتتاح"})

    answer = post(client, translator, translation).json()

    assert answer == {
        "filled": 2, "changed": 0, "dropped": [], "after": texts_of(translation)[1].key,
        "isFinished": True, "error": None,
    }  # fmt: skip
    assert stored(translation) == {
        "Opening": ("الافتتاح", ""),
        "Cool streets": ("ar Cool streets", "machine"),
        "Shade and water": ("ar Shade and water", "machine"),
    }
    assert server.texts == ["Cool streets", "Shade and water"]
    rows = StringTranslation.objects.filter(translation_type="machine")
    assert {(row.tool_name, row.last_translated_by) for row in rows} == {
        ("LibreTranslate", translator)
    }
    entry = PageLogEntry.objects.get(action="translations.fill_by_machine")
    assert (entry.user, entry.message) == (translator, "2 texts filled by machine")


def test_desk_shows_them_as_not_reviewed(client, server, translation, translator):
    write(translation, {"Opening": "الافتتاح"})
    post(client, translator, translation)

    response = show(client, translator, translation, "machine")

    assert [text.unit.source for text in response.context["texts"]] == SOURCES[:2]
    assert ("By machine", 2) in [(tab["label"], tab["count"]) for tab in response.context["tabs"]]
    assert response.content.decode().count("Machine translated, not reviewed</span>") == 2


def test_nothing_of_it_is_public_nor_a_draft_before_somebody_says_so(
    client, server, site, translation, translator
):
    write(translation, {SOURCES[-1]: "الافتتاح"})
    review.publish(translation, site.boss)
    before = digests()
    revisions = Revision.objects.count()

    post(client, translator, translation)

    after = digests()
    # Of the page only the title that the admin shows of drafts.
    assert {label for label in after if after[label] != before[label]} == {
        "wagtail_localize.StringTranslation", "wagtailcore.Page", "wagtailcore.PageLogEntry",
    }  # fmt: skip
    page = site.page()
    assert (page.title, page.draft_title) == ("Cool streets", "ar Cool streets")
    assert Revision.objects.count() == revisions
    assert arabic_title() == "Cool streets"


def test_approval_makes_them_reviewed(client, server, site, translation, translator, reviewer):
    other = site.begin(site.session, "ko")
    for each in (translation, other):
        fill(each, machine_of_settings(), site.boss)
    review.send_for_review(translation, translator)
    assert {kind for _text, kind in stored(translation).values()} == {"machine"}

    review.decide(translation, reviewer, "approve", "")

    assert {kind for _text, kind in stored(translation).values()} == {"manual"}
    assert {kind for _text, kind in stored(other).values()} == {"machine"}
    assert arabic_title() == "ar Cool streets"


def test_request_for_changes_leaves_them_as_they_are(
    server, site, translation, translator, reviewer
):
    fill(translation, machine_of_settings(), translator)
    review.send_for_review(translation, translator)

    review.decide(translation, reviewer, "reject", "Read them first")

    assert {kind for _text, kind in stored(translation).values()} == {"machine"}


def test_those_that_nobody_has_read_are_asked_for_again_on_demand(
    client, server, translation, translator
):
    write(translation, {"Opening": "الافتتاح"})
    post(client, translator, translation)
    server.answer = machine.saying(lambda text: f"again {text}")

    assert post(client, translator, translation).json()["filled"] == 0
    assert post(client, translator, translation, again="on").json()["filled"] == 2

    assert stored(translation)["Opening"] == ("الافتتاح", "")
    assert stored(translation)["Cool streets"] == ("again Cool streets", "machine")


def test_script_goes_on_where_it_was(client, server, one_by_one, translation, translator):
    first = post(client, translator, translation).json()
    second = post(client, translator, translation, after=first["after"]).json()
    third = post(client, translator, translation, after=second["after"]).json()

    assert [(each["filled"], each["isFinished"]) for each in (first, second, third)] == [
        (1, False), (1, False), (1, True),
    ]  # fmt: skip
    assert server.texts == SOURCES


def test_form_without_a_script_fills_all_and_comes_back(
    client, server, one_by_one, translation, translator
):
    response = post(client, translator, translation, headers=None)

    assert response.redirect_chain == [
        (reverse("translations_desk", args=[translation.pk]) + "?show=machine", 302)
    ]
    assert said(response) == ["3 texts filled by machine. Nobody has reviewed them yet."]
    assert server.texts == SOURCES


def test_form_without_a_script_says_when_there_is_more(
    client, server, one_by_one, translation, translator, monkeypatch
):
    monkeypatch.setattr("translations.views.machine.PATIENCE", 0)

    response = post(client, translator, translation, headers=None)

    assert said(response) == [
        "1 text filled by machine. Nobody has reviewed it yet.",
        "There are more: choose the button again to go on.",
    ]


def test_what_came_before_a_failure_is_kept(client, server, one_by_one, translation, translator):
    server.answers = [machine.translated, machine.failing(500)]

    response = post(client, translator, translation, headers=None)

    assert stored(translation) == {"Cool streets": ("ar Cool streets", "machine")}
    html = response.content.decode()
    assert said(response) == [
        "1 text filled by machine. Nobody has reviewed it yet.",
        "The translation server has an error of its own. Try again later.",
    ]
    assert KEY not in html
    assert INTERNALS not in html


def test_script_is_told_the_code(client, server, translation, translator):
    server.answer = machine.failing(429, Retry_After="3600")

    response = post(client, translator, translation)

    assert response.status_code == 503
    assert response.json()["error"] == {
        "code": "BUSY",
        "message": "The translation server has too much to do. Try again in some minutes.",
    }
    assert response.json()["isFinished"] is False
    assert stored(translation) == {}


def test_answers_that_break_a_text_are_dropped_and_told(client, server, translation, translator):
    server.answer = machine.saying(
        lambda text: "<script>alert(1)</script>" if text == "Opening" else f"ar {text}"
    )

    answer = post(client, translator, translation).json()

    assert answer["filled"] == 2
    assert answer["dropped"] == [
        "Programme / Slot 09:00–09:30 Opening / Title: the machine broke formats or links"
    ]
    assert "Opening" not in stored(translation)


def test_text_that_is_too_long_is_never_sent(client, server, translation, translator, settings):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = settings_for(server, BATCH_CHARACTERS=12)

    answer = post(client, translator, translation).json()

    assert server.texts == ["Cool streets"]
    assert answer["filled"] == 1
    assert not answer["isFinished"]
    last = post(client, translator, translation, after=answer["after"]).json()
    assert [line.rpartition(": ")[2] for line in last["dropped"]] == ["too long for one request"]
    assert (last["filled"], last["isFinished"]) == (1, True)
    assert server.texts == ["Cool streets", "Opening"]


def test_what_somebody_writes_meanwhile_is_left_alone(client, server, translation, translator):
    found = machine_of_settings()
    answers = found.answers

    def meanwhile(sources, pair):
        write(translation, {"Opening": "الافتتاح"})
        return answers(sources, pair)

    found.answers = meanwhile
    outcome = fill(translation, found, translator)

    assert (outcome.filled, outcome.changed) == (2, 1)
    assert stored(translation)["Opening"] == ("الافتتاح", "")


def test_review_that_begins_meanwhile_closes_the_texts(
    client, server, translation, translator, monkeypatch
):
    answers = translators.LibreTranslate.answers

    write(translation, {SOURCES[-1]: "الافتتاح"})

    def meanwhile(self, sources, pair):
        review.send_for_review(translation, translator)
        return answers(self, sources, pair)

    monkeypatch.setattr(translators.LibreTranslate, "answers", meanwhile)

    response = post(client, translator, translation)

    assert response.status_code == 409
    assert response.json()["error"]["code"] == "CLOSED"
    assert stored(translation) == {SOURCES[-1]: ("الافتتاح", "")}


def test_pair_that_the_server_has_not_is_told_before_anything_is_sent(
    client, server, translation, translator
):
    server.languages = [{"code": "en", "targets": ["fr"]}, {"code": "ar", "targets": ["en"]}]

    response = post(client, translator, translation)

    assert response.json()["error"] == {
        "code": "NO_PAIR",
        "message": "The translation server does not translate from English into Arabic. "
        "Nothing was sent.",
    }
    assert server.paths == ["/languages"]


def test_languages_are_asked_for_once(client, server, one_by_one, translation, translator):
    for _ in range(2):
        post(client, translator, translation)

    assert server.paths == ["/languages", "/translate", "/translate"]


def test_codes_are_the_servers_own(client, server, translation, translator):
    server.languages = [{"code": "EN", "targets": ["AR"]}]

    post(client, translator, translation)

    assert (server.received[0]["source"], server.received[0]["target"]) == ("EN", "AR")


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("fa", "fa"),
        ("ko", "ko"),
        ("pt-br", "pt-BR"),
        ("zh-hans", "zh-Hans"),
        ("fr-ca", "fr"),
        ("sw", ""),
    ],
)
def test_code_of_a_language(language, code):
    assert translators._code_of(language, ["fa", "ko", "pt-BR", "zh-Hans", "fr"]) == code


# --- Behind wagtail-localize's interface ----------------------------------------------------------


def test_machine_of_wagtail_localize(server, translation):
    strings = [StringValue("Cool streets"), StringValue("Opening")]
    server.answer = machine.saying(lambda text: "" if text == "Opening" else f"ar {text}")
    found = machine_of_settings()

    answer = found.translate(translation.source.locale, translation.target_locale, strings)

    assert {key.data: value.data for key, value in answer.items()} == {
        "Cool streets": "ar Cool streets"
    }
    assert found.can_translate(translation.source.locale, translation.target_locale)
    assert not found.can_translate(translation.source.locale, translation.source.locale)


def test_snippets_are_filled_too(server, site, translator):
    translation = site.begin(site.theme)

    outcome = fill(translation, machine_of_settings(), translator)

    assert outcome.filled == len(segments(translation)) == len(server.texts) > 0
    assert ModelLogEntry.objects.filter(action="translations.fill_by_machine").count() == 1
