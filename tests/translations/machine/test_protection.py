"""What a machine gets of a text, and which answers are taken."""

import pytest

from translations.machine.faults import RejectedAnswerError, Rejection
from translations.machine.protection import sent_form, taken_form

LINKED = 'Cities <b>learn</b> from <a id="a1">each other</a>.'


@pytest.mark.parametrize(
    ("stored", "sent"),
    [
        ("Cool &amp; dry", "Cool &amp; dry"),
        (
            "Hello {name}, %s!",
            'Hello <span translate="no">{name}</span>, <span translate="no">%s</span>!',
        ),
        (
            "See https://example.org/?a=1&amp;b=2.",
            'See <span translate="no">https://example.org/?a=1&amp;b=2.</span>',
        ),
        ("Write to a@example.org", 'Write to <span translate="no">a@example.org</span>'),
        (LINKED, LINKED),
        ("one<br/>two", "one<br/>two"),
    ],
)
def test_what_must_not_change_is_marked(stored, sent):
    assert sent_form(stored) == sent


@pytest.mark.parametrize(
    "stored",
    ["Hello {name}", "See https://example.org/?a=1&amp;b=2.", LINKED, "one<br/>two", " a &lt; b "],
)
def test_what_comes_back_as_it_was_is_stored_as_it_was(stored):
    assert taken_form(stored, sent_form(stored)) == stored


@pytest.mark.parametrize(
    ("source", "answer", "stored"),
    [
        ("Cool & dry", "بارد & جاف", "بارد &amp; جاف"),
        ("a<br/>b", "ا<br>ب", "ا<br/>ب"),
        ("Hi {name}", "<span translate='no'>{name}</span> أهلا", "{name} أهلا"),
        ("Hi {name}", "{name} أهلا", "{name} أهلا"),
        (" – Cool", "– بارد", " – بارد"),
        (
            LINKED,
            '<a id="a1">بعضها</a> تتعلم <b>المدن</b>',
            '<a id="a1">بعضها</a> تتعلم <b>المدن</b>',
        ),
        ("Use &lt;b&gt; here", "استعمل &lt;b&gt; هنا", "استعمل &lt;b&gt; هنا"),
    ],
)
def test_good_answers_are_taken(source, answer, stored):
    assert taken_form(source, answer) == stored


@pytest.mark.parametrize(
    ("source", "answer", "rejection"),
    [
        ("Cool", "", Rejection.EMPTY),
        ("Cool", " <br/> ", Rejection.EMPTY),
        ("Cool", "x" * 217, Rejection.LONG),
        ("Cool", "<script>alert(1)</script>", Rejection.MARKUP),
        ("Cool", "<b>بارد</b>", Rejection.MARKUP),
        ("Cool", "بارد <img src=x onerror=alert(1)>", Rejection.MARKUP),
        ("Cool", "&lt;script&gt;alert(1)&lt;/script&gt;", Rejection.MARKUP),
        ("Cool", "<span onclick=x translate='no'>بارد</span>", Rejection.MARKUP),
        ("Cool", "بارد\x00", Rejection.MARKUP),
        ("Cool", "بارد <b", Rejection.MARKUP),
        ("Cool", "\ud800", Rejection.MARKUP),
        (LINKED, "تتعلم <b>المدن</b>", Rejection.MARKUP),
        (LINKED, "<a>x</a> <b>y</b>", Rejection.MARKUP),
        (LINKED, '<a href="https://evil.example/">x</a> <b>y</b>', Rejection.MARKUP),
        (LINKED, '<a id="a2">x</a> <b>y</b>', Rejection.MARKUP),
        (LINKED, '<a id="a1">x</a> <a id="a1">x</a> <b>y</b>', Rejection.MARKUP),
        (LINKED, '<a id="a1">x', Rejection.MARKUP),
        ("Hi {name}", "{اسم} أهلا", Rejection.PLACEHOLDERS),
        ("Hi %s", "أهلا", Rejection.PLACEHOLDERS),
        ("See https://example.org/", "https://example.org/ar/", Rejection.PLACEHOLDERS),
        ("See nothing", "https://evil.example/", Rejection.PLACEHOLDERS),
        ("Write to a@example.org", "a@example.com", Rejection.PLACEHOLDERS),
    ],
)
def test_answers_that_break_a_text_are_dropped(source, answer, rejection):
    with pytest.raises(RejectedAnswerError) as error:
        taken_form(source, answer)

    assert error.value.rejection == rejection
