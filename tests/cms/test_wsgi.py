"""The WSGI callable itself: headers that Django cannot read, and connections left half read."""

import io
import json

import pytest

from cms.wsgi import application

pytestmark = pytest.mark.django_db
BAD_PARAMETERS = ["charset*=%00", "charset*=nope''x", "x*=nope''x", "charset*=utf-8''%00"]


class Response:
    """Stands where gunicorn's response stands, whose method `start_response` is."""

    def __init__(self):
        self.must_close = False
        self.status = ""
        self.headers = {}

    def force_close(self):
        self.must_close = True

    def start_response(self, status, headers, exc_info=None):
        self.status = status
        self.headers = dict(headers)


def call(path="/graphql/", body=b'{"query": "{ __typename }"}', **environ):
    response = Response()
    chunks = application(
        {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": path,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "wsgi.input": io.BytesIO(body),
            "wsgi.url_scheme": "http",
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(body)),
            **environ,
        },
        response.start_response,
    )
    return response, b"".join(chunks)


def test_readable_headers_are_left_alone():
    response, body = call(
        CONTENT_TYPE="application/json; charset*=utf-8''utf-8", HTTP_ACCEPT="application/json;q=0.9"
    )

    assert (response.status, json.loads(body)) == ("200 OK", {"data": {"__typename": "Query"}})
    assert not response.must_close


@pytest.mark.parametrize("parameter", BAD_PARAMETERS)
def test_unreadable_content_type_is_no_json(parameter):
    response, body = call(CONTENT_TYPE=f"application/json; {parameter}")

    assert response.status.startswith("415 ") or parameter == "x*=nope''x"
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert json.loads(body)["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


@pytest.mark.parametrize("parameter", BAD_PARAMETERS)
@pytest.mark.parametrize("header", ["CONTENT_TYPE", "HTTP_ACCEPT"])
def test_unreadable_header_breaks_no_path(parameter, header):
    for path in ("/nowhere/", "/healthz/"):
        response, _ = call(path, **{header: f"application/json; {parameter}"})

        assert response.status[:3] == ("404" if path == "/nowhere/" else "405")


@pytest.mark.parametrize("parameter", BAD_PARAMETERS)
def test_unreadable_accept_is_none(parameter):
    response, body = call(HTTP_ACCEPT=f"text/html, application/json; {parameter}")

    assert (response.status, json.loads(body)) == ("200 OK", {"data": {"__typename": "Query"}})


def test_body_that_is_left_unread_closes_the_connection():
    response, _ = call(CONTENT_LENGTH="5000000")

    assert (response.status[:3], response.must_close) == ("413", True)
