"""Texts with formats and links, as the desk shows and takes them."""

import pytest
from django.urls import reverse

from tests.factories import StandardPageFactory
from tests.translations.exchange.conftest import LINKED, RICH, stored, translate
from translations.desk.texts import Placeholder, texts_of
from translations.templatetags.desk_texts import as_read

ARABIC = '<a id="a1">بعضها البعض</a> تتعلّم المدن من <b>أجل</b> ذلك.'


@pytest.fixture
def translation(site):
    page = StandardPageFactory(parent=site.home, title="Trees", body=[("rich_text", RICH)])
    page.save_revision().publish()
    return site.begin(page)


def rich(translation):
    return next(text for text in texts_of(translation) if text.unit.source == LINKED)


def save(client, user, translation, target):
    client.force_login(user)
    text = rich(translation)
    return client.post(
        reverse("translations_text", args=[translation.pk, text.key]),
        {"target": target, "version": text.version},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )


def test_links_of_the_original_are_there_to_be_placed(translation):
    (link,) = rich(translation).placeholders

    assert link == Placeholder(
        "a1", "a", "each other", "https://example.org/?a=1&b=2", '<a id="a1">'
    )
    assert link.mark == "1"


def test_original_is_shown_as_it_is_read(client, translation, translator):
    client.force_login(translator)

    html = client.get(reverse("translations_desk", args=[translation.pk])).content.decode()

    shown = 'Cities <b>learn</b> from <span class="desk-link" data-mark="1">each other</span>.'
    assert shown in html
    assert 'data-id="a1" data-tag="a" data-words="each other"' in html


@pytest.mark.parametrize(
    ("stored_form", "shown"),
    [
        ("2 &lt; 3<br/>4", "2 &lt; 3<br>4"),
        ('<b>a<a id="a2">b</a></b>', '<b>a<span class="desk-link" data-mark="2">b</span></b>'),
        ('<img src="x" onerror="alert(1)">', '<img src="x" onerror="alert(1)">'),
        ("<!-- a -->", "&lt;!-- a --&gt;"),
    ],
)
def test_nothing_but_known_formats_is_shown_as_a_format(stored_form, shown):
    # What cannot be read stays as it was, a plain string, which templates escape.
    assert as_read(stored_form) == shown
    assert hasattr(as_read(stored_form), "__html__") == ("onerror" not in stored_form)


def test_a_text_with_its_link_survives(client, translation, translator):
    response = save(client, translator, translation, ARABIC)

    assert response.status_code == 200
    assert stored(translation) == {LINKED: ARABIC}
    assert rich(translation).value == ARABIC
    save(client, translator, translation, rich(translation).value)
    assert stored(translation) == {LINKED: ARABIC}


@pytest.mark.parametrize(
    ("target", "word"),
    [
        (
            "تتعلّم المدن",
            "Link 1 (\u2068each other\u2069) of the original is missing: put it where it belongs.",
        ),
        ('<a id="a1">ا</a><a id="a2">ب</a>', "is not in the original."),
        ('<a id="a1" href="https://evil.example/">ا</a>', "has attributes"),
        ('<a id="a1">ا</a><script>alert(1)</script>', "is not allowed in texts."),
        ('<a id="a1">ا</a><b>ب', "is not well-formed"),
    ],
)
def test_tags_that_are_not_those_of_the_original_are_refused(
    client, translation, translator, target, word
):
    translate(translation, {LINKED: ARABIC})

    response = save(client, translator, translation, target)

    assert response.status_code == 422
    assert word in response.json()["feedback"]
    assert stored(translation) == {LINKED: ARABIC}
