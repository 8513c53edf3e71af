"""A release that is killed has happened, or has not: `kill -9` at any moment.

RELEASE_KILLS says how often.
"""

import contextlib
import datetime
import os
import random
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry

from cms.search.models import SearchEntry
from events.models import ProgrammeSlot, TrainingSessionPage
from home.models import StandardPage
from organizations.models import PersonPage
from releases.domain.applying import PUBLISHED
from releases.domain.releasing import RELEASED, check, schedule
from releases.domain.rolling_back import roll_back
from releases.enums import BundleState
from releases.models import ReleaseBundle
from tests.factories import BundleRedirectFactory
from tests.support.servers import shared_database

from .conftest import programme

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

KILLS = int(os.environ.get("RELEASE_KILLS", "20"))
PAGES = 10
SEED = 20150622
# Starts the command in as many processes as a line says; they need not start Django each.
PROGRAM = """
import os, sys, django
django.setup()
from django.core.management import call_command
from django.db import connections
print("ready", flush=True)
for line in sys.stdin:
    connections.close_all()
    children = []
    for _ in range(int(line)):
        child = os.fork()
        if child == 0:
            call_command("publish_scheduled")
            os._exit(0)
        children.append(child)
    print(*children, flush=True)
    print(*[os.waitpid(child, 0)[1] for child in children], flush=True)
"""


class Schedulers:
    """Processes that publish what is due."""

    def __init__(self, running):
        self.running = running

    def start(self, number=1):
        """Start some, and give their numbers."""
        self.running.stdin.write(f"{number}\n")
        self.running.stdin.flush()
        return [int(child) for child in self.running.stdout.readline().split()]

    def wait(self):
        """Give how they ended."""
        return [int(status) for status in self.running.stdout.readline().split()]


@pytest.fixture
def database(transactional_db, tmp_path):
    with shared_database(tmp_path) as url:
        yield url


@pytest.fixture
def schedulers(database):
    with running(database) as found:
        yield found


@contextlib.contextmanager
def running(database):
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.test", "DATABASE_URL": database,
    }  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout.readline() == "ready\n"
        yield Schedulers(process)
        process.stdin.close()


@pytest.fixture
def many(database, bundle_of, page, session_with, network, theme):
    """Give a bundle of pages, a session, a snippet and a redirect."""
    pages = [page(f"Old {number}", draft=f"New {number}") for number in range(PAGES)]
    session = session_with(network.anna, "First")
    session.programme = programme(network.boris, "First")
    session.save_revision()
    bundle = bundle_of(*pages, session, theme)
    BundleRedirectFactory(bundle=bundle, old_path="/leaflet", redirect_link="https://example.org/")
    return bundle


def be_due(bundle, user):
    schedule(bundle, user, timezone.now() - datetime.timedelta(minutes=1))
    connection.close()


def seen():
    """Give what tells of the release, of each kind."""
    titles = StandardPage.objects.filter(slug__startswith="old-").values_list("title", flat=True)
    speaker = ProgrammeSlot.objects.get().speakers.get()
    page = TrainingSessionPage.objects.get()
    return {
        "state": ReleaseBundle.objects.get().state == BundleState.RELEASED,
        "titles": sum(title.startswith("New") for title in titles),
        "searched": SearchEntry.objects.filter(title__startswith="New ").count(),
        "page": page.programme[1].value["speakers"][0]["person"].title,
        "read model": PersonPage.objects.get(translation_key=speaker.person_key).title,
        "redirects": ReleaseBundle.objects.get().redirects.exclude(made=None).count(),
        "entries": PageLogEntry.objects.filter(action=PUBLISHED).count(),
    }


NOTHING = {
    "state": False, "titles": 0, "searched": 0, "page": "Anna", "read model": "Anna",
    "redirects": 0,
}  # fmt: skip
ALL = {
    "state": True, "titles": PAGES, "searched": PAGES, "page": "Boris", "read model": "Boris",
    "redirects": 1,
}  # fmt: skip


def test_killed_release_is_all_or_nothing_and_the_next_one_finishes(many, schedulers, boss):
    began = time.monotonic()
    assert check(many, boss) == []
    longest = time.monotonic() - began
    chance, killed, entries = random.Random(SEED), 0, 0  # noqa: S311 - moments
    be_due(many, boss)

    for _turn in range(KILLS):
        (child,) = schedulers.start()
        time.sleep(chance.uniform(0, longest))
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        killed += schedulers.wait() == [signal.SIGKILL]
        found = seen()
        number = found.pop("entries") - entries
        assert (found, number) in [(NOTHING, 0), (ALL, PAGES + 1)]
        if found == ALL:
            entries += number
            roll_back(many, boss)
            be_due(many, boss)

    assert killed > 0
    schedulers.start()
    assert schedulers.wait() == [0]
    assert seen() == {**ALL, "entries": entries + PAGES + 1}


def test_schedulers_at_once_release_it_once(many, schedulers, boss):
    be_due(many, boss)

    schedulers.start(3)

    assert schedulers.wait() == [0, 0, 0]
    assert seen() == {**ALL, "entries": PAGES + 1}
    entries = ModelLogEntry.objects.filter(action=RELEASED, object_id=str(many.pk))
    assert entries.count() == 1


def test_page_that_is_killed_when_it_goes_live_alone_is_whole(
    schedulers, session_with, network, boss
):
    session = session_with(network.anna, "First")
    chance, killed = random.Random(SEED), 0  # noqa: S311 - moments

    for turn in range(max(KILLS // 3, 2)):
        person, before = (network.boris, "Anna") if turn % 2 == 0 else (network.anna, "Boris")
        session = TrainingSessionPage.objects.get(pk=session.pk)
        session.programme = programme(person, f"Talk {turn}")
        entries = PageLogEntry.objects.filter(page=session.pk).count()
        session.save_revision(approved_go_live_at=timezone.now() - datetime.timedelta(minutes=1))
        connection.close()

        (child,) = schedulers.start()
        time.sleep(chance.uniform(0, 0.4))
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        is_killed = schedulers.wait() == [signal.SIGKILL]
        killed += is_killed
        found = page_and_rows(session, entries)
        assert found in [(before, before, 0, 1), (person.title, person.title, 1, 0)]
        if found[2] == 0:
            schedulers.start()
            assert schedulers.wait() == [0]
        assert page_and_rows(session, entries) == (person.title, person.title, 1, 0)

    assert killed > 0


def page_and_rows(session, entries):
    """Give who speaks by the page and by the read model, what was logged, and what waits."""
    page = TrainingSessionPage.objects.get(pk=session.pk)
    key = ProgrammeSlot.objects.get().speakers.get().person_key
    log = PageLogEntry.objects.filter(page=session.pk).count() - entries
    return (
        page.programme[1].value["speakers"][0]["person"].title,
        PersonPage.objects.get(translation_key=key).title,
        log,
        page.revisions.filter(approved_go_live_at__isnull=False).count(),
    )
