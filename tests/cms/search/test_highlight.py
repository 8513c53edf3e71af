"""Matches are shown where they stand in the original text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.search.highlight import EXCERPT, SCANNED, highlight, highlight_title
from cms.search.models import SearchEntry


def marked(fragments):
    return "".join(f"[{part.text}]" if part.is_match else part.text for part in fragments)


def entry(body="", title=""):
    return SearchEntry(body=body, title=title)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Climate and cities", "climate", "[Climate] and cities"),
        ("Climate and cities", "cit", "Climate and [cities]"),
        ("Métropole, METROPOLE", "metropole", "[Métropole], [METROPOLE]"),
        ("The metropolis", "metropols", "The [metropolis]"),
        ("IAU Île-de-France!", "idf", "IAU [Île-de-France]!"),
        ("IAU Île de France!", "île-de-france", "IAU [Île de France]!"),
        ("L’institut", "institut", "L’[institut]"),
        ("هذه المَدِينَةُ كبيرة", "مدينه", "هذه [المَدِينَةُ] كبيرة"),
        ("کتاب‌های شهر", "کتابهای", "[کتاب‌های] شهر"),
        ("시작: 서울에서", "서울", "시작: [서울에서]"),
        ("<b>climate</b> & co", "climate", "<b>[climate]</b> & co"),
        ("Nothing here", "climate", "Nothing here"),
        ("", "climate", ""),
        ("Some text", "", "Some text"),
    ],
)
def test_matches_are_marked_in_the_original_text(text, query, expected):
    assert marked(highlight(entry(body=text), query)) == expected
    assert marked(highlight_title(entry(title=text), query)) == expected


def test_an_excerpt_surrounds_the_first_match():
    body = "before " * 100 + "climate " + "after " * 100

    fragments = highlight(entry(body=body), "climate")

    assert marked(fragments).startswith("…before before")
    assert "[climate]" in marked(fragments)
    assert marked(fragments).endswith("after…")
    assert len("".join(part.text for part in fragments)) <= EXCERPT + 2


def test_a_match_far_down_is_not_sought():
    body = "x " * SCANNED + "climate"

    assert not any(part.is_match for part in highlight(entry(body=body), "climate"))


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=600),
    st.text(alphabet="abcé -'", max_size=20),
)
def test_fragments_are_a_piece_of_the_text(body, query):
    fragments = highlight(entry(body=body), query)
    text = "".join(part.text for part in fragments)

    assert text.removeprefix("…").removesuffix("…") in body
    assert len(text) <= EXCERPT + 2
    assert all(part.text for part in fragments)


@given(
    st.lists(
        st.sampled_from(["climate", "CLIMATE", "city", "Île-de-France"]), min_size=1, max_size=60
    )
)
def test_what_is_marked_matches_the_query(written):
    fragments = highlight(entry(body=" ".join(written)), "climate")

    assert {part.text.lower() for part in fragments if part.is_match} <= {"climate"}
    assert any(part.is_match for part in fragments) == any(
        word.lower() == "climate" for word in written
    )
