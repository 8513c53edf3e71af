"""GraphQL over HTTP: methods, media types, status codes, headers, malformed requests."""

import gc
import io
import json
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from graphql import GraphQLError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.small_api import SECRET

pytestmark = pytest.mark.urls("tests.support.small_api")

URL = "/graphql/"
JSON = "application/json"
GRAPHQL = "application/graphql-response+json"


def post(
    body: Any, accept: str | None = GRAPHQL, content_type: str = JSON, **extra: Any
) -> HttpResponse:
    if not isinstance(body, bytes | str):
        body = json.dumps(body)
    headers = {"Accept": accept} if accept is not None else {}
    extra = {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(body))} | extra
    return Client().post(URL, body, content_type=content_type, headers=headers, **extra)


def get(accept: str | None = GRAPHQL, **parameters: str) -> HttpResponse:
    return Client().get(URL, parameters, headers={"Accept": accept} if accept is not None else {})


def media(response: HttpResponse) -> str:
    return response["Content-Type"]


def code(response: HttpResponse) -> str:
    return response.json()["errors"][0]["extensions"]["code"]


# --- Media types ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        (GRAPHQL, GRAPHQL),
        (f"{GRAPHQL}; charset=utf-8, {JSON}; charset=utf-8", GRAPHQL),
        (f"{GRAPHQL}, {JSON};q=0.9", GRAPHQL),
        (f"{JSON}, {GRAPHQL};q=0.5", JSON),
        (f"{GRAPHQL};q=0, */*", JSON),
        ("text/html, application/xhtml+xml, */*;q=0.8", JSON),
        ("nonsense, */*;q=0.1", JSON),
    ],
)
def test_answer_has_the_media_type_the_client_likes_best(accept, expected):
    response = post({"query": '{ echo(text: "a") }'}, accept=accept)

    assert (response.status_code, media(response)) == (200, f"{expected}; charset=utf-8")
    assert response.json() == {"data": {"echo": "a"}}


@pytest.mark.parametrize(
    "accept", ["text/html", "image/png", f"{JSON}; charset=utf-16", f"{JSON};q=0", f"{JSON};q=x"]
)
def test_unacceptable_media_types_are_refused(accept):
    response = post({"query": "{ echo }"}, accept=accept)

    assert (response.status_code, media(response)) == (406, f"{JSON}; charset=utf-8")


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/jsonp",
        "application/json; charset=utf-16",
        "application/json; charset=latin-1",
        "*/*",
        "",
    ],
)
def test_bodies_that_a_page_elsewhere_can_send_are_refused(content_type):
    response = post('{"query": "{ echo }"}', content_type=content_type)

    assert (response.status_code, code(response)) == (415, "BAD_USER_INPUT")
    assert response["Accept-Post"] == "application/json; charset=utf-8"


def test_compressed_body_is_refused():
    assert post({"query": "{ echo }"}, HTTP_CONTENT_ENCODING="gzip").status_code == 415


@pytest.mark.parametrize("content_type", [JSON, "Application/JSON", f"{JSON}; charset=UTF-8"])
def test_json_in_utf8_is_read(content_type):
    response = post('{"query": "{ echo(text: \\"é🏃\\") }"}'.encode(), content_type=content_type)

    assert response.json() == {"data": {"echo": "é🏃"}}


# --- Methods --------------------------------------------------------------------------------------


def test_get_takes_letters_of_every_script():
    response = Client().get(
        "/graphql/",
        {
            "query": 'query ($text: String) { a: echo(text: $text) echo(text: "é") }',
            "variables": json.dumps({"text": "مدن 도시"}, ensure_ascii=False),
        },
    )

    assert response.json() == {"data": {"a": "مدن 도시", "echo": "é"}}


def test_get_runs_a_query_with_variables_and_operation_name():
    response = get(
        query="query A { echo } query B($text: String) { echo(text: $text) }",
        variables='{"text": "x"}',
        operationName="B",
    )

    assert (response.status_code, response.json()) == (200, {"data": {"echo": "x"}})


def test_empty_parameters_of_a_url_are_as_if_absent():
    response = get(query="{ echo }", variables="", operationName="", extensions="")

    assert response.json() == {"data": {"echo": None}}


@pytest.mark.parametrize("document", ['mutation { rename(name: "x") }', "subscription { x }"])
def test_only_queries_by_get(document):
    response = get(query=document)

    # There is no subscription in the schema, which the rules of validation do not mind.
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert response["Cache-Control"] == "no-store"


def test_the_operation_that_is_named_decides_whether_get_may_run_it():
    document = 'query Q { echo } mutation M { rename(name: "x") }'

    assert get(query=document, operationName="Q").status_code == 200
    assert get(query=document, operationName="M").status_code == 405


def test_mutation_by_post():
    response = post({"query": 'mutation { rename(name: "x") }'})

    assert response.json() == {"data": {"rename": "x"}}
    assert response["Cache-Control"] == "no-store"


def test_subscription_is_no_operation_of_this_api():
    response = post({"query": "subscription { x }"})

    assert (response.status_code, "errors" in response.json()) == (400, True)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_other_methods_are_refused(method):
    response = getattr(Client(), method)(URL)

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST, OPTIONS")


def test_options_and_head():
    options = Client().options(URL)
    head = Client().head(URL, {"query": "{ echo }"})

    assert (options.status_code, options["Allow"]) == (204, "GET, HEAD, POST, OPTIONS")
    assert (head.status_code, head.content) == (200, b"")


# --- Status codes ---------------------------------------------------------------------------------

INVALID = [
    ("{", "GRAPHQL_PARSE_FAILED"),
    ("", "GRAPHQL_PARSE_FAILED"),
    ("{ unknown }", "GRAPHQL_VALIDATION_FAILED"),
    ("{ season(name: WINTER) }", "GRAPHQL_VALIDATION_FAILED"),
    ("{ echo } fragment Unused on Query { echo }", "GRAPHQL_VALIDATION_FAILED"),
    ("type A { b: Int }", "GRAPHQL_VALIDATION_FAILED"),
    ("query A { echo } query B { echo }", "BAD_USER_INPUT"),
    ("query ($number: Int!) { double(number: $number) }", "BAD_USER_INPUT"),
    ('{ echo(text: "\\u0000") }', "BAD_USER_INPUT"),
    ('{ echo(text: "\\uD800") }', "GRAPHQL_PARSE_FAILED"),
]


@pytest.mark.parametrize(("document", "expected"), INVALID)
def test_an_invalid_document_has_status_400_without_data(document, expected):
    response = post({"query": document})

    assert (response.status_code, media(response)) == (400, f"{GRAPHQL}; charset=utf-8")
    assert (code(response), "data" in response.json()) == (expected, False)
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("document", "expected"), INVALID)
def test_older_clients_get_the_reasons_with_status_200(document, expected):
    response = post({"query": document}, accept=JSON)

    assert (response.status_code, code(response)) == (200, expected)


def test_unknown_operation_name():
    response = post({"query": "query A { echo }", "operationName": "B"})

    assert (response.status_code, code(response)) == (400, "BAD_USER_INPUT")


def test_field_errors_leave_the_rest_of_the_data():
    response = post({"query": '{ echo(text: "a") coded }'})

    assert response.status_code == 200
    assert response.json()["data"] == {"echo": "a", "coded": None}
    assert response["Cache-Control"] == "no-store"


def test_data_that_an_error_made_null_is_an_answer():
    response = post({"query": "{ brokenToo }"})

    assert (response.status_code, response.json()["data"]) == (200, None)


@pytest.mark.parametrize("accept", [GRAPHQL, JSON])
def test_no_answer_while_the_database_is_away(accept):
    response = post({"query": "{ echo unavailable }"}, accept=accept)

    assert (response.status_code, code(response)) == (503, "UNAVAILABLE")
    assert (response["Retry-After"], "data" in response.json()) == ("5", False)


# --- Requests that are none -----------------------------------------------------------------------


@pytest.mark.parametrize("accept", [GRAPHQL, JSON])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"nonsense",
        b"null",
        b"1",
        b'"{ echo }"',
        b"[]",
        b'[{"query": "{ echo }"}]',
        b"{}",
        b'{"qeury": "{ echo }"}',
        b'{"query": null}',
        b'{"query": {"a": 1}}',
        b'{"query": 0}',
        b'{"query": false}',
        b'{"query": ["{ echo }"]}',
        b'{"query": "{ echo }", "operationName": 1}',
        b'{"query": "{ echo }", "operationName": {}}',
        b'{"query": "{ echo }", "variables": "{}"}',
        b'{"query": "{ echo }", "variables": []}',
        b'{"query": "{ echo }", "variables": 0}',
        b'{"query": "{ echo }", "variables": false}',
        b'{"query": "{ echo }", "extensions": "x"}',
        b'{"query": "{ echo }", "extensions": []}',
        b'{"query": "{ echo }", "query": "{ coded }"}',
        b'{"query": "{ echo }", "variables": {"a": {"b": 1, "b": 2}}}',
        b'{"query": "{ echo }", "variables": {"a": NaN}}',
        b'{"query": "{ echo }", "variables": {"a": -Infinity}}',
        b'{"query": "{ echo }", "variables": {"a": 1e999}}',
        b'{"query": "{ echo }", "variables": {"a": "\\u0000"}}',
        b'{"query": "{ echo }", "variables": {"a\\u0000": 1}}',
        b'{"query": "{ echo }", "variables": {"a": "\\ud800"}}',
        b'{"query": "{ echo\xff }"}',
        b'\xef\xbb\xbf{"query": "{ echo }"}',
        b'\xff\xfe{\x00"\x00',
        b'{"query": "{ echo }", "variables": {"a": ' + b"9" * 5000 + b"}}",
        b'{"query": "{ echo }", "variables": ' + b"[" * 40000 + b"]" * 40000 + b"}",
        b'{"query": "{ echo }", "variables": {"a": ' + b"[" * 60 + b"]" * 60 + b"}}",
        b'{"query": "{ echo }", "variables": {"a": [' + b"1," * 10000 + b"1]}}",
        b'{"query": "{ echo }"} {"query": "{ echo }"}',
    ],
)
def test_malformed_body_is_refused_whatever_the_media_type(body, accept):
    response = post(body, accept=accept)

    assert (response.status_code, code(response)) == (400, "BAD_USER_INPUT")
    assert "data" not in response.json()


@pytest.mark.parametrize("key", ["variables", "operationName", "extensions"])
def test_null_is_as_if_absent(key):
    assert post({"query": "{ echo }", key: None}).json() == {"data": {"echo": None}}


def test_unknown_parameters_are_ignored():
    assert post({"query": "{ echo }", "later": 1}).json() == {"data": {"echo": None}}


@pytest.mark.parametrize(
    "query_string",
    [
        "",
        "query=%ff",
        "query=\xff",
        "query={echo}&query={coded}",
        "query={echo}&variables={",
        "query={echo}&variables=[]",
        "query={echo}&variables=%00",
        "query={echo}&extensions=1",
        "query=%00",
        "&".join(f"a{number}=1" for number in range(30)),
    ],
)
def test_malformed_url_is_refused(query_string):
    response = Client().get(URL, QUERY_STRING=query_string, headers={"Accept": GRAPHQL})

    assert (response.status_code, media(response)) == (400, f"{GRAPHQL}; charset=utf-8")


def test_body_is_refused_by_its_length_before_it_is_read(settings):
    settings.GRAPHQL_MAX_BODY = 1000
    body = io.BytesIO(b" " * 1001)
    response = post(b"", CONTENT_LENGTH="1001", **{"wsgi.input": body})

    assert (response.status_code, code(response)) == (413, "BAD_USER_INPUT")
    assert body.tell() == 0


def test_largest_body_and_the_next(settings):
    body = '{"query": "{ echo }"}'
    settings.GRAPHQL_MAX_BODY = len(body) + 10

    assert post(body + " " * 10).status_code == 200
    assert post(body + " " * 11).status_code == 413


def test_long_url_is_refused(settings):
    settings.GRAPHQL_MAX_BODY = 100

    assert get(query="{ echo }" + " " * 200).status_code == 414


def test_truncated_body_is_refused():
    body = io.BytesIO(b'{"query": "{ echo }"}')
    response = post(b"", CONTENT_LENGTH="50", **{"wsgi.input": body})

    assert (response.status_code, code(response)) == (400, "BAD_USER_INPUT")


def test_body_without_length_is_refused():
    response = post(b"", CONTENT_LENGTH="", HTTP_TRANSFER_ENCODING="chunked")

    assert response.status_code == 411


# --- Headers --------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", ["{ echo }", "{ coded }", "{ unknown }", "{"])
def test_no_answer_sets_a_cookie_or_varies_by_one(document):
    for response in (post({"query": document}), get(query=document)):
        assert response.cookies == {}
        assert "Accept" in response["Vary"]
        assert "cookie" not in response["Vary"].lower()


def test_an_answer_may_be_kept_if_it_is_checked():
    assert get(query="{ echo }")["Cache-Control"] == "no-cache"


def test_request_without_csrf_token_is_answered():
    response = Client(enforce_csrf_checks=True).post(
        URL, '{"query": "{ echo }"}', content_type=JSON, headers={"Origin": "https://else.example"}
    )

    assert response.status_code == 200


# --- Answers --------------------------------------------------------------------------------------


def test_text_that_is_no_unicode_is_mended():
    assert post({"query": "{ surrogate echo }"}).json()["data"] == {
        "surrogate": "a?z",
        "echo": None,
    }


def test_integers_beyond_64_bits():
    assert post({"query": "{ large }"}).json() == {"data": {"large": 2**70}}


def test_cost_is_told_on_request():
    body = {"query": "{ pages(first: 10) { nodes { title } } }", "extensions": {"cost": True}}

    assert post(body).json()["extensions"] == {"cost": {"requested": 12, "limit": 10000}}
    assert "extensions" not in post({**body, "extensions": {}}).json()


# --- Anything at all ------------------------------------------------------------------------------

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
bodies = (
    st.binary()
    | json_values.map(lambda value: json.dumps(value).encode())
    | st.fixed_dictionaries(
        {},
        optional={
            "query": st.text() | st.sampled_from([document for document, _ in INVALID]),
            "variables": json_values,
            "operationName": json_values,
            "extensions": json_values,
        },
    ).map(lambda value: json.dumps(value).encode())
    | st.text(alphabet='{}()[]:!$@."\\ aecho\n#,0', max_size=80).map(
        lambda text: json.dumps({"query": text}).encode()
    )
)


def assert_is_an_answer(response: HttpResponse) -> None:
    assert response.status_code == 200 or 400 <= response.status_code < 500
    assert media(response) in (f"{GRAPHQL}; charset=utf-8", f"{JSON}; charset=utf-8")
    answer = response.json()
    assert set(answer) <= {"data", "errors", "extensions"}
    assert all(error["extensions"]["code"] != "INTERNAL" for error in answer.get("errors", []))


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(body=bodies, accept=st.sampled_from([GRAPHQL, JSON]) | st.text(max_size=40))
def test_any_body_gets_an_answer_in_json(body, accept):
    accept = accept.encode("ascii", "ignore").decode().replace("\r", "").replace("\n", "")

    assert_is_an_answer(post(body, accept=accept))


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(query_string=st.binary(max_size=200))
def test_any_url_gets_an_answer_in_json(query_string):
    response = Client().get(URL, QUERY_STRING=query_string.decode("latin-1"))

    assert_is_an_answer(response)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(content_type=st.text(max_size=40))
def test_any_content_type_gets_an_answer_in_json(content_type):
    content_type = content_type.encode("ascii", "ignore").decode()

    assert_is_an_answer(post(b'{"query": "{ echo }"}', content_type=content_type))


def test_a_fault_of_the_view_itself_is_masked(settings, caplog):
    settings.GRAPHQL_LIMITS = {"cost": None}
    response = post({"query": "{ echo }"})

    assert (response.status_code, code(response)) == (500, "INTERNAL")
    assert SECRET not in response.text
    assert response.json()["errors"][0]["extensions"]["requestId"] == response["X-Request-ID"]
    assert "TypeError" in caplog.text


def test_a_long_request_that_is_refused_leaves_nothing_behind():
    canary = f"canary-{uuid4()}"
    query = "query ($n: Boolean!) { __typename @include(if: $n) }"
    body = {"query": query, "variables": {"n": canary + "x" * 5_000}}
    assert code(post(body)) == "BAD_USER_INPUT"
    gc.collect()
    gc.disable()
    try:
        post(body)
        errors = [found for found in gc.get_objects() if issubclass(type(found), GraphQLError)]
    finally:
        gc.enable()

    assert [error for error in errors if canary in error.message] == []
