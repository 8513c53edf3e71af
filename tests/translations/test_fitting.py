"""Texts that their fields cannot hold: refused when they are saved, named when they are stored."""

import pytest
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from tests.factories import InterfaceMessageFactory, day_block, slot_block
from tests.support.digest import digests
from tests.support.translated_site import DAY, write
from translations.desk.texts import texts_of
from translations.domain.obstacles import obstacles_of
from translations.exchange import po
from translations.exchange.document import document_of
from translations.exchange.importing import import_file
from translations.exchange.problems import RefusedFileError

LONG = "ظ" * 300
TOO_LONG = "The text has 300 characters; there is room for 255."
ONE_LINE = "The text has a line break, but its field holds one line. Write it in one line."
TOMORROW = "2099-01-01T09:00"


@pytest.fixture
def translation(site):
    return site.begin(site.session)


def text_of(translation, original):
    return next(text for text in texts_of(translation) if text.unit.source == original)


def save(client, user, translation, original, target):
    client.force_login(user)
    text = text_of(translation, original)
    return client.post(
        reverse("translations_text", args=[translation.pk, text.key]),
        {"target": target, "version": text.version},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )


def post(client, user, translation, action, **values):
    client.force_login(user)
    url = reverse("translations_desk", args=[translation.pk])
    return client.post(url, {"action": action, **values})


@pytest.mark.parametrize("original", ["Cool streets", "Shade and water", "Opening"])
@pytest.mark.parametrize(
    ("target", "message"),
    [(LONG, TOO_LONG), ("ظل\nوماء", ONE_LINE), ("ظل\u2028وماء", ONE_LINE)],
)
def test_what_a_field_cannot_hold_is_not_saved(
    client, translation, translator, original, target, message
):
    response = save(client, translator, translation, original, target)

    assert response.status_code == 422
    assert message in response.json()["feedback"]
    assert not StringTranslation.objects.filter(locale=translation.target_locale).exists()


def test_a_text_that_just_fits_is_saved(client, translation, translator):
    assert save(client, translator, translation, "Opening", "ظ" * 255).status_code == 200
    assert text_of(translation, "Opening").value == "ظ" * 255


def test_a_message_that_cannot_be_read_is_not_saved(client, site):
    message = InterfaceMessageFactory(locale=site.english, text="{name} is here")
    message.save_revision().publish()
    translation = site.begin(message)

    refused = save(client, site.boss, translation, "{name} is here", "{name")
    other = save(client, site.boss, translation, "{name} is here", "{nom} هنا")
    right = save(client, site.boss, translation, "{name} is here", "{name} هنا")

    assert (refused.status_code, other.status_code, right.status_code) == (422, 422, 200)
    assert "“{” at character 1 is not closed." in refused.json()["feedback"]
    assert "Its values must be those of the original: name." in other.json()["feedback"]


def test_a_file_with_such_texts_is_refused_with_all_of_them(translation, translator):
    write(translation, {"Opening": "EINS", "Shade and water": "ZWEI"})
    data = po.write(document_of(translation))
    StringTranslation.objects.all().delete()
    data = data.replace(b"EINS", LONG.encode()).replace(b"ZWEI", b"one\\ntwo")
    before = digests()

    with pytest.raises(RefusedFileError) as refused:
        import_file(translation, data, user=translator)

    problems = refused.value.problems
    assert {(one.code, one.line is not None) for one in problems} == {
        ("too_long", True), ("line_break", True),
    }  # fmt: skip
    assert digests() == before


@pytest.mark.parametrize("action", ["send", "publish", "schedule"])
def test_what_is_stored_is_named_and_nothing_happens(client, site, translation, action):
    write(translation, {"Opening": LONG})
    before = digests()

    response = post(client, site.boss, translation, action, go_live_at=TOMORROW)

    html = response.content.decode()
    assert response.status_code == 422
    assert f'<a href="#{text_of(translation, "Opening").key}">' in html
    assert TOO_LONG in html
    assert digests() == before


def test_a_release_names_the_text_and_its_language(client, site, translation):
    write(translation, {"Opening": LONG})
    client.force_login(site.boss)
    url = reverse("translations_release", args=[translation.source_id])

    html = client.post(url, {"locales": [translation.target_locale_id]}).content.decode()

    key = text_of(translation, "Opening").key
    desk = reverse("translations_desk", args=[translation.pk])
    assert f'Arabic: <a href="{desk}#{key}">Opening</a> – {TOO_LONG}' in html
    assert not site.page().live


@pytest.mark.parametrize("slots", [1, 12])
def test_fields_are_asked_without_statements_of_their_own(site, count_queries, slots):
    site.session.programme = [
        day_block(DAY),
        *[slot_block(f"Slot {n}", "09:00", "09:30", name=f"slot-{n}") for n in range(slots)],
    ]
    site.session.save_revision().publish()
    translation = site.begin(site.session)
    write(translation, {f"Slot {n}": LONG for n in range(slots)})
    obstacles_of(translation)

    with count_queries() as queries:
        found = obstacles_of(translation)

    assert (len(found), len(queries)) == (slots, 11)


def test_the_desk_shows_what_a_message_is_for(client, site, translator):
    message = InterfaceMessageFactory(
        locale=site.english, text="{name} is here", description="Above <b>the list</b>."
    )
    message.save_revision().publish()
    translation = site.begin(message)
    client.force_login(translator)

    html = client.get(reverse("translations_desk", args=[translation.pk])).content.decode()

    assert '<div class="desk-note__words" lang="en" dir="ltr">' in html
    assert "Above &lt;b&gt;the list&lt;/b&gt;." in html
