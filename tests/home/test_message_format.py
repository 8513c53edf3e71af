"""ICU MessageFormat: read as front ends read it, and clear about what is wrong."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from home.message_format import Choice, MessageFormatError, parse

PACKAGE = Path(__file__).parents[1] / "support" / "message_format"
SAMPLE = Path("home/sample/data/site.yaml")

# Pieces that patterns are made of, whole and broken.
PIECES = [
    "{", "}", "'", "''", "#", "|", ",", " ", "a", "b {x} c", "{n, number}", "{d, date, long}",
    "{n, plural, one {# day} other {# days}}", "{n, plural, =0 {none} other {{x} of #}}",
    "{g, select, she {her} other {them}}", "{n, selectordinal, one {#st} other {#th}}",
    "'{quoted}'", "{n, plural, offset:1 other {#}}", "{n, plural, one {#}}", "{n, foo}", "{ }",
    "plural", "other {", "سلام", "😀", "\n",
]  # fmt: skip
# What the front end's reader takes and we refuse, or the other way round, knowingly:
# the same choice twice, kinds that it does not know, a brace that closes nothing.
KNOWN_DIFFERENCES = {"doubled", "unknown_type", "too_deep", "unexpected_brace"}


def told(text):
    """Give the kinds of a pattern's arguments, or the code of what is wrong."""
    try:
        return {name: set(kinds) for name, kinds in parse(text).arguments.items()}
    except MessageFormatError as error:
        return error.code


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("", {}),
        ("Hello", {}),
        ("Hello {name}", {"name": {"string"}}),
        ("{0} of {1}", {"0": {"string"}, "1": {"string"}}),
        ("{ n , number , ::compact-short }", {"n": {"number"}}),
        ("{n} {n, number}", {"n": {"string", "number"}}),
        ("It''s '{no value}' and {one}", {"one": {"string"}}),
        ("It's {one}", {"one": {"string"}}),
        ("'{ open to the end", {}),
        (
            "{n, plural, offset:1 one {{who}} other {{who} and #}}",
            {"n": {"plural"}, "who": {"string"}},
        ),
    ],
)
def test_pattern_tells_its_arguments(text, arguments):
    assert told(text) == arguments


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("a } b", "unexpected_brace", 3),
        ("a {name", "not_closed", 3),
        ("a {name; b}", "not_closed", 3),
        ("a {}", "no_name", 4),
        ("{n,}", "no_type", 4),
        ("{n, choice, 0#none}", "unknown_type", 1),
        ("{n, plural}", "no_choices", 1),
        ("{n, plural, one}", "no_message", 16),
        ("{n, plural, one {a}}", "no_other", 1),
        ("{n, plural, other {a} other {b}}", "doubled", 23),
        ("{n, plural, other {a", "not_closed", 19),
        ("{n, date, }", "not_closed", 1),
        ("{n, plural, other {" * 40, "too_deep", 210),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text, code, place):
    with pytest.raises(MessageFormatError) as raised:
        parse(text)

    assert (raised.value.code, raised.value.place) == (code, place)


def test_choices_and_tags_are_told():
    pattern = parse("<b>{n, selectordinal, one {#st} other {<i>#th</i>}}</b> 1 < 2")

    assert pattern.choices == [Choice("n", "selectordinal", frozenset({"one", "other"}))]
    assert pattern.tags == {"b", "i"}


@pytest.mark.parametrize(
    ("text", "language", "wrong", "missing"),
    [
        ("{n, plural, one {a} other {b}}", "en", set(), set()),
        ("{n, plural, one {a} other {b}}", "fr", set(), set()),
        ("{n, plural, one {a} other {b}}", "ar", set(), {"zero", "two", "few", "many"}),
        ("{n, plural, =0 {a} =1 {a} =2 {a} few {a} many {a} other {b}}", "ar", set(), set()),
        ("{n, plural, one {a} other {b}}", "ko", {"one"}, set()),
        ("{n, plural, few {a} other {b}}", "en", {"few"}, {"one"}),
        ("{n, selectordinal, one {a} other {b}}", "en", set(), {"two", "few"}),
        ("{g, select, few {a} other {b}}", "en", set(), set()),
        ("{n, plural, other {b}}", "xx", set(), set()),
    ],
)
def test_plural_forms_are_those_of_the_language(text, language, wrong, missing):
    pattern = parse(text)

    assert (pattern.wrong_forms(language), pattern.missing_forms(language)) == (wrong, missing)


@given(st.text(alphabet="{}'#,= anplurotshed0:", max_size=200))
def test_any_text_is_read_or_refused(text):
    assert isinstance(told(text), dict | str)


@pytest.fixture(scope="module")
def front_end(tmp_path_factory):
    """Read patterns as front ends do; needs Node.js, which CI must have."""
    if not (shutil.which("node") and shutil.which("npm")):
        message = "Node.js and npm are not installed (Debian: nodejs, npm)"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    folder = shutil.copytree(PACKAGE, tmp_path_factory.mktemp("node") / "message_format")
    command = ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, cwd=folder, check=True, timeout=300)

    def read(texts):
        command = ["node", "read.mjs"]
        done = subprocess.run(
            command,
            cwd=folder,
            check=True,
            timeout=120,
            capture_output=True,
            text=True,
            input="".join(f"{json.dumps(text)}\n" for text in texts),
        )
        return [json.loads(line) for line in done.stdout.splitlines()]

    return read


def test_front_ends_read_patterns_in_the_same_way(front_end):
    texts = [
        "".join(pieces)
        for first in PIECES
        for second in PIECES
        for pieces in ((first,), (first, second), (second, first, "{x}"), (first, second, first))
    ]

    different = []
    for text, theirs in zip(texts, front_end(texts), strict=True):
        ours = told(text)
        kinds = None
        if theirs is not None:
            kinds = {}
            for name, kind in theirs:
                kinds.setdefault(name, set()).add(kind)
        if isinstance(ours, str) and ours in KNOWN_DIFFERENCES:
            continue
        if (ours if isinstance(ours, dict) else None) != kinds:
            different.append((text, ours, kinds))

    assert different == []
    assert len(texts) > 2_000


def test_front_ends_read_all_sample_messages(front_end):
    messages = yaml.safe_load(SAMPLE.read_text(encoding="utf-8"))["messages"]
    texts = [text for message in messages for text in message["text"].values()]

    assert None not in front_end(texts)
    assert len(texts) == 6 * len(messages)
