"""Inline tags of texts: one way to write them, and what is wrong with a translation."""

import time

import pytest

from translations.exchange.markup import MarkupError, canonical, errors_of, lost_formatting, parse
from translations.exchange.problems import Code

LINK = 'See <a id="a1">us</a> and <b>them</b>.'


def codes(source, target, *, is_rich=True):
    return [code for code, _params in errors_of(source, target, is_rich=is_rich)]


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("AT&T &copy; &quot;x&quot;", 'AT&amp;T © "x"'),
        ("2 < 3 > 1", "2 &lt; 3 &gt; 1"),
        ("one<br>two<BR />three", "one<br/>two<br/>three"),
        ("<B>bold</B>", "<b>bold</b>"),
        ("<a id='a1'>x</a>", '<a id="a1">x</a>'),
        ("a <!-- remark --> b", "a <!-- remark --> b"),
        ("<b>left open", "<b>left open"),
    ],
)
def test_texts_are_written_in_one_way(html, written):
    assert canonical(html) == written
    assert canonical(written) == written


@pytest.mark.parametrize(
    ("html", "code", "tag"),
    [
        ("<b>open", Code.BROKEN_TAG, "<b>"),
        ("shut</b>", Code.BROKEN_TAG, "</b>"),
        ("<b><i>crossed</b></i>", Code.BROKEN_TAG, "</b>"),
        ("cut off <a id=", Code.BROKEN_TAG, "<a id="),
        ("<script>alert(1)</script>", Code.UNKNOWN_TAG, "<script>"),
        ("<p>block</p>", Code.UNKNOWN_TAG, "<p>"),
        ('<a href="https://evil.example">x</a>', Code.TAG_ATTRIBUTES, None),
        ('<b onclick="x()">x</b>', Code.TAG_ATTRIBUTES, None),
    ],
)
def test_text_that_is_not_well_formed_is_refused(html, code, tag):
    with pytest.raises(MarkupError) as caught:
        parse(html)

    assert caught.value.code == code
    assert tag in {None, caught.value.tag}


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ('<a id="a1">نحن</a>', []),
        ('<b>x</b> <a id="a1">y</a><br/><i>z</i>', []),
        ("no link", [Code.MISSING_PLACEHOLDER]),
        ('<a id="a2">x</a>', [Code.UNKNOWN_PLACEHOLDER, Code.MISSING_PLACEHOLDER]),
        ('<a id="a1">x</a><a>y</a>', [Code.UNKNOWN_PLACEHOLDER]),
        ('<a id="a1">x</a><!-- y -->', [Code.UNKNOWN_PLACEHOLDER]),
        ('<a id="a1">x\x07</a>', [Code.CONTROL_CHARACTER]),
        ('<a id="a1">x\ufffe</a>', [Code.CONTROL_CHARACTER]),
        ('<a id="a1">x\u202e</a>', [Code.CONTROL_CHARACTER]),
        ('<a id="a1">مي\u200cخواهم \u200f(1)</a>', []),
    ],
)
def test_translation_keeps_the_placeholders_of_its_original(target, expected):
    assert codes(LINK, target) == expected


@pytest.mark.parametrize(
    "piece", ["<a ", "<!--", "<", "<a" + " " * 40, "<b>", "&", "&#", '<a id="a1" '], ids=repr
)
def test_texts_made_to_hurt_are_read_once(piece):
    started = time.monotonic()

    codes(LINK, piece * (1_000_000 // len(piece)))
    codes(LINK, "<a" + " " * 1_000_000)

    assert time.monotonic() - started < 15


def test_plain_texts_take_no_tags_but_line_breaks():
    assert codes("Title", "Titre<br/>deux", is_rich=False) == []
    assert codes("Title", "<b>Titre</b>", is_rich=False) == [Code.TAG_IN_PLAIN_TEXT]


def test_control_character_of_the_original_may_stay():
    assert codes("a\x0bb", "b\x0ba") == []


def test_lost_formatting_is_named_and_links_are_not_formatting():
    assert lost_formatting(LINK, "x") == ["<b>"]
    assert lost_formatting("<b>a</b> <b>b</b>", "<b>a</b>") == ["<b>"]
    assert lost_formatting(LINK, LINK) == []
