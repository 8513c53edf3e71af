"""Every allowed typo is found through the keys, and nothing else is near."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.search.typos import (
    allowed_edits,
    can_be_meant,
    distance,
    is_near,
    key_of,
    keys_of_known,
    keys_of_typed,
)

LETTERS = "abcdeéمدينه서울"
WORDS = st.text(alphabet="abcde", min_size=4, max_size=14)


@st.composite
def mistyped(draw):
    """A word, and the same with as many edits as its reader is allowed."""
    meant = draw(WORDS)
    typed = meant
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, max(0, len(typed) - 1)))
        letter = draw(st.sampled_from("abcdef"))
        typed = draw(
            st.sampled_from(
                [
                    typed[:place] + typed[place + 1 :],
                    typed[:place] + letter + typed[place:],
                    typed[:place] + letter + typed[place + 1 :],
                    typed[:place] + typed[place : place + 2][::-1] + typed[place + 2 :],
                ]
            )
        )
    return typed, meant


@pytest.mark.parametrize(
    ("word", "edits"),
    [
        ("abc", 0),
        ("abcd", 1),
        ("abcdefg", 1),
        ("abcdefgh", 2),
        ("2015", 0),
        ("abcd1", 0),
        ("a" * 33, 0),
    ],
)
def test_allowed_edits_grow_with_the_word(word, edits):
    assert allowed_edits(word) == edits


@pytest.mark.parametrize(
    ("first", "second", "edits"),
    [
        ("", "abc", 3),
        ("metropolis", "metropolis", 0),
        ("metropolis", "metroplis", 1),
        ("metropolis", "metroopolis", 1),
        ("metropolis", "metropalis", 1),
        ("metropolis", "metropoils", 1),
        ("metropolis", "emtropoils", 2),
        ("القاهره", "القهاره", 1),
    ],
)
def test_distance_counts_edits(first, second, edits):
    assert distance(first, second) == edits
    assert distance(second, first) == edits


@given(mistyped())
def test_every_near_word_shares_a_key(words):
    typed, meant = words

    if is_near(typed, meant):
        assert can_be_meant(meant)
        assert keys_of_typed(typed) & keys_of_known(meant)


@given(mistyped())
def test_near_is_a_distance_within_the_allowed_edits(words):
    typed, meant = words

    assert is_near(typed, meant) == (0 < allowed_edits(typed) >= distance(typed, meant))


@given(st.text(alphabet=LETTERS, min_size=3, max_size=20))
def test_a_word_is_stored_under_its_own_key(word):
    assert key_of(word) in keys_of_known(word)


def test_keys_are_few():
    assert len(keys_of_known("internationalisation")) == 29
    assert all(-(2**31) <= key < 2**31 for key in keys_of_known("internationalisation"))
