"""Many readers, two editors: no answer is older than what was published before it was asked for.

Some seconds in every run of the tests; `TRUTH_SECONDS=60` for as long as that.
"""

import http.client
import json
import os
import threading
import time
from contextlib import ExitStack
from urllib.parse import quote

import pytest
from django.conf import settings
from wagtail.models import Page, Site

from tests.factories import HomePageFactory, StandardPageFactory
from tests.support.servers import gunicorn, process, shared_database

pytestmark = pytest.mark.slow
SECONDS = float(os.environ.get("TRUTH_SECONDS", "4"))
READERS = 8
EDITORS = 2
PAGES = 3
TITLE = "query ($key: UUID!) { page(key: $key) { title } }"
TITLES = "query ($key: UUID!) { pages(filter: {parent: $key}, first: 100) { nodes { id title } } }"


def url(query, **variables):
    return f"/graphql/?query={quote(query)}&variables={quote(json.dumps(variables))}"


class Truth:
    """What has been published, as editors tell it, and what readers got that is older."""

    def __init__(self, parent, pages, port):
        self.parent = parent
        self.pages = pages
        self.port = port
        self.published = {page.pk: 0 for page in pages}
        self.stale = []
        self.asked = 0
        self.is_over = threading.Event()

    def listen(self, editor):
        for line in editor.stdout:
            pk, title = map(int, line.split())
            self.published[pk] = title

    def read(self, number):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        etags = {}
        while not self.is_over.is_set():
            for page in (self.pages[number % len(self.pages)], None):
                before = dict(self.published)
                target = url(TITLES, key=str(self.parent.translation_key))
                if page is not None:
                    target = url(TITLE, key=str(page.translation_key))
                etag, known = etags.get(target, ("", None))
                connection.request("GET", target, headers={"If-None-Match": etag})
                response = connection.getresponse()
                body = response.read()
                data = known if response.status == 304 else json.loads(body)["data"]
                etags[target] = (response.headers["ETag"] or "", data)
                self.check(page, data, before)
            number += 1

    def check(self, page, data, before):
        self.asked += 1
        if page is None:
            titles = {int(node["id"]): int(node["title"]) for node in data["pages"]["nodes"]}
            assert titles.keys() == before.keys()
        else:
            titles = {page.pk: int(data["page"]["title"])}
        self.stale += [
            (pk, title, before[pk]) for pk, title in titles.items() if title < before[pk]
        ]


def test_no_answer_is_older_than_what_was_published(tmp_path, transactional_db):
    with shared_database(tmp_path) as database, ExitStack() as running:
        parent = HomePageFactory(title="Home", slug="home")
        Site.objects.create(hostname="miti.example.org", root_page=parent, is_default_site=True)
        # Not of one letter: Wagtail's own index updates all such titles whenever it is written, so
        # that two editors could each wait for the other.
        pages = [StandardPageFactory(parent=parent, title="10") for _ in range(EDITORS * PAGES)]
        in_redis = "on" if settings.REDIS_URL else "off"
        port = running.enter_context(
            gunicorn(database, workers=2, ANSWERS_IN_REDIS=in_redis, ROOT_URLCONF="cms.urls")
        )
        truth = Truth(parent, pages, port)
        readers = [threading.Thread(target=truth.read, args=[n]) for n in range(READERS)]
        for reader in readers:
            reader.start()
        editors = [
            running.enter_context(
                process(
                    ["-m", "tests.support.editor", str(SECONDS),
                     *(str(page.pk) for page in pages[number::EDITORS])],
                    database,
                )
            )
            for number in range(EDITORS)
        ]  # fmt: skip
        listeners = [threading.Thread(target=truth.listen, args=[item]) for item in editors]
        for listener in listeners:
            listener.start()
        for listener in listeners:
            listener.join()
        time.sleep(0.2)
        truth.is_over.set()
        for reader in readers:
            reader.join()

        assert truth.stale == []
        assert min(truth.published.values()) > 0
        assert truth.asked > 100
        assert {
            page.pk: int(page.title) for page in Page.objects.filter(pk__in=truth.published)
        } == truth.published
