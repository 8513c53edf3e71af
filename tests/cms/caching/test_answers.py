"""Where answers are stored: bounded, shared, and no fault when the shared cache is one."""

import logging
import socket
import time

import pytest
from django.conf import settings as configured
from django.core.cache import caches

from cms.caching import answers, tags
from cms.caching.answers import Answer, LocalAnswers, SharedAnswers
from cms.caching.dependencies import MAX_TAGS, Dependencies
from cms.caching.headers import ALL, MAX_TAG_HEADER, tag_header
from cms.caching.release import release_name


def answer(body=b"{}", **values):
    defaults = {"etag": '"x"', "tags": ("site",), "version": 1, "valid_until": None}
    return Answer(body=body, tag_header="", **{**defaults, **values})


def test_memory_is_bounded_and_the_least_used_goes_first(settings):
    size = answer(b"x" * 10_000).size
    settings.GRAPHQL_CACHE_BYTES = 3 * size
    local = LocalAnswers()
    for key in "abc":
        local.put(key, answer(b"x" * 10_000))
    local.get("a")

    local.put("d", answer(b"x" * 10_000))

    assert [key for key in "abcd" if local.get(key)] == ["a", "c", "d"]
    assert local.size == 3 * size


def test_what_is_larger_than_all_memory_is_not_kept(settings):
    settings.GRAPHQL_CACHE_BYTES = 1_000
    local = LocalAnswers()

    local.put("a", answer(b"x" * 1_000))

    assert (local.get("a"), local.size) == (None, 0)


def test_replaced_answer_takes_no_memory():
    local = LocalAnswers()
    local.put("a", answer(b"x" * 10))
    local.put("a", answer(b"x" * 20))

    assert local.size == answer(b"x" * 20).size


@pytest.mark.django_db
def test_answer_of_another_process_is_used(settings):
    settings.CACHES = {**settings.CACHES, "answers": settings.CACHES["default"]}
    dependencies = Dependencies()
    dependencies.begin()
    dependencies.add(tags.SITE)
    stored = answers.store("key", b"{}", dependencies)
    answers.LOCAL.clear()

    assert answers.find("key")[0] == stored
    assert answers.LOCAL.get("key") == stored


@pytest.fixture
def shared(settings):
    """Give a shared cache at an address."""

    def at(location):
        options = configured.ANSWERS_CACHE | {"LOCATION": location}
        settings.CACHES = {**settings.CACHES, "answers": options}
        return SharedAnswers()

    return at


def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_server_that_is_down_is_left_alone_for_some_seconds(shared, caplog):
    cache = shared(f"redis://127.0.0.1:{closed_port()}/0")

    with caplog.at_level(logging.WARNING, "cms.caching.answers"):
        for _ in range(3):
            cache.put("key", answer())
            assert cache.get("key") is None
    assert len(caplog.records) == 1


def test_server_that_hangs_is_asked_once(shared):
    with socket.create_server(("127.0.0.1", 0)) as server:
        cache = shared(f"redis://127.0.0.1:{server.getsockname()[1]}/0")
        start = time.monotonic()
        for _ in range(100):
            assert cache.get("key") is None
        assert time.monotonic() - start < 1


@pytest.mark.skipif(not configured.REDIS_URL, reason="needs Redis (REDIS_URL)")
def test_redis_gives_back_what_it_got(shared):
    cache = shared(configured.REDIS_URL)
    cache.put("test_answers", answer(tags=("a", "b")))

    assert cache.get("test_answers") == answer(tags=("a", "b"))


def test_answer_of_another_form_is_none(settings):
    settings.CACHES = {**settings.CACHES, "answers": settings.CACHES["default"]}
    caches["answers"].set("key", (1, 2))

    assert SharedAnswers().get("key") is None


@pytest.mark.parametrize(
    ("count", "expected"), [(0, False), (1, True), (MAX_TAGS, True), (MAX_TAGS + 1, False)]
)
def test_answers_with_no_tags_or_too_many_are_not_stored(db, count, expected):
    dependencies = Dependencies()
    dependencies.begin()
    dependencies.add(*map(str, range(count)))

    assert dependencies.can_be_stored is expected


def test_tags_of_many_things_are_written_when_they_are_asked_for():
    written = []

    def tag(number):
        written.append(number)
        return f"number:{number}"

    dependencies = Dependencies()
    dependencies.add("one")
    dependencies.add_each(tag, [1, 2])

    assert written == []
    assert dependencies.tags == {"one", "number:1", "number:2"}
    dependencies.add_each(tag, [3])
    assert dependencies.tags == {"one", "number:1", "number:2", "number:3"}
    assert written == [1, 2, 3]


def test_answer_without_a_moment_is_not_stored():
    dependencies = Dependencies()
    dependencies.add(tags.SITE)

    assert answers.store("key", b"{}", dependencies) is None


def test_too_many_tags_for_a_header():
    assert tag_header(map(str, range(600))).count(",") == 599
    assert tag_header(map(str, range(MAX_TAG_HEADER // 13 + 1))) == ALL


def test_release_is_named_by_code_and_settings(settings):
    name = release_name.__wrapped__()
    assert name == release_name.__wrapped__()

    settings.WAGTAILADMIN_BASE_URL = "https://other.example.org"
    assert name != release_name.__wrapped__()
