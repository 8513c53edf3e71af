"""The requests, as bytes, with the status and the code that they must be answered with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise

GRAPHQL = "application/graphql-response+json"
TOO_COMPLEX, TOO_DEEP = "QUERY_TOO_COMPLEX", "QUERY_TOO_DEEP"
NONE = "-"
INVALID, BAD, PARSE = "GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT", "GRAPHQL_PARSE_FAILED"


@dataclass(frozen=True)
class Attack:
    """One request."""

    name: str
    raw: bytes
    status: int
    code: str


def post(body: bytes) -> bytes:
    """A request with a body of JSON."""
    head = (
        f"POST /graphql/ HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {GRAPHQL}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def query(text: str, variables: object = None) -> bytes:
    """A request with a document."""
    return post(json.dumps({"query": text, "variables": variables}).encode())


def nested(levels: int) -> str:
    """Lists in lists, which cost more with each level."""
    return (
        "{sessions(first:100){nodes"
        + "{children(first:100){nodes" * levels
        + ("{title}" + "}}" * levels + "}}")
    )


def fragments(count: int, *, circular: bool) -> str:
    """Fragments that name each other: each the next twice, or the last the first."""
    names = [f"F{number}" for number in range(count)]
    parts = [
        f"fragment {name} on Query {{...{after} ...{after}}}" for name, after in pairwise(names)
    ]
    last = f"...{names[0]}" if circular else "__typename"
    return " ".join(["{...F0}", *parts, f"fragment {names[-1]} on Query {{{last}}}"])


def repeated(text: str, count: int, before: str = "{", after: str = "}") -> str:
    """A piece of text many times."""
    return before + " ".join(text.replace("#", str(number)) for number in range(count)) + after


def json_lists(depth: int) -> bytes:
    """Lists of JSON inside each other."""
    return b'{"query":"{__typename}","variables":{"a":' + b"[" * depth + b"]" * depth + b"}}"


MANY = ",".join("1" for _ in range(45_000))
INTROSPECTION = "fields{type{" * 8 + "name" + "}}" * 8

ATTACKS = [
    Attack("110 bytes, nested lists", query(nested(2)), 400, TOO_COMPLEX),
    Attack("nested 200 deep", query("{site" * 200 + "{name}" + "}" * 200), 400, TOO_DEEP),
    Attack("nested 20,000 deep", query("{a" * 20_000 + "}" * 20_000), 400, TOO_COMPLEX),
    Attack("1,000 aliases", query(repeated("a#:__typename", 1_000)), 400, TOO_COMPLEX),
    Attack("1,000 equal fields", query(repeated("site{name}", 1_000)), 400, TOO_COMPLEX),
    Attack("1,000 unknown fields", query(repeated("nonsense#", 1_000)), 400, TOO_COMPLEX),
    Attack("19 unknown fields", query(repeated("sesions#", 19)), 400, INVALID),
    Attack(
        "conflicting fields",
        query(repeated("site{name}sessions(first:#){totalCount}", 18)),
        400,
        INVALID,
    ),
    Attack("circular fragments", query(fragments(5, circular=True)), 400, INVALID),
    Attack("150 circular fragments", query(fragments(150, circular=True)), 400, INVALID),
    # Harmless, because execution enters a fragment once for each place, as the specification says.
    Attack("exponential fragments", query(fragments(60, circular=False)), 200, NONE),
    Attack(
        "1,000 fragments",
        query("{a}" + repeated("fragment F# on Query{site{name}}", 1_000, "", "")),
        400,
        TOO_COMPLEX,
    ),
    Attack("1,000 operations", query(repeated("query Q#{a}", 1_000, "", "")), 400, TOO_COMPLEX),
    Attack(
        "1,000 directives",
        query("{__typename" + repeated("@include(if:true)", 1_000, "", "") + "}"),
        400,
        TOO_COMPLEX,
    ),
    Attack(
        "5,000 unknown directives",
        query("{__typename" + repeated("@a", 5_000, "", "") + "}"),
        400,
        TOO_COMPLEX,
    ),
    Attack("30,000 tokens", query(repeated("a", 30_000)), 400, TOO_COMPLEX),
    Attack("20,000 comments", query("{a}" + "#\n" * 20_000), 400, TOO_COMPLEX),
    Attack(
        "introspection bomb", query(f"{{__schema{{types{{{INTROSPECTION}}}}}}}"), 403, "FORBIDDEN"
    ),
    Attack(
        "literal of 45,000 values",
        query(f"{{sessions(filter:[{MANY}]){{totalCount}}}}"),
        400,
        TOO_COMPLEX,
    ),
    Attack(
        "literal 3,000 deep",
        query(f"{{sessions(filter:{'[' * 3_000}{']' * 3_000}){{totalCount}}}}"),
        400,
        TOO_DEEP,
    ),
    Attack(
        "variable of 30,000 values",
        query("query($a:Int){__typename}", {"a": [1] * 30_000}),
        400,
        BAD,
    ),
    Attack(
        "variable of 90 kB",
        query("query($a:LocaleCode){routes(locale:$a){totalCount}}", {"a": "x" * 90_000}),
        400,
        BAD,
    ),
    Attack(
        "number of 90,000 digits",
        post(b'{"query":"{__typename}","variables":{"a":' + b"9" * 90_000 + b"}}"),
        400,
        BAD,
    ),
    Attack("JSON 45,000 deep", post(json_lists(45_000)), 400, BAD),
    Attack("JSON 60 deep", post(json_lists(60)), 400, BAD),
    Attack(
        "batch of 1,000", post(json.dumps([{"query": "{__typename}"}] * 1_000).encode()), 400, BAD
    ),
    Attack("5 MB", post(b'{"query":"' + b"a" * 5_000_000 + b'"}'), 413, BAD),
    Attack("90 kB of no JSON", post(b"[" + b'"' * 90_000), 400, BAD),
    Attack("10,000 wrong signs", query("\\" * 10_000), 400, PARSE),
    Attack(
        "search for 90 kB",
        query("query($q:String!){search(query:$q){totalCount}}", {"q": "a " * 45_000}),
        200,
        BAD,
    ),
]
