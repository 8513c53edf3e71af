"""Stored answers over HTTP: given while they are true, and no longer."""

import datetime
import json

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from cms.caching import answers, tags
from cms.caching.headers import public_name
from tests.factories import LocaleFactory, StandardPageFactory

pytestmark = [
    # Within a transaction nothing is stored and nothing stored is given.
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.support.cached_api"),
]

TITLE = "query ($key: ID!) { title(key: $key) }"
TITLES = "query ($locale: Int!) { titles(locale: $locale) }"


def get(query, headers=None, **variables):
    return Client().get(
        "/graphql/",
        {"query": query, "variables": json.dumps(variables)},
        headers={"accept": "application/json", **(headers or {})},
    )


def post(query, extensions=None, headers=None, **variables):
    body = {"query": query, "variables": variables, "extensions": extensions or {}}
    return Client().post("/graphql/", body, content_type="application/json", headers=headers)


@pytest.fixture
def page():
    return StandardPageFactory(title="Before")


@pytest.fixture
def ask(page, count_queries):
    """Ask for the page's title, and tell how many statements that took."""

    def title(method=get):
        with count_queries() as queries:
            response = method(TITLE, key=str(page.translation_key))
        return response.json()["data"]["title"], len(queries)

    return title


MADE = 3  # The moment, the page, the version.
STORED = 1  # The version.


@pytest.mark.parametrize("method", [get, post])
def test_second_answer_costs_one_statement(ask, method):
    assert [ask(method), ask(method)] == [("Before", MADE), ("Before", STORED)]


def test_answer_follows_every_change(ask, page):
    ask()

    Page.objects.filter(pk=page.pk).update(title="After")
    assert [ask(), ask()] == [("After", MADE), ("After", STORED)]

    page.refresh_from_db()
    page.unpublish()
    assert [ask(), ask()] == [(None, MADE), (None, STORED)]


def test_what_is_not_there_may_appear(page, ask):
    Page.objects.filter(pk=page.pk).update(live=False)
    assert ask() == (None, MADE)

    Page.objects.filter(pk=page.pk).update(live=True)
    assert ask() == ("Before", MADE)


def test_answer_outlives_changes_of_other_things(ask):
    ask()

    StandardPageFactory()
    LocaleFactory(language_code="ko")
    assert ask() == ("Before", STORED)


def test_list_of_a_language_outlives_changes_in_another(page, count_queries):
    french = LocaleFactory(language_code="fr")
    home = page.get_parent().specific.copy_for_translation(french)
    get(TITLES, locale=page.locale_id)

    StandardPageFactory(parent=home, locale=french)
    with count_queries() as queries:
        assert get(TITLES, locale=page.locale_id).json() == {"data": {"titles": ["Before"]}}
    assert len(queries) == STORED

    StandardPageFactory(parent=page, title="New")
    assert get(TITLES, locale=page.locale_id).json() == {"data": {"titles": ["Before", "New"]}}


def test_time_ends_an_answer(ask, page):
    now = timezone.now()
    Page.objects.filter(pk=page.pk).update(expire_at=now + datetime.timedelta(seconds=60))
    ask()

    with time_machine.travel(now + datetime.timedelta(seconds=59), tick=False):
        assert ask() == ("Before", STORED)
        response = get(TITLE, key=str(page.translation_key))
        assert response["Cache-Control"] == "public, max-age=0, s-maxage=1"
    with time_machine.travel(now + datetime.timedelta(seconds=60), tick=False):
        # Nothing is asked of the database, and what is made has no time left to be kept.
        assert [ask(), ask()] == [("Before", MADE), ("Before", MADE)]
        response = get(TITLE, key=str(page.translation_key))
        assert response["Cache-Control"] == "public, max-age=0, s-maxage=0"


@pytest.mark.once
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((TITLE, {}), (TITLE, {"headers": {"accept": "application/graphql-response+json"}})),
        ((TITLE, {}), ("query Named($key: ID!) { title(key: $key) }", {})),
    ],
)
def test_another_request_has_another_answer(page, first, second):
    key = str(page.translation_key)
    responses = [get(query, key=key, **options) for query, options in (first, second)]

    assert (
        len(
            {
                (response["Content-Type"], response.wsgi_request.GET["query"])
                for response in responses
            }
        )
        == 2
    )
    assert len(answers.LOCAL._answers) == 2


@pytest.mark.once
def test_order_of_variables_does_not_matter(page, count_queries):
    query = "query ($key: ID!, $locale: Int!) { title(key: $key) titles(locale: $locale) }"
    post(query, key=str(page.translation_key), locale=page.locale_id)

    with count_queries() as queries:
        post(query, locale=page.locale_id, key=str(page.translation_key))
    assert len(queries) == STORED


@pytest.mark.once
@pytest.mark.parametrize(
    "request_",
    [
        lambda: post("{ untold }"),
        lambda: post("{ previewed }"),
        lambda: post("{ broken }"),
        lambda: post('mutation { rename(name: "x") }'),
        lambda: post("query preview { untold }"),
    ],
    ids=["nothing told", "forbidden", "error", "mutation", "preview"],
)
def test_never_stored(request_):
    assert request_().status_code == 200
    assert answers.LOCAL.size == 0


@pytest.mark.once
@pytest.mark.parametrize(
    "options", [{"extensions": {"cost": True}}, {"headers": {"authorization": "Bearer x"}}]
)
def test_neither_stored_nor_given(page, ask, options):
    ask(post)

    response = post(TITLE, key=str(page.translation_key), **options)
    assert ("cost" in response.json().get("extensions", {})) == ("extensions" in options)
    assert len(answers.LOCAL._answers) == 1


@pytest.mark.once
def test_headers_of_a_get(page):
    response = get(TITLE, key=str(page.translation_key))

    assert response["Cache-Control"] == "public, max-age=0, s-maxage=1"
    assert response["Cache-Tag"] == public_name(tags.page(page.translation_key))
    assert response["Vary"] == "Accept, Accept-Encoding, origin"
    assert "Set-Cookie" not in response
    assert response["ETag"] == get(TITLE, key=str(page.translation_key))["ETag"]


@pytest.mark.once
def test_headers_of_a_post(ask, page):
    response = post(TITLE, key=str(page.translation_key))

    assert (response["Cache-Control"], "ETag" in response) == ("no-cache", False)
    assert "Cache-Tag" not in response


@pytest.mark.once
def test_tag_tells_nothing():
    assert public_name("page:secret") == public_name("page:secret")
    assert len(public_name("page:secret")) == 12
    assert "secret" not in public_name("page:secret")


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_client_that_has_the_answer_is_told_so(page, count_queries, form):
    key = str(page.translation_key)
    etag = get(TITLE, key=key)["ETag"]

    with count_queries() as queries:
        response = get(TITLE, key=key, headers={"if-none-match": form.format(etag)})
    assert (response.status_code, response.content, len(queries)) == (304, b"", STORED)
    assert response["ETag"] == etag
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=1"

    Page.objects.filter(pk=page.pk).update(title="After")
    response = get(TITLE, key=key, headers={"if-none-match": etag})
    assert (response.status_code, response.json()) == (200, {"data": {"title": "After"}})


@pytest.mark.once
def test_stale_while_revalidate_by_setting(page, settings):
    settings.GRAPHQL_SHARED_MAX_AGE = 60
    settings.GRAPHQL_STALE_WHILE_REVALIDATE = 30
    response = get(TITLE, key=str(page.translation_key))

    assert response["Cache-Control"] == (
        "public, max-age=0, s-maxage=60, stale-while-revalidate=30"
    )


@pytest.mark.once
def test_client_that_has_another_answer_gets_this_one(page):
    response = get(TITLE, key=str(page.translation_key), headers={"if-none-match": '"x"'})

    assert response.status_code == 200
