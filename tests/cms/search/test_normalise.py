"""Spellings that must be one word, and properties that hold for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.search.normalise import MAX_WORD, compounds, fold, spans, without_article, words

ANY_TEXT = st.text(alphabet=st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Métropole", "metropole"),
        ("ÎLE", "ile"),
        ("e\u0301te\u0301", "été"),
        ("Straße", "STRASSE"),
        ("Œuvre", "oeuvre"),
        ("İstanbul", "istanbul"),
        ("Łódź", "lodz"),
        ("ｍｅｔｒｏ", "metro"),
        ("ﬁnance", "finance"),
        ("أحمد", "احمد"),
        ("إدارة", "اداره"),
        ("آسيا", "اسيا"),
        ("ٱلقاهرة", "القاهره"),
        ("مدينةٌ", "مدینه"),
        ("مـــديـــنـــة", "مدينة"),
        ("شهرداری", "شهرداري"),
        ("کتاب", "كتاب"),
        ("على", "علي"),
        ("مسؤول", "مسوول"),
        ("رئيس", "رييس"),
        ("خانهٔ", "خانه"),
        ("أجزاء", "اجزا"),
        ("ﻣﺪﻳﻨﺔ", "مدينة"),
        ("١٩٩٦", "1996"),
        ("۱۹۹۶", "1996"),
        ("서울", "\u1109\u1165\u110b\u116e\u11af"),
        ("ab\u00adcd", "abcd"),
        ("\u202eabc\u202c", "abc"),
        ("ab\u200fcd", "abcd"),
    ],
)
def test_fold_makes_spellings_equal(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("metro", "metra"), ("گل", "کل"), ("서울", "서운"), ("پاریس", "باریس"), ("1", "2")],
)
def test_fold_keeps_different_words_apart(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Île-de-France", {"ile", "de", "france", "iledefrance", "idf"}),
        ("île de France", {"ile", "de", "france", "idf"}),
        ("Ile\u2011de\u2011France", {"ile", "de", "france", "iledefrance", "idf"}),
        ("IAU îdF", {"iau", "idf"}),
        ("l’institut", {"l", "institut", "linstitut"}),
        ("كتاب\u200cها", {"كتاب", "ها", "كتابها"}),
        ("المدينة", {"المدينه", "مدينه"}),
        ("والمدينة", {"والمدينه", "مدينه"}),
        ("الم", {"الم"}),
        ("foo_bar", {"foo", "bar", "foobar"}),
        ("+33 1 77", {"33", "1", "77"}),
        ("①½", {"11", "2", "112"}),
        ("\x00 \ud800 \U000e0001 .,;!", set()),
        ("x" * 100, {"x" * MAX_WORD}),
    ],
)
def test_words_are_all_that_a_text_is_found_by(text, expected):
    assert words(text) == expected


@given(ANY_TEXT)
def test_fold_changes_nothing_the_second_time(text):
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_words_hold_nothing_that_means_something_to_a_database(text):
    for word in words(text):
        assert word
        assert not set(word) & set(" '\"\\:*&|!()<>_-+^{}\0\t\n")
        assert all(ord(character) > 127 or character.isalnum() for character in word)
        word.encode()


@given(ANY_TEXT)
def test_words_are_found_in_the_text_they_came_from(text):
    for start, end, forms in spans(text):
        assert 0 <= start < end <= len(text)
        assert set(forms) <= words(text)


@given(ANY_TEXT)
def test_words_of_words_are_the_same_words(text):
    found = {part.word for compound in compounds(text) for part in compound.parts}

    again = {part.word for compound in compounds(" ".join(found)) for part in compound.parts}

    assert again == found


@given(st.lists(st.sampled_from(["Paris", "Séoul", "مدينة", "서울", "2015"]), max_size=6))
def test_places_of_words_are_those_in_the_original_text(written):
    text = ", ".join(written)

    assert [text[start:end] for start, end, _forms in spans(text)] == written


@given(st.text(alphabet="والبكفمدينه", max_size=12))
def test_article_is_taken_off_only_where_a_word_remains(word):
    stem = without_article(word)

    assert word.endswith(stem)
    assert stem == word or len(stem) >= 3
