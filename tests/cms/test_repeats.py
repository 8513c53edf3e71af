"""Requests that come again: answered past Django, and as Django would have them answered."""

import io
import json
import logging

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.urls import get_script_prefix, set_script_prefix
from django.utils import timezone
from wagtail.models import Locale

from cms import repeats
from cms.graphql import persisted
from cms.graphql.models import TrustedDocument
from cms.graphql.persisted import sha256_of
from cms.graphql.view import GraphQLHTTPView
from cms.repeats import Repeats
from cms.wsgi import django
from tests.factories import HomePageFactory, SiteFactory, StandardPageFactory
from tests.support.small_api import execute, small_schema

pytestmark = pytest.mark.django_db
# The end of a request closes a connection that is in a transaction, as those of tests are.
stored = pytest.mark.django_db(transaction=True)
TYPENAME = {"query": "{ __typename }"}
TITLES = {"query": "{ pages(first: 5) { nodes { title } totalCount } }"}
LONG = {"query": "{ __schema { types { name description } } }"}
GRAPHQL = "application/graphql-response+json"


class Server:
    """The application as gunicorn calls it, with a count of what went to Django."""

    def __init__(self, behind=django):
        self.django_calls = 0
        self.behind = behind
        self.application = Repeats(self.django)

    def django(self, environ, start_response):
        self.django_calls += 1
        return self.behind(environ, start_response)

    def send(self, body=TYPENAME, **environ):
        """Give status, headers, and body of an answer."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        told = []
        chunks = self.application(
            {
                "REQUEST_METHOD": "POST",
                "PATH_INFO": "/graphql/",
                "SCRIPT_NAME": "",
                "QUERY_STRING": "",
                "SERVER_NAME": "localhost",
                "SERVER_PORT": "80",
                "REMOTE_ADDR": "203.0.113.7",
                "HTTP_HOST": "localhost",
                "wsgi.input": io.BytesIO(data),
                "wsgi.url_scheme": "http",
                "CONTENT_TYPE": "application/json",
                "CONTENT_LENGTH": str(len(data)),
                **environ,
            },
            lambda status, headers: told.append((status, dict(headers))),
        )
        content = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        ((status, headers),) = told
        return status, headers, content


@pytest.fixture
def server():
    return Server()


def without_id(answer):
    status, headers, body = answer
    return status, headers, body.replace(headers.pop("X-Request-ID").encode(), b"")


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"HTTP_ACCEPT": GRAPHQL},
        {"HTTP_ACCEPT": "application/json", "HTTP_ACCEPT_ENCODING": "gzip, deflate, br"},
        {"HTTP_ACCEPT_ENCODING": "zstd"},
        {"HTTP_ORIGIN": "https://front.example.org"},
        {"HTTP_ORIGIN": "https://elsewhere.example.org"},
        {"PATH_INFO": "/graphql"},
        {"CONTENT_TYPE": "application/json; charset=utf-8"},
        {"wsgi.url_scheme": "https"},
    ],
)
@pytest.mark.parametrize("body", [TYPENAME, LONG])
def test_request_that_comes_again_is_answered_alike_without_django(server, settings, environ, body):
    settings.CORS_ALLOWED_ORIGINS = ["https://front.example.org"]
    first = without_id(server.send(body, **environ))
    second = without_id(server.send(body, **environ))

    assert first[0] == "200 OK"
    assert second == first
    assert int(first[1]["Content-Length"]) == len(first[2])
    assert server.django_calls == 1


@stored
def test_data_are_read_anew(server):
    home = HomePageFactory(locale=Locale.objects.get(language_code="en"))
    SiteFactory(root_page=home, is_default_site=True)
    page = StandardPageFactory(title="Before", parent=home)
    assert b"Before" in server.send(TITLES)[2]
    page.title = "After"
    page.save_revision().publish()
    _, _, body = server.send(TITLES)

    assert b"After" in body
    assert b"Before" not in body
    assert b"errors" not in body
    assert server.django_calls == 1


@pytest.mark.parametrize(
    ("environ", "status"),
    [
        ({"HTTP_HOST": "elsewhere.example.org"}, "400"),
        ({"HTTP_ACCEPT": "image/png"}, "406"),
        ({"CONTENT_TYPE": "text/plain"}, "415"),
        ({"HTTP_CONTENT_ENCODING": "gzip"}, "415"),
        ({"PATH_INFO": "/graphql/more"}, "404"),
        ({"REQUEST_METHOD": "PUT"}, "405"),
        ({"CONTENT_LENGTH": "400"}, "400"),
        ({"HTTP_AUTHORIZATION": "Preview nonsense"}, "401"),
    ],
)
def test_what_differs_in_what_counts_goes_its_own_way(server, environ, status):
    server.send()

    for _ in range(2):
        assert server.send(**environ)[0][:3] == status
    assert server.django_calls == 3


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_USER_AGENT": "another"},
        {"HTTP_COOKIE": "sessionid=1"},
        {"HTTP_X_FORWARDED_FOR": "203.0.113.9"},
        {"HTTP_X_CLIENT_NAME": "another"},
        {"HTTP_TRACEPARENT": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"},
    ],
)
def test_who_asks_makes_no_difference(server, environ):
    first = without_id(server.send())

    assert without_id(server.send(**environ)) == first
    assert server.django_calls == 1


@pytest.mark.parametrize("body", [b"", b"{", {"query": "{ nonsense }"}, {"query": "{"}, []])
def test_what_was_refused_is_read_again(server, body):
    first = without_id(server.send(body, HTTP_ACCEPT=GRAPHQL))

    assert without_id(server.send(body, HTTP_ACCEPT=GRAPHQL)) == first
    assert first[0][:3] == "400"
    assert server.django_calls == 2


def test_limits_hold_for_requests_that_come_again(settings):
    settings.GRAPHQL_RATE_LIMIT = 1_000
    settings.REDIS_URL = ""
    view = GraphQLHTTPView(small_schema(), execute)

    def small_application(environ, start_response):
        response = view(WSGIRequest(environ))
        start_response(f"{response.status_code} OK", [*response.headers.items()])
        return [response.content]

    server = Server(small_application)
    statuses = [server.send({"query": "{ echo }"})[0][:3] for _ in range(60)]

    assert server.django_calls == 1
    assert set(statuses) == {"200", "429"}
    assert server.send({"query": "{ echo }"}, REMOTE_ADDR="203.0.113.8")[0][:3] == "200"


@stored
def test_document_that_is_revoked_is_found_out(server, monkeypatch):
    monkeypatch.setattr(persisted, "FRESH", 0)
    text = TYPENAME["query"]
    document = TrustedDocument.objects.create(sha256=sha256_of(text), text=text, client="front")
    asked = {"documentId": document.sha256}
    assert [server.send(asked)[0] for _ in range(2)] == ["200 OK", "200 OK"]
    document.revoked_at = timezone.now()
    document.save()
    _, _, body = server.send(asked)

    assert json.loads(body)["errors"][0]["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"


def test_each_request_has_its_id_its_line_in_the_log_and_its_client(server, caplog):
    caplog.set_level(logging.INFO, "cms.request")
    ids = [server.send(HTTP_X_CLIENT_NAME=name)[1]["X-Request-ID"] for name in ("one", "two")]
    given = server.send(HTTP_X_REQUEST_ID="given-by-proxy")[1]["X-Request-ID"]

    assert (len(set(ids)), given) == (2, "given-by-proxy")
    records = [record for record in caplog.records if record.name == "cms.request"]
    assert [record.client for record in records] == ["one", "two", "unknown"]
    assert {record.getMessage() for record in records} == {"POST /graphql/ 200"}


def test_request_with_a_credential_is_never_remembered(server):
    for _ in range(2):
        server.send(HTTP_AUTHORIZATION="Bearer something")

    assert server.django_calls == 2


def test_body_that_is_long_is_not_remembered(server):
    long = {**TYPENAME, "variables": {"unused": "x" * repeats.MAX_BODY}}
    answers = [without_id(server.send(long)) for _ in range(2)]

    assert answers[0] == answers[1]
    assert server.django_calls == 2


def test_so_many_are_remembered_and_no_more(server):
    many = [{**TYPENAME, "variables": {"n": n}} for n in range(repeats.MAX_REMEMBERED + 1)]
    for body in [*many, many[-1], many[0]]:
        server.send(body)

    assert server.django_calls == len(many) + 1


def test_addresses_begin_with_where_the_site_is_mounted(server):
    for prefix in ("/one/", "/two/", "/one/", "/two/"):
        server.send(SCRIPT_NAME=prefix.rstrip("/"))

        assert get_script_prefix() == prefix
    assert server.django_calls == 2
    set_script_prefix("/")


def test_client_that_goes_away_while_it_sends_is_no_fault(server):
    class Gone:
        def read(self, *args):
            raise ConnectionResetError

    status, _, body = server.send(**{"wsgi.input": Gone()})

    assert status[:3] == "400"
    assert "shorter than its Content-Length" in body.decode()
