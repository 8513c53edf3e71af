"""Isolation of what runs against a text: in HTML only, complete, and nothing lost."""

import gc
import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.graphql.isolates import parts_to_isolate
from cms.graphql.rich_text import NodeRenderer, References, direction, parse, plain_text, to_html

ARABIC = "اتصل بالرقم +33 1 77 49 76 32 أو info@miti.example (أو https://miti.example/ar/) قبل 2027-05-12."
LTR, RTL = '<bdi dir="ltr">', '<bdi dir="rtl">'
# Letters of both directions, digits of three scripts, signs, brackets, marks and controls.
TEXTS = st.text(st.sampled_from("aé اب٠۰٣۳019+-–/.,:()[]«»\"'@#%&<>\u0301\u200f\u200c\u2067\u2029"))


class OnlyText(HTMLParser):
    """Keeps what a reader reads."""

    def __init__(self, html):
        super().__init__()
        self.text = ""
        self.stack = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag != "br":
            self.stack.append(tag)

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag

    def handle_data(self, data):
        self.text += data


def nodes_of(source):
    return NodeRenderer(
        References(None, {}, {}, {}, AnyAddress()), lambda image, name: None
    ).render(parse(source))


class AnyAddress(dict):
    """Every address is outside of the site."""

    def get(self, url, default=None):
        return self

    path = None


def html_of(source, base="rtl"):
    return to_html(nodes_of(source), base)


def isolated(text, base):
    return [(text[part.start : part.end], part.direction) for part in parts_to_isolate(text, base)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            ARABIC,
            ["+33 1 77 49 76 32", "info@miti.example", "https://miti.example/ar/", "2027-05-12"],
        ),
        ('مركز EMRC (Paris) ثم (Cairo، مصر) و"Foo Bar"', ["EMRC (Paris)", "Cairo", '"Foo Bar"']),
        ("09:00–09:30 و 2019 – 2023 و 1/2", ["09:00–09:30", "2019 – 2023", "1/2"]),
        ("(020) 7946 0958 أو (01 77 49 76 32)", ["(020) 7946 0958", "01 77 49 76 32"]),
        ("+33 (0)1 77 49 76 32 أو +1 (020) 7946", ["+33 (0)1 77 49 76 32", "+1 (020) 7946"]),
        ("تلفن ۰۲۱-۸۸۸۸ ۱۲۳۴، ساعت ۹–۱۲", ["۰۲۱-۸۸۸۸ ۱۲۳۴"]),
        ("لغة C++ و @name و/أو /about/", ["C++", "@name", "/about/"]),
        ("قبل 2027-05-12T09:00Z", ["2027-05-12T09:00Z"]),
        ("حضر 32 مشاركا في عام 2027", []),
        ("ال-15 و COVID-19", ["COVID-19"]),
        ("e\u0301 ب", ["e\u0301"]),
        ("", []),
    ],
)
def test_parts_of_a_text_from_right_to_left(text, found):
    assert isolated(text, "rtl") == [(part, "ltr") for part in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The poet محمود درويش, 5 poems", [("محمود درويش", "rtl")]),
        ("(محمود) and سال ۱۴۰۵ too", [("(محمود)", "rtl"), ("سال ۱۴۰۵", "rtl")]),
        (
            "As هاتف +33 1 77 49 76 32 باريس says",
            [("هاتف +33 1 77 49 76 32 باريس", "rtl"), ("+33 1 77 49 76 32", "ltr")],
        ),
        ("Call +33 1 77 49 76 32 – né à Orléans", []),
    ],
)
def test_parts_of_a_text_from_left_to_right(text, found):
    assert isolated(text, "ltr") == found


def test_parts_go_over_marks_and_whole_links_and_are_never_torn():
    paragraph = "<p>قال <b>Jane</b> Doe في {} ثم</p>"

    assert html_of(paragraph.format("باريس")) == (
        f"<p>قال {LTR}<b>Jane</b> Doe</bdi> في باريس ثم</p>"
    )
    assert html_of(paragraph.format('<a href="https://x.example/">MITI</a> CMS')) == (
        f'<p>قال {LTR}<b>Jane</b> Doe</bdi> في {LTR}<a href="https://x.example/">MITI</a> CMS</bdi> ثم</p>'
    )
    assert html_of(paragraph.format('<a href="https://x.example/">موقع MITI</a> CMS')) == (
        f'<p>قال {LTR}<b>Jane</b> Doe</bdi> في <a href="https://x.example/">موقع MITI</a> CMS ثم</p>'
    )
    assert html_of(paragraph.format('<a href="https://x.example/">موقع MITI هنا</a>')) == (
        f"<p>قال {LTR}<b>Jane</b> Doe</bdi> في "
        f'<a href="https://x.example/">موقع {LTR}MITI</bdi> هنا</a> ثم</p>'
    )


def test_code_is_isolated_as_a_whole_and_attributes_are_left_alone():
    assert html_of("<p>اكتب <code>+f(1-2)</code> هنا</p>") == (
        f"<p>اكتب {LTR}<code>+f(1-2)</code></bdi> هنا</p>"
    )
    assert (
        html_of("<p>اكتب <code>f('ب', a)</code> هنا</p>")
        == "<p>اكتب <code>f('ب', a)</code> هنا</p>"
    )
    assert html_of('<p>في <a href="tel:+33-1-77">الرقم</a></p>') == (
        '<p>في <a href="tel:+33-1-77">الرقم</a></p>'
    )


def test_lines_and_blocks_are_each_for_itself():
    assert html_of("<p>في Paris<br>Cairo ب</p><ul><li>في Seoul</li></ul>") == (
        f"<p>في {LTR}Paris</bdi><br>{LTR}Cairo</bdi> ب</p><ul><li>في {LTR}Seoul</bdi></li></ul>"
    )


def test_a_block_says_its_direction_where_it_differs_from_what_is_around_it():
    quote = "<blockquote>In Paris of old<p>قال Jane هنا</p></blockquote>"

    assert html_of("<p>EMRC مركز في باريس</p>") == f"<p>{LTR}EMRC</bdi> مركز في باريس</p>"
    assert html_of("<p>The poet درويش was born</p>") == (
        f'<p dir="ltr">The poet {RTL}درويش</bdi> was born</p>'
    )
    assert html_of(quote, "ltr") == (
        f'<blockquote>In Paris of old<p dir="rtl">قال {LTR}Jane</bdi> هنا</p></blockquote>'
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EMRC هو مركز", "rtl"),
        ("https://miti.example/ info@miti.example هنا", "rtl"),
        ("The poet محمود درويش was born in Birwa", "ltr"),
        ("https://miti.example/", "ltr"),
        ("2027-05-12", None),
    ],
)
def test_direction_is_that_of_the_words(text, expected):
    assert direction(text) == expected


@pytest.mark.parametrize("base", ["ltr", "rtl"])
@given(texts=st.lists(TEXTS, min_size=1, max_size=6), data=st.data())
def test_text_is_the_same_and_elements_are_whole(base, texts, data):
    tags = ["b", "i", "code", 'a href="https://x.example/"', "br", ""]
    source = ""
    for text in texts:
        tag = data.draw(st.sampled_from(tags))
        escaped = text.replace("&", "&amp;").replace("<", "&lt;")
        source += f"<{tag}>{escaped}</{tag.split()[0]}>" if tag not in ("br", "") else escaped
        source += "<br>" if tag == "br" else ""

    html = html_of(f"<p>{source}</p>", base)

    read = OnlyText(html)
    assert read.text == plain_text(parse(source)).replace("\n", "")
    assert read.stack == []
    assert not re.search(r"<code>[^/]*<bdi", html)
    assert html_of(html, base) == html
    assert "bdi" not in str(nodes_of(html))


@pytest.mark.parametrize(
    "text",
    ["(a", "a (", "+0 ", "0 1", '"a ', "م/", "1-", "a(ا)", "(" * 40 + "ا" + ")" * 40],
)
@pytest.mark.parametrize("base", ["ltr", "rtl"])
def test_time_is_in_proportion_to_the_length(text, base):
    def seconds(length):
        hostile = text * (length // len(text)) + "é"
        begin = time.process_time()
        parts_to_isolate(hostile, base)
        return time.process_time() - begin

    # A collection goes through all that the whole run of tests has made, not only these parts.
    gc.collect()
    gc.disable()
    try:
        short = min(seconds(5_000) for _ in range(3))
        long = min(seconds(100_000) for _ in range(2))
    finally:
        gc.enable()
    # A square would be 400 times as much.
    assert long < 80 * max(short, 0.001)
