"""What a machine costs, what it suggests for one text, and who may ask it."""

import pytest
from django.urls import reverse

from tests.support import libretranslate as machine
from tests.support.digest import digests
from tests.support.libretranslate import KEY, settings_for
from tests.support.translated_site import write
from tests.translations.machine.conftest import SCRIPT, SOURCES, post, show
from translations.desk.texts import texts_of
from translations.domain import review

# --- Cost -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("price", "shown"),
    [
        (0, "3 empty texts, 34 characters to be sent."),
        (20, "3 empty texts, 34 characters to be sent: less than 0.01 EUR."),
        (20_000, "3 empty texts, 34 characters to be sent: 0.68 EUR."),
    ],
)
def test_cost_is_shown_before(client, server, translation, translator, settings, price, shown):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = settings_for(server, PRICE=price)

    html = " ".join(show(client, translator, translation).content.decode().split())

    assert shown in html
    assert html.count("Ask the machine (12 characters)") == 1
    assert server.paths == []
    assert KEY not in html
    assert server.url not in html


def test_as_many_characters_are_sent_as_were_told(client, server, translation, translator):
    offer = show(client, translator, translation).context["machine"]

    post(client, translator, translation)

    assert offer.empty.characters == sum(map(len, server.texts)) == 34
    assert offer.empty.texts == len(server.texts) == 3


@pytest.mark.parametrize("number", [1, 3])
def test_the_desk_takes_no_more_statements_with_a_machine(
    client, server, site, settings, translator, count_queries, number
):
    translation = site.begin(site.session)
    write(translation, dict.fromkeys(SOURCES[number:], "x"))
    show(client, translator, translation)
    with count_queries() as with_machine:
        show(client, translator, translation)
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = None

    with count_queries() as without:
        show(client, translator, translation)

    assert len(with_machine) == len(without)


def test_without_a_machine_nothing_speaks_of_one(client, translation, translator):
    response = show(client, translator, translation)

    assert "machine" not in response.content.decode().lower()
    assert post(client, translator, translation).status_code == 404
    key = texts_of(translation)[0].key
    address = reverse("translations_machine_text", args=[translation.pk, key])
    assert client.post(address).status_code == 404


# --- A suggestion for one text --------------------------------------------------------------------


def suggest(client, user, translation, original="Opening", headers=SCRIPT):
    client.force_login(user)
    key = next(text.key for text in texts_of(translation) if text.unit.source == original)
    address = reverse("translations_machine_text", args=[translation.pk, key])
    return client.post(address, {"target": "mine", "version": ""}, headers=headers)


def test_suggestion_is_shown_and_not_stored(client, server, translation, translator):
    before = digests()

    response = suggest(client, translator, translation)

    html = response.content.decode()
    assert 'data-insert="ar Opening"' in html
    assert '<div lang="ar" dir="rtl">ar Opening</div>' in html
    assert server.texts == ["Opening"]
    assert digests() == before


def test_suggestion_without_a_script_stands_at_its_text(client, server, translation, translator):
    html = suggest(client, translator, translation, headers=None).content.decode()

    assert html.count('<div lang="ar" dir="rtl">ar Opening</div>') == 1


@pytest.mark.parametrize(
    ("answer", "status", "shown"),
    [
        (machine.failing(500), 503, "has an error of its own. Try again later. <small>(FAILED)"),
        (machine.saying(lambda text: f"<b>{text}</b>"), 200, "Nothing to take: the machine broke"),
    ],
)
def test_suggestion_that_cannot_be_had(
    client, server, translation, translator, answer, status, shown
):
    server.answer = answer

    response = suggest(client, translator, translation)

    assert (response.status_code, shown in response.content.decode()) == (status, True)


def test_suggestion_for_a_text_that_is_gone(client, server, translation, translator):
    client.force_login(translator)
    address = reverse("translations_machine_text", args=[translation.pk, "u123"])

    assert client.post(address, headers=SCRIPT).status_code == 404


# --- Rights ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["reviewer", "foreign", "nobody", "in review", "by GET"])
def test_who_may_not_write_may_not_ask(
    client, server, site, translation, translator, reviewer, who
):
    """Reviewers judge texts and write none, by hand or by machine."""
    user = {
        "reviewer": reviewer,
        "foreign": site.member("min", "Translators: Korean"),
        "nobody": site.users.create_user(username="nobody"),
    }.get(who, translator)
    if who == "in review":
        write(translation, {texts_of(translation)[-1].unit.source: "شارع"})
        review.send_for_review(translation, translator)
    client.force_login(user)
    ask_by = client.get if who == "by GET" else client.post
    key = texts_of(translation)[0].key
    before = digests()

    responses = [
        ask_by(reverse(name, args=args), headers={"Accept": "application/json", **SCRIPT})
        for name, args in [
            ("translations_fill", [translation.pk]),
            ("wagtail_localize:machine_translate", [translation.pk]),
            ("translations_machine_text", [translation.pk, key]),
        ]
    ]

    expected = 405 if who == "by GET" else 403
    assert [response.status_code for response in responses] == [expected] * 3
    assert server.paths == []
    assert digests() == before


def test_what_begins_from_a_changed_original_asks_no_machine(client, server, site, translation):
    client.force_login(site.boss)
    address = reverse("wagtail_localize:update_translations", args=[translation.source_id])

    assert "use_machine_translation" not in client.get(address).content.decode()
    client.post(address, {"use_machine_translation": "on"})

    assert server.paths == []
