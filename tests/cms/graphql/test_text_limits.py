"""What is refused by the text of a document alone, and what of that form must not be."""

import pytest

from cms.graphql.errors import QueryTooComplex, QueryTooDeep
from cms.graphql.limits import Limits, check_text

ROOTS = 5 * 20
DEPTH = 5 * 20


def refusal(text):
    try:
        check_text(text, Limits())
    except (QueryTooComplex, QueryTooDeep) as error:
        return error.message
    return None


def roots(number):
    return " ".join(["title"] * number)


TOO_WIDE = "The document has more than 20 fields at the root."
TOO_DEEP = "Fields are nested more than 20 levels deep."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{{{roots(ROOTS)}}}", None),
        (f"{{{roots(ROOTS + 1)}}}", TOO_WIDE),
        (f"query Q($a: Int = 1) @a {{{roots(ROOTS + 1)}}}", TOO_WIDE),
        (f"mutation {{{roots(ROOTS + 1)}}}", TOO_WIDE),
        # The fields of a fragment belong to any type; each operation counts by itself.
        (f"fragment A on B {{{roots(ROOTS + 1)}}}", None),
        (f"fragment query on B {{{roots(ROOTS + 1)}}}", None),
        (f"{{site {{{roots(ROOTS + 1)}}}}}", None),
        (" ".join(f"query Q{n} {{{roots(ROOTS)}}}" for n in range(10)), None),
        (f"fragment A on B {{a}} query {{{roots(ROOTS + 1)}}}", TOO_WIDE),
        (f"query fragment {{{roots(ROOTS + 1)}}}", TOO_WIDE),
        ("{a" * DEPTH + "}" * DEPTH, None),
        ("{a" * (DEPTH + 1) + "}" * (DEPTH + 1), TOO_DEEP),
    ],
)
def test_roots_and_depth_are_counted_before_parsing(text, expected):
    assert refusal(text) == expected
