"""Escaping and folding take any text, and give it back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.calendars.lines import Words, folded, line, list_line, plain, text_line
from tests.support.icalendar_text import _property

ANY = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="\\;,:\"'\r\n\t \0\x0b\x7f\x85\u2028\u202e", max_size=80),
    st.text(alphabet="تخطيط المدن، ؛ 1234 بيروت\u200f", max_size=200),
    st.text(alphabet="👩‍👩‍👧‍👦🏳️‍🌈é a", max_size=120),
)


def unfolded(content):
    """Check each physical line, and give them as one."""
    for physical in content.split("\r\n"):
        assert len(physical.encode()) <= 75
    return content.replace("\r\n ", "")


@settings(max_examples=500)
@given(ANY)
def test_any_text_comes_back(text):
    found = _property(unfolded(text_line("SUMMARY", Words(text, "ar"))))

    assert (found.name, found.parameters) == ("SUMMARY", {"LANGUAGE": "ar"})
    assert found.text == plain(text).strip()


@settings(max_examples=300)
@given(st.lists(ANY, min_size=1, max_size=4))
def test_any_list_stays_one_line(texts):
    found = unfolded(list_line("CATEGORIES", texts))

    assert not {"\r", "\n"} & set(found)


@given(st.text(max_size=200))
def test_values_that_are_no_text_cannot_end_their_line(text):
    assert not {"\r", "\n", "\0"} & set(unfolded(line("URL", text)))


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a,b;c\\d", "a\\,b\\;c\\\\d"),
        ("one\r\ntwo\rthree\u2028four", "one\\ntwo\\nthree\\nfour"),
        ("x\0y\x07z\x7f\ud800", "xyz"),
        ("END:VCALENDAR\r\nBEGIN:VEVENT", "END:VCALENDAR\\nBEGIN:VEVENT"),
        ("تخطيط، المدن؛", "تخطيط، المدن؛"),
    ],
)
def test_escaping(text, escaped):
    assert text_line("X", Words(text)) == f"X:{escaped}"


@pytest.mark.parametrize("character", ["a", "é", "ت", "한", "👍"])
def test_folding_uses_the_room_and_never_breaks_a_character(character):
    for shift in range(4):
        content = "x" * shift + character * 100
        parts = folded(content).split("\r\n ")
        widest = max(len(part.encode()) + (number > 0) for number, part in enumerate(parts))

        assert "".join(parts) == content
        assert 75 - len(character.encode()) < widest <= 75


def test_a_line_of_75_octets_is_not_folded():
    assert folded("x" * 75) == "x" * 75
    assert folded("x" * 76) == "x" * 75 + "\r\n x"
