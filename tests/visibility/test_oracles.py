"""What is hidden answers like what does not exist: in every byte, in counts, filters and SQL."""

import json
import uuid
from base64 import urlsafe_b64decode

import pytest
from django.db import connection
from graphql import parse
from wagtail.models import Page

from cms.graphql.context import Context
from cms.graphql.execution import execute
from cms.schema import schema
from events.models import Theme, TrainingSessionPage
from home.models import StandardPage
from organizations.models import OrganizationPage, PersonPage
from tests.support.markers import COMMON, traces
from tests.support.planted import key_of
from tests.support.planting import fill

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ROOTS = {
    "page": Page,
    "session": (TrainingSessionPage, StandardPage),
    "organization": (OrganizationPage, StandardPage),
    "person": (PersonPage, StandardPage),
}
ALL = "{ id key title path children(first: 100) { totalCount } translations { path } }"
COUNTED = "{ totalCount nodes { __typename } pageInfo { hasNextPage startCursor endCursor } }"
CONNECTIONS = [
    name
    for name, field in schema.graphql_schema.query_type.fields.items()
    if "first" in field.args and name != "search"
] + [f'search(query: "{COMMON}")']


def ask(query):
    """Give the answer as bytes, and the number of SQL statements."""
    statements = []

    def count(run, sql, *arguments):
        statements.append(sql)
        return run(sql, *arguments)

    with connection.execute_wrapper(count):
        result = execute(schema.graphql_schema, parse(query), context=Context())
    answer = {"data": result.data, "errors": [error.message for error in result.errors or []]}
    return json.dumps(answer, default=str).encode(), len(statements)


def data_of(query):
    return json.loads(ask(query)[0])["data"]


def hidden_pages(site):
    visible = {key_of(p.instance) for p in site.planted if not p.is_hidden}
    for planted in site.planted:
        if planted.is_hidden and is_page(planted):
            yield planted, str(planted.instance.translation_key) not in visible


def is_page(planted):
    return isinstance(planted.instance, Page)


def below_home(page):
    """Give the path that the page would have on the default site."""
    return "/" + "/".join(page.url_path.strip("/").split("/")[1:]) + "/"


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("scope", ["", ", locales: [FR, EN]"])
def test_hidden_page_is_answered_like_a_missing_one(planted, root, scope):
    missing = {
        "id": ask(f'{{ answer: {root}(id: "6999999"{scope}) {ALL} }}'),
        "key": ask(f'{{ answer: {root}(key: "{uuid.uuid4()}"{scope}) {ALL} }}'),
        "path": ask(f'{{ answer: {root}(path: "/no/such/page/"{scope}) {ALL} }}'),
    }
    asked = 0
    for hidden, has_hidden_key in hidden_pages(planted):
        if not isinstance(hidden.instance, ROOTS[root]):
            continue
        addresses = {"id": hidden.instance.pk, "path": below_home(hidden.instance)}
        if has_hidden_key:
            addresses["key"] = hidden.instance.translation_key
        for name, value in addresses.items():
            if value == "//":
                continue
            answer = ask(f'{{ answer: {root}({name}: "{value}"{scope}) {ALL} }}')
            assert answer == missing[name], str(hidden)
            asked += 1
    assert asked > (400 if root == "page" else 80)


@pytest.mark.parametrize(
    ("query", "name", "model"),
    [
        ("pages", "parent", Page),
        ("pages", "ancestor", Page),
        ("sessions", "organizer", OrganizationPage),
        ("sessions", "host", OrganizationPage),
        ("sessions", "speaker", PersonPage),
        ("sessions", "theme", Theme),
        ("organizations", "partOf", OrganizationPage),
        ("organizations", "hostedBy", OrganizationPage),
        ("people", "organization", OrganizationPage),
    ],
)
def test_filter_by_something_hidden_is_a_filter_by_something_unknown(planted, query, name, model):
    def answer(key):
        return ask(f'{{ {query}(filter: {{{name}: "{key}"}}) {COUNTED} }}')

    unknown = answer(uuid.uuid4())
    visible = {key_of(p.instance) for p in planted.planted if not p.is_hidden}
    hidden = [
        p.instance.translation_key
        for p in planted.planted
        if p.is_hidden and isinstance(p.instance, model)
        if str(p.instance.translation_key) not in visible
    ]

    assert len(hidden) >= 6
    assert {answer(key) for key in hidden} == {unknown}


def test_the_same_filters_find_something_visible(planted):
    twin = planted.twins[OrganizationPage].translation_key

    for query, name in (
        ("sessions", "organizer"),
        ("sessions", "host"),
        ("people", "organization"),
    ):
        answer = data_of(f'{{ {query}(filter: {{{name}: "{twin}"}}) {COUNTED} }}')
        assert answer[query]["totalCount"] > 0


@pytest.mark.parametrize("connection_field", CONNECTIONS)
def test_total_is_what_can_be_walked_through(planted, connection_field):
    name, bracket, arguments = connection_field.partition("(")
    given = arguments.removesuffix(")") + ", " if bracket else ""
    total = data_of(f"{{ {name}({given}first: 1) {{ totalCount }} }}")[name]["totalCount"]
    walked, after = 0, ""
    while True:
        page = data_of(
            f"{{ {name}({given}first: 100{after}) "
            "{ edges { cursor } pageInfo { hasNextPage endCursor } } }"
        )[name]
        walked += len(page["edges"])
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = f', after: "{page["pageInfo"]["endCursor"]}"'

    assert walked == total > 0


def test_a_new_draft_changes_no_answer(planted):
    queries = [f"{{ {name} {COUNTED} }}" for name in CONNECTIONS]
    queries += [f'{{ page(path: "/") {ALL} }}']
    before = [ask(query) for query in queries]
    for model in (StandardPage, PersonPage, OrganizationPage):
        page = model(slug=f"new-{model.__name__.lower()}", live=False, locale=planted.english)
        page.is_deferred_validation = True
        fill(page, "newdraft", planted.only_twins())
        Page.objects.get(pk=planted.home.pk).add_child(instance=page)
        page.save_revision(clean=False)

    assert [ask(query) for query in queries] == before


def test_word_that_only_something_hidden_says_is_not_found(planted):
    words = sorted({p.word for p in planted.planted if p.is_hidden} & planted.hidden.keys())
    visible = planted.visible.keys()
    asked = 0
    for position in range(0, len(words), 20):
        fields = [
            f'a{number}: search(query: "{word}", locales: [EN, FR]) {{ totalCount }}'
            for number, word in enumerate(words[position : position + 20])
        ]
        answer = data_of(f"{{ {' '.join(fields)} }}")
        assert {item["totalCount"] for item in answer.values()} == {0}
        asked += len(fields)
    assert asked > 200
    word = next(p.word for p in planted.planted if not p.is_hidden and is_page(p))
    assert word in visible
    assert data_of(f'{{ search(query: "{word}") {{ totalCount }} }}')["search"]["totalCount"] > 0


@pytest.mark.parametrize("order", ["LAST_PUBLISHED_ASC", "TITLE_ASC", "START_DESC"])
def test_cursor_tells_of_the_page_that_is_shown(planted, order):
    answer = data_of(
        f"{{ people(first: 100, locale: FR) {{ nodes {{ sessions(orderBy: [{order}], first: 100) "
        "{ edges { cursor node { title startDate lastPublishedAt } } } } } }"
    )
    edges = [edge for person in answer["people"]["nodes"] for edge in person["sessions"]["edges"]]

    assert edges
    for edge in edges:
        value = str(json.loads(urlsafe_b64decode(edge["cursor"] + "=="))[0])
        shown = {str(item).replace("T", " ") for item in edge["node"].values()}
        assert value in shown
    assert traces(answer).isdisjoint(planted.hidden)


@pytest.mark.parametrize("order", ["owner__password", "nope", '"title"', "PASSWORD_ASC"])
def test_orders_are_those_of_the_enum(client, planted, order):
    answer = client.post(
        "/graphql/",
        {"query": f"{{ pages(orderBy: [{order}]) {{ totalCount }} }}"},
        content_type="application/json",
    ).json()

    assert "data" not in answer
    assert "owner" not in json.dumps(answer).replace(order, "")
