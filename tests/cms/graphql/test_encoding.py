"""Compressed answers: chosen by Accept-Encoding, the same once they are read."""

import gzip
import json
from urllib.parse import urlencode

import pytest
import zstandard
from django.http import HttpResponse
from django.test import Client, RequestFactory

from cms.graphql.encoding import SMALLEST, coding_for, compress

pytestmark = pytest.mark.urls("tests.support.small_api")

TEXT = "a riverside " * 200
READ = {
    "zstd": zstandard.ZstdDecompressor().decompress,
    "gzip": gzip.decompress,
    None: bytes,
}


def ask(accept_encoding, method="post"):
    query = "query ($t: String) { echo(text: $t) }"
    headers = {"accept-encoding": accept_encoding} if accept_encoding is not None else {}
    if method == "post":
        body = json.dumps({"query": query, "variables": {"t": TEXT}})
        return Client().post("/graphql/", body, content_type="application/json", headers=headers)
    parameters = {"query": query, "variables": json.dumps({"t": TEXT})}
    return Client().generic(
        method.upper(), "/graphql/", QUERY_STRING=urlencode(parameters), headers=headers
    )


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("", None),
        ("identity", None),
        ("gzip", "gzip"),
        ("zstd", "zstd"),
        ("gzip, deflate, br", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("GZIP;Q=1.0", "gzip"),
        ("gzip;q=1, zstd;q=0.5", "gzip"),
        ("zstd;q=0, *", "gzip"),
        ("*", "zstd"),
        ("*;q=0", None),
        ("gzip;q=0", None),
        ("gzip;q=0.2, identity", None),
        ("gzip;q=nonsense", None),
        ("br", None),
        (";q=1, , =", None),
    ],
)
def test_coding_is_the_one_the_client_likes_best(header, coding):
    assert coding_for(header) == coding


@pytest.mark.parametrize("method", ["post", "get"])
@pytest.mark.parametrize(("header", "coding"), [("gzip", "gzip"), ("zstd", "zstd"), (None, None)])
def test_answer_is_the_same_once_it_is_read(method, header, coding):
    response = ask(header, method)

    assert response.headers.get("Content-Encoding") == coding
    assert json.loads(READ[coding](response.content)) == {"data": {"echo": TEXT}}
    assert response["Content-Length"] == str(len(response.content))
    assert [name.strip() for name in response["Vary"].split(",")][:2] == [
        "Accept",
        "Accept-Encoding",
    ]


def test_small_answer_is_left_as_it_is():
    request = RequestFactory(HTTP_ACCEPT_ENCODING="gzip").get("/")
    below, at = (compress(request, HttpResponse(b"a" * size)) for size in (SMALLEST - 1, SMALLEST))

    assert [response.headers.get("Content-Encoding") for response in (below, at)] == [None, "gzip"]


@pytest.mark.parametrize(
    ("etag", "expected"), [('"abc"', 'W/"abc"'), ('W/"abc"', 'W/"abc"'), (None, None)]
)
def test_etag_of_a_compressed_answer_is_weak(etag, expected):
    request = RequestFactory(HTTP_ACCEPT_ENCODING="gzip").get("/")
    response = HttpResponse(b"a" * 5_000, headers={"ETag": etag} if etag else {})

    assert compress(request, response).headers.get("ETag") == expected
