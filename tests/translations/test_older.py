"""What the desk shows of a text whose original has changed."""

import pytest
from django.urls import reverse

from tests.factories import StandardPageFactory
from tests.support.translated_site import again, write
from tests.translations.exchange.conftest import LINKED, RICH, translate
from translations.desk.older import Older, Part, difference_of, with_older
from translations.desk.texts import texts_of

SAME = Part("", "a ")
ARABIC = '<a id="a1">بعضها البعض</a> تتعلّم المدن.'


@pytest.fixture
def page(site):
    page = StandardPageFactory(parent=site.home, title="Cool streets", body=[("rich_text", RICH)])
    page.save_revision().publish()
    return page


@pytest.fixture
def translation(site, page):
    translation = site.begin(page)
    write(translation, {"Cool streets": "شوارع باردة"})
    translate(translation, {LINKED: ARABIC})
    return translation


def change(page, translation, **values):
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()
    translation.source.update_from_db()
    return {
        text.unit.source: text for text in with_older(again(translation), texts_of(translation))
    }


def test_changed_words_are_marked_beside_the_old_translation(page, translation):
    texts = change(page, translation, title="Cool new streets")

    assert texts["Cool new streets"].older == Older(
        source="Cool streets",
        target="شوارع باردة",
        value="شوارع باردة",
        difference=(Part("", "Cool "), Part("ins", "new "), Part("", "streets")),
    )
    assert [text.unit.source for text in texts.values() if text.older] == ["Cool new streets"]


def test_paragraph_finds_the_one_that_it_was(page, translation):
    block = page.body[0]
    html = RICH.replace("Cities", "All cities").replace("<p>Trees", "<p>Something else</p><p>Trees")
    page.body[0] = ("rich_text", type(block.value)(html), block.id)

    texts = change(page, translation)

    changed = LINKED.replace("Cities", "All cities")
    assert texts[changed].older.target == ARABIC
    assert texts[changed].older.value == ARABIC
    assert texts["Something else"].older is None


def test_what_is_translated_anew_shows_no_older(page, translation):
    change(page, translation, title="Cool new streets")
    write(translation, {"Cool new streets": "شوارع جديدة"})

    texts = with_older(translation, texts_of(translation))

    assert [text.unit.source for text in texts if text.older] == []


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("a b", "a b", [Part("", "a b")]),
        ("a b", "a c", [SAME, Part("del", "b"), Part("ins", "c")]),
        (
            "a <b>b</b>",
            "a b",
            [SAME, Part("del", "<b>"), Part("", "b"), Part("del", "</b>")],
        ),
        (
            "2 &lt; 3",
            "2 &gt; 3",
            [Part("", "2 "), Part("del", "< "), Part("ins", "> "), Part("", "3")],
        ),
    ],
)
def test_difference_is_told_by_words(old, new, parts):
    assert difference_of(old, new) == parts


def test_difference_is_on_the_page_and_nothing_of_it_is_a_tag(
    client, page, translation, translator, count_queries
):
    change(page, translation, title="Cool <script> streets")
    client.force_login(translator)
    address = reverse("translations_desk", args=[translation.pk])
    client.get(address)

    with count_queries() as few:
        html = client.get(address).content.decode()
    change(page, translation, title="Cool paths", body=[])
    with count_queries() as more:
        client.get(address)

    assert "&lt;script&gt; <span" in html
    assert "<ins>" in html
    assert "شوارع باردة" in html
    assert len(few) == len(more)
