"""The breadth-first executor answers as graphql-core's does, with one call a field."""

from collections import Counter

import pytest
from graphql import (
    GraphQLError,
    build_schema,
    parse,
    validate,
)
from graphql import (
    execute as core_execute,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.graphql.context import Context
from cms.graphql.execution import execute

SDL = """
interface Thing { name: String! friend: Thing tags: [String!] }
type Person implements Thing { name: String! friend: Thing tags: [String!] age: Int! things: [Thing!]! others: [Thing] }
type Place implements Thing { name: String! friend: Thing tags: [String!] people: [[Person!]]! }
union Any = Person | Place
type Query { thing(index: Int! = 0): Thing all: [Any!]! first(n: Int): [Thing] must: Person! echo(text: String): String }
"""

calls = Counter()


class Broken(GraphQLError):
    """What a field with a broken value raises."""


def make_schema(things):
    schema = build_schema(SDL)

    def value_of(parent, name):
        value = parent[name]
        return Broken(f"broken {name}") if value == "BROKEN" else value

    def attach(type_name, name, batch):
        field = schema.type_map[type_name].fields[name]
        field.extensions["batch"] = batch

        def one(parent, info, **arguments):
            (value,) = batch([parent], info, **arguments)
            if isinstance(value, Exception):
                raise value
            return value

        field.resolve = one

    def by_name(name):
        def batch(parents, info):
            calls[name] += 1
            return [value_of(parent, name) for parent in parents]

        return batch

    # One function for the fields of an interface, as our schema has it.
    batches = {}
    for type_name in ("Person", "Place"):
        for name in schema.type_map[type_name].fields:
            attach(type_name, name, batches.setdefault(name, by_name(name)))
    at = lambda index: things[index % len(things)] if things else None  # noqa: E731
    attach("Query", "thing", lambda parents, info, index: [at(index)])
    attach("Query", "all", lambda parents, info: [things])
    attach("Query", "first", lambda parents, info, n=None: [things[:n]])
    attach("Query", "must", lambda parents, info: [at(0)])
    attach("Query", "echo", lambda parents, info, text=None: [text])
    schema.extensions["type_names_of"] = lambda values: [value["__typename"] for value in values]
    for name in ("Thing", "Any"):
        schema.type_map[name].resolve_type = lambda value, info, kind: value["__typename"]
    return schema


QUERY = """
query Q($n: Int, $deep: Boolean!) {
  first(n: $n) { ...Basic friend { ...Basic friend @include(if: $deep) { name } } }
  all {
    __typename
    ... on Person { age things { ...Basic } others { name tags } }
    ... on Place { placeName: name people { name age } }
  }
  alike: first(n: $n) { name tags friend { name friend { tags } } }
  must { age name }
  thing(index: 1) { ...Basic }
  other: thing(index: 2) { ...Basic ... on Person { age } }
  echo(text: "é")
  some: all { ... on Place { name } }
  some_by_type: first(n: $n) { ... on Person { friend { ... on Person { age } } } }
  none: first(n: $n) { name @include(if: $deep) friend { name @skip(if: true) } }
}
fragment Basic on Thing { name tags ... on Person { age } }
"""

names = st.sampled_from([..., ..., ..., None, "BROKEN"])
tags = st.one_of(
    st.none(), st.lists(st.sampled_from(["x", "y", None]), max_size=3), st.just("BROKEN")
)
ages = st.sampled_from([1, 2, None, "BROKEN", "not a number"])


@st.composite
def graphs(draw):
    """Things that refer to each other; in half of the graphs some values are missing or broken.

    One broken value takes a whole list with it, so the other half is what shows that no thing gets
    the answer of another: there every name and age is its thing's own.
    """
    is_well = draw(st.booleans())
    count = draw(st.integers(min_value=1, max_value=6))
    things = []
    for number in range(count):
        name = ... if is_well else draw(names)
        common = {
            "name": f"thing {number}" if name is ... else name,
            "tags": [f"tag {number}"] if is_well else draw(tags),
        }
        if draw(st.booleans()):
            age = number if is_well else draw(ages)
            things.append({"__typename": "Person", "age": age, **common})
        else:
            things.append({"__typename": "Place", **common})
    reference = st.one_of(st.none(), st.sampled_from(things))
    people = [thing for thing in things if thing["__typename"] == "Person"]
    person = st.sampled_from(people) if people else st.none()
    for thing in things:
        thing["friend"] = draw(reference)
        thing["things"] = draw(st.lists(reference, max_size=3))
        thing["others"] = draw(st.one_of(st.none(), st.lists(reference, max_size=3)))
        thing["people"] = draw(
            st.lists(st.one_of(st.none(), st.lists(person, max_size=2)), max_size=2)
        )
    return things


def located(errors):
    """What a client sees of errors, in no particular order."""
    return Counter(tuple(error.path or ()) for error in errors or [])


@settings(max_examples=400, deadline=None)
@given(things=graphs(), deep=st.booleans(), n=st.one_of(st.none(), st.integers(0, 5)))
def test_answers_equal_those_of_graphql_core(things, deep, n):
    schema = make_schema(things)
    document = parse(QUERY)
    assert validate(schema, document) == []
    variables = {"deep": deep, "n": n}

    ours = execute(schema, document, context=Context(), variable_values=variables)
    core = core_execute(schema, document, variable_values=variables)

    assert ours.data == core.data
    # graphql-core stops at the first error below a place that becomes null; ours has met them all.
    assert set(located(core.errors)) <= set(located(ours.errors))
    assert bool(ours.errors) == bool(core.errors)


@pytest.mark.parametrize("count", [1, 50])
def test_calls_of_resolvers_do_not_grow_with_items(count):
    friend = {"__typename": "Person", "name": "f", "tags": None, "age": 1}
    things = [
        {"__typename": "Person", "name": "p", "tags": ["t"], "age": 3, "friend": friend}
        for _ in range(count)
    ]
    schema = make_schema(things)
    calls.clear()

    result = execute(
        schema,
        parse("{ first { name friend { name tags } } }"),
        context=Context(),
        variable_values={},
    )

    assert len(result.data["first"]) == count
    assert calls == {"name": 2, "friend": 1, "tags": 1}


def test_objects_of_several_types_are_answered_together_where_they_have_the_same_fields():
    friend = {"__typename": "Place", "name": "f", "tags": None}
    things = [
        {"__typename": "Person", "name": "p", "tags": ["t"], "age": 3, "friend": friend},
        {"__typename": "Place", "name": "q", "tags": None, "friend": None},
    ]
    schema = make_schema(things)
    calls.clear()

    result = execute(
        schema,
        parse("{ first { name friend { name } } all { ... on Person { age } } }"),
        context=Context(),
    )

    assert result.data == {
        "first": [{"name": "p", "friend": {"name": "f"}}, {"name": "q", "friend": None}],
        "all": [{"age": 3}, {}],
    }
    assert calls == {"name": 2, "friend": 1, "age": 1}


def test_types_that_alternate_keep_their_own_answers():
    friend = {"__typename": "Place", "name": "friend of the last", "tags": None, "friend": None}
    things = [
        {"__typename": "Person", "name": "first", "tags": None, "age": 1, "friend": None},
        {"__typename": "Place", "name": "second", "tags": None, "friend": None},
        {"__typename": "Person", "name": "third", "tags": None, "age": 3, "friend": friend},
    ]

    result = execute(
        make_schema(things),
        parse("{ first { name friend { name } ... on Person { age } } }"),
        context=Context(),
    )

    assert result.data == {
        "first": [
            {"name": "first", "friend": None, "age": 1},
            {"name": "second", "friend": None},
            {"name": "third", "friend": {"name": "friend of the last"}, "age": 3},
        ]
    }


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("{ echo @skip(if: true) }", {}),
        ("{ must { name @skip(if: true) } }", {"must": {}}),
        ("{ all { ... on Place { name } } }", {"all": [{}, {}]}),
    ],
)
def test_objects_of_which_nothing_is_selected_are_there(text, data):
    things = [{"__typename": "Person", "name": name} for name in ("p", "q")]

    result = execute(make_schema(things), parse(text), context=Context())

    assert (result.errors, result.data) == (None, data)


def test_unknown_operation_name_is_an_error_without_data():
    result = execute(
        make_schema([]), parse("query A { echo }"), context=Context(), operation_name="B"
    )

    assert result.data is None
    assert [error.message for error in result.errors] == ["Unknown operation named 'B'."]


def test_resolver_with_too_few_answers_fails_every_parent():
    schema = make_schema([])
    schema.type_map["Query"].fields["echo"].extensions["batch"] = lambda parents, info: []

    result = execute(schema, parse("{ echo }"), context=Context())

    assert result.data == {"echo": None}
    assert len(result.errors) == 1
