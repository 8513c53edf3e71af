"""The nginx configuration that we ship, in front of the server that we ship."""

import http.client
import json
import os
import shutil
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from wagtail.models import Page

from cms.caching.front import Front
from cms.caching.headers import ALL, public_name
from cms.caching.install import install, suspend
from tests.factories import StandardPageFactory
from tests.support.servers import free_port, gunicorn, nginx, process, shared_database

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = ROOT / "deploy" / "nginx" / "cms.conf"
TITLE = "query ($key: ID!) { title(key: $key) }"


def require_nginx():
    if shutil.which("nginx"):
        return
    if os.environ.get("CI") == "true":
        pytest.fail("nginx is not installed (Debian: nginx-light)")
    pytest.skip("nginx is not installed (Debian: nginx-light)")


class Reader:
    """A front end behind nginx, which may send any headers."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def send(self, method, path, body=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request(method, path, body, {"Host": "localhost", **headers})
        response = self.connection.getresponse()
        return response, response.read()

    def title(self, page, **headers):
        """Give the title, and how nginx came by the answer."""
        response, body = self.send("GET", path_of(page), **headers)
        assert response.status == 200, body
        return json.loads(body)["data"]["title"], response.headers["X-Cache-Status"]


def path_of(page):
    variables = json.dumps({"key": str(page.translation_key)})
    return f"/graphql/?query={quote(TITLE)}&variables={quote(variables)}"


@pytest.fixture
def front(tmp_path, transactional_db):
    """Give a reader behind nginx, and nginx's folder of answers."""
    require_nginx()
    stored, port = tmp_path / "stored", free_port()
    stored.mkdir()
    with (
        shared_database(tmp_path) as database,
        gunicorn(database, GRAPHQL_SHARED_MAX_AGE="60") as upstream,
    ):
        configuration = SHIPPED.read_text(encoding="utf-8")
        for ours, theirs in {
            "/var/cache/nginx/cms": str(stored),
            "127.0.0.1:8000": f"127.0.0.1:{upstream}",
            "listen 80;": f"listen 127.0.0.1:{port};",
        }.items():
            assert configuration.count(ours) == 1
            configuration = configuration.replace(ours, theirs)
        with nginx(tmp_path, configuration, port):
            yield Reader(port), stored, database


def publish(page, title):
    page.title = title
    page.save_revision().publish()


def test_answers_are_stored_and_purged_by_tag_within_a_second(front):
    reader, stored, database = front
    page, other = StandardPageFactory(title="Before"), StandardPageFactory(title="Other")
    with process(["manage.py", "purge_front", str(stored)], database) as purging:
        assert purging.stdout.readline() == "Following changes.\n"
        for status in ("MISS", "HIT"):
            assert [reader.title(page), reader.title(other)] == [
                ("Before", status),
                ("Other", status),
            ]

        page.title = "After"
        page.save_revision().publish()
        start = time.monotonic()
        while reader.title(page)[0] != "After":
            assert time.monotonic() - start < 1
            time.sleep(0.02)

        assert reader.title(other) == ("Other", "HIT")


def test_what_is_stored_and_to_whom_it_is_given(front):
    reader, stored, _database = front
    page = StandardPageFactory(title="Title")
    # Nothing that is not for everybody, or of which nobody said what it depends on.
    assert reader.title(page, Authorization="Bearer x") == ("Title", "BYPASS")
    body = json.dumps({"query": "{ untold }"})
    response, _ = reader.send("POST", "/graphql/", body, Content_Type="application/json")
    response, _ = reader.send("GET", "/graphql/?query=%7Buntold%7D")
    assert response.headers["X-Cache-Status"] == "MISS"
    assert files(stored) == []

    # One answer for each way to ask that makes a difference.
    variations = [
        {},
        {"Accept": "application/graphql-response+json"},
        {"Origin": "https://www.example.org"},
        {"Host": "127.0.0.1"},
    ]
    for status in ("MISS", "HIT"):
        assert [reader.title(page, **headers)[1] for headers in variations] == [status] * 4
    assert reader.title(page, Accept_Encoding="br", Cookie="sessionid=x") == ("Title", "HIT")
    assert len(files(stored)) == 4

    # A client that has the answer is told so.
    response, _ = reader.send("GET", path_of(page))
    again, body = reader.send("GET", path_of(page), If_None_Match=response.headers["ETag"])
    assert (again.status, body, again.headers["X-Cache-Status"]) == (304, b"", "HIT")

    # Tags stay between the server and nginx.
    assert response.headers["Cache-Tag"] is None
    assert all(b"Cache-Tag: " in path.read_bytes() for path in files(stored))


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def folder(tmp_path, db):
    for name, tags in {"a": public_name("a"), "both": f"x,{public_name('a')}", "all": ALL}.items():
        (tmp_path / name).write_bytes(
            b"\x05\0KEY: x\nHTTP/1.1 200 OK\r\nCache-Tag: " + tags.encode() + b"\r\n\r\n{}"
        )
    (tmp_path / "other").write_bytes(b"HTTP/1.1 200 OK\r\ncache-tag: x\r\n\r\n{}")
    (tmp_path / "none").write_bytes(b"HTTP/1.1 200 OK\r\n\r\n{}")
    return tmp_path


def left(folder):
    return sorted(path.name for path in folder.iterdir())


def test_purging_removes_what_has_a_tag_or_all(folder):
    assert Front(folder).purge(["a"]) == 3
    assert left(folder) == ["none", "other"]


def test_purging_a_tag_that_nothing_has_removes_what_has_all(folder):
    assert Front(folder).purge(["b"]) == 1
    assert left(folder) == ["a", "both", "none", "other"]


def test_following_purges_what_changed_and_nothing_else(folder, transactional_db):
    page = StandardPageFactory()
    name = public_name(f"page:{page.translation_key.hex}")
    (folder / "page").write_bytes(b"HTTP/1.1 200 OK\r\nCache-Tag: " + name.encode() + b"\r\n\r\n")
    (folder / "all").unlink()
    front = Front(folder)
    assert front.follow() == 0

    Page.objects.filter(pk=page.pk).update(title="Changed")
    assert front.follow() == 1
    assert left(folder) == ["a", "both", "none", "other"]


def test_following_trusts_nothing_while_triggers_are_off(folder, transactional_db):
    front = Front(folder)
    suspend("default")
    try:
        assert front.follow() == 5
    finally:
        install("default")
