"""What a page says: text of blocks and rows without a statement, labels and choosers never."""

import pytest
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.models import Page

from cms.search.text import block_texts, search_text


class CardBlock(blocks.StructBlock):
    heading = blocks.CharBlock()
    text = blocks.RichTextBlock()
    tone = blocks.ChoiceBlock(choices=[("LOUD", "Very loud")])
    target = blocks.PageChooserBlock()
    internal = blocks.CharBlock(search_index=False)


class SloganBlock(blocks.StructBlock):
    text = blocks.CharBlock()

    def get_searchable_content(self, value):
        return [f"slogan {value['text']}"]


class StoryBlock(blocks.StreamBlock):
    card = CardBlock()
    cards = blocks.ListBlock(CardBlock())
    lines = blocks.ListBlock(blocks.CharBlock())
    slogan = SloganBlock()
    table = TableBlock()
    secret = blocks.StructBlock([("text", blocks.CharBlock())], search_index=False)
    nested = blocks.StreamBlock([("text", blocks.TextBlock())])


CARD = {
    "heading": "Heading",
    "text": "<p>Rich <b>text</b></p><p>more</p>",
    "tone": "LOUD",
    "target": 1,
    "internal": "hidden",
}


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("card", CARD, ["Heading", "Rich text more"]),
        ("card", {}, []),
        ("cards", [{"type": "item", "id": "1", "value": CARD}], ["Heading", "Rich text more"]),
        ("cards", [CARD], ["Heading", "Rich text more"]),
        ("lines", ["one", {"type": "item", "value": "two"}], ["one", "two"]),
        ("slogan", {"text": "Cities"}, ["slogan Cities"]),
        ("table", {"data": [["a", None], ["", "b"]]}, ["a", "b"]),
        ("secret", {"text": "hidden"}, []),
        ("nested", [{"type": "text", "value": "deep"}], ["deep"]),
        ("gone", "text of a block that no longer exists", []),
        ("card", None, []),
    ],
)
def test_blocks_say_their_text(kind, value, expected):
    raw = [{"type": kind, "id": "1", "value": value}]

    texts = [" ".join(text.split()) for text in block_texts(StoryBlock(), raw)]

    assert texts == expected


@pytest.mark.django_db
def test_text_of_choosers_takes_no_statement(count_queries):
    raw = [{"type": "card", "id": str(number), "value": CARD} for number in range(50)]

    with count_queries() as queries:
        list(block_texts(StoryBlock(), raw))

    assert len(queries) == 0


@pytest.mark.django_db
def test_a_page_says_its_title_once():
    text = search_text(Page(title="Climate"))

    assert (text.title, text.body, text.boosts) == ("Climate", "", ())
