"""Texts of a translation, shown beside their originals and saved one by one."""

import pytest
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from tests.support.digest import digests
from tests.support.translated_site import segments, write
from translations.desk.texts import texts_of, version_of

SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def translation(site):
    return site.begin(site.session)


def text_of(translation, original):
    return next(text for text in texts_of(translation) if text.unit.source == original)


def address(translation, original):
    return reverse("translations_text", args=[translation.pk, text_of(translation, original).key])


def save(client, user, translation, original, target, headers=SCRIPT, **values):
    client.force_login(user)
    version = text_of(translation, original).version
    return client.post(
        address(translation, original),
        {"target": target, "version": version, **values},
        headers=headers,
    )


def stored(translation, original):
    segment = segments(translation)[original]
    rows = StringTranslation.objects.filter(
        translation_of=segment.string, locale=translation.target_locale, context=segment.context
    )
    return rows.values_list("data", flat=True).first()


def show(client, user, translation, shown=""):
    client.force_login(user)
    return client.get(reverse("translations_desk", args=[translation.pk]), {"show": shown})


def shown_sources(response):
    return [text.unit.source for text in response.context["texts"]]


def test_texts_stand_beside_their_originals(client, translation, translator):
    write(translation, {"Opening": "الافتتاح"})

    response = show(client, translator, translation)

    html = response.content.decode()
    assert shown_sources(response) == ["Cool streets", "Shade and water", "Opening"]
    assert html.count('lang="en" dir="ltr">') == 3
    assert html.count('name="target" lang="ar" dir="rtl"') == 3
    assert "Slot 09:00–09:30 Opening / Title" in html
    assert "1 of 3 texts translated" in html
    assert str(response.context["progress"]) == "1 of 3 texts translated"


@pytest.mark.parametrize(
    ("shown", "sources"),
    [
        ("all", ["Cool streets", "Shade and water", "Opening"]),
        ("untranslated", ["Cool streets"]),
        ("look", ["Shade and water"]),
        ("nonsense", ["Cool streets", "Shade and water", "Opening"]),
    ],
)
def test_an_address_asks_for_some_of_them(client, translation, translator, shown, sources):
    write(translation, {"Opening": "الافتتاح", "Shade and water": "ظل 5"})

    response = show(client, translator, translation, shown)

    assert shown_sources(response) == sources
    assert [tab["count"] for tab in response.context["tabs"]] == [3, 1, 0, 2, 0, 1, 0]


def test_what_a_machine_wrote_awaits_a_look_until_it_is_saved(client, translation, translator):
    write(translation, {"Opening": "الافتتاح"})
    StringTranslation.objects.update(translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE)
    before = show(client, translator, translation, "look")
    assert [text.state.value for text in before.context["texts"]] == ["machine"]

    answer = save(client, translator, translation, "Opening", "الافتتاح").json()

    assert (answer["state"], answer["label"]) == ("translated", "Translated")
    assert shown_sources(show(client, translator, translation, "look")) == []


def test_script_saves_one_text(client, translation, translator):
    response = save(client, translator, translation, "Cool streets", "شوارع باردة")

    answer = response.json()
    assert response.status_code == 200
    assert stored(translation, "Cool streets") == "شوارع باردة"
    assert (answer["done"], answer["total"]) == (1, 3)
    assert answer["version"] == version_of("شوارع باردة")
    assert "Saved." in answer["feedback"]
    row = StringTranslation.objects.get()
    assert (row.translation_type, row.last_translated_by) == ("manual", translator)


def test_form_without_a_script_comes_back_to_its_text(client, translation, translator):
    response = save(
        client, translator, translation, "Opening", "الافتتاح", headers={}, show="untranslated"
    )

    key = text_of(translation, "Opening").key
    desk = reverse("translations_desk", args=[translation.pk])
    assert (response.status_code, response["Location"]) == (302, f"{desk}?show=untranslated#{key}")
    assert stored(translation, "Opening") == "الافتتاح"


def test_lines_and_signs_of_a_plain_text_survive(client, site, translator):
    site.session.summary = "Bring water"
    site.session.save_revision().publish()
    translation = site.begin(site.session)
    text = "ظل & <b>ماء</b>\r\n2 < 3"

    save(client, translator, translation, "Bring water", text)

    assert stored(translation, "Bring water") == ("ظل &amp; &lt;b&gt;ماء&lt;/b&gt;<br/>2 &lt; 3")
    assert text_of(translation, "Bring water").value == text.replace("\r\n", "\n")


def test_an_emptied_text_is_not_translated(client, translation, translator):
    write(translation, {"Opening": "الافتتاح"})

    answer = save(client, translator, translation, "Opening", " \n").json()

    assert answer["state"] == "untranslated"
    assert stored(translation, "Opening") is None


def test_findings_come_with_the_answer(client, translation, translator):
    answer = save(client, translator, translation, "Opening", "الافتتاح 10").json()

    assert "Numbers differ. – not in the original: 10" in answer["feedback"]


def test_a_text_changed_meanwhile_is_not_lost(client, site, translation, translator):
    seen = text_of(translation, "Opening").version
    other = site.member("omar", "Translators: Arabic")
    save(client, other, translation, "Opening", "بداية")

    response = save(client, translator, translation, "Opening", "الافتتاح", version=seen)
    answer = response.json()

    assert response.status_code == 409
    assert stored(translation, "Opening") == "بداية"
    assert "omar has changed this text" in answer["feedback"]
    assert "بداية" in answer["feedback"]
    again = save(client, translator, translation, "Opening", "الافتتاح", version=answer["version"])
    assert again.status_code == 200
    assert stored(translation, "Opening") == "الافتتاح"


def test_both_versions_are_shown_without_a_script(client, translation, translator):
    write(translation, {"Opening": "بداية"})

    response = save(
        client, translator, translation, "Opening", "الافتتاح", headers={}, version="older"
    )

    html = response.content.decode()
    assert response.status_code == 409
    assert "بداية" in html
    assert "\nالافتتاح</textarea>" in html
    assert f'name="version" value="{version_of("بداية")}"' in html


def test_two_who_write_the_same_do_not_disagree(client, translation, translator):
    write(translation, {"Opening": "الافتتاح"})

    response = save(client, translator, translation, "Opening", "الافتتاح", version="older")

    assert response.status_code == 200


@pytest.mark.parametrize("headers", [SCRIPT, {}])
def test_what_was_written_for_a_text_that_is_gone_is_not_lost(
    client, site, translation, translator, headers
):
    where = address(translation, "Opening")
    site.session.programme = []
    site.session.save_revision().publish()
    translation.source.update_from_db()
    client.force_login(translator)
    before = digests()

    response = client.post(where, {"target": "الافتتاح", "version": ""}, headers=headers)

    assert response.status_code == 410
    assert "the original of this text has changed" in response.content.decode()
    assert headers or "الافتتاح" in response.content.decode()
    assert digests() == before


def test_a_control_character_is_refused_with_what_to_do(client, translation, translator):
    response = save(client, translator, translation, "Opening", "الاف\x07تتاح")

    assert response.status_code == 422
    assert "nobody can see. Remove it." in response.json()["feedback"]
    assert stored(translation, "Opening") is None


@pytest.mark.parametrize("who", ["rana", "kim", "closed"])
def test_others_write_nothing(client, site, translation, translator, reviewer, who):
    site.member("kim", "Translators: Korean")
    if who == "closed":
        texts = {"Cool streets": "شوارع", "Shade and water": "ظل وماء", "Opening": "البداية"}
        write(translation, texts)
        client.force_login(translator)
        client.post(reverse("translations_desk", args=[translation.pk]), {"action": "send"})
    user = translator if who == "closed" else site.users.get(username=who)
    before = digests()

    response = save(client, user, translation, "Opening", "الافتتاح")

    assert response.status_code in {403, 409} or response["Location"] == "/admin/"
    assert digests() == before


def test_reviewers_read_texts_without_fields(client, translation, reviewer):
    response = show(client, reviewer, translation)

    html = response.content.decode()
    assert shown_sources(response) == ["Cool streets", "Shade and water", "Opening"]
    assert 'name="target"' not in html
    assert "translations/desk.js" not in html
    assert "data-save" not in html


def test_number_of_statements_does_not_grow_with_texts(
    client, translation, translator, count_queries
):
    write(translation, {"Opening": "الافتتاح"})
    show(client, translator, translation)
    with count_queries() as few:
        show(client, translator, translation)
    write(translation, {"Cool streets": "شوارع 5"})

    with count_queries() as more:
        show(client, translator, translation)

    assert len(few) == len(more)


def test_what_is_not_a_text_is_reached_from_the_desk(client, translation, translator):
    url = reverse("translations_fields", args=[translation.pk])
    assert f'href="{url}"' in show(client, translator, translation).content.decode()

    html = client.get(url).content.decode()

    assert "Last part of the address" in html
    assert "&quot;type&quot;: &quot;string&quot;" not in html
