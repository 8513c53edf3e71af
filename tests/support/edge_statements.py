"""The statements of every field that leads to objects, asked by queries made from the schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from graphql import GraphQLList, GraphQLSchema, get_named_type, get_nullable_type, parse, print_ast
from grapple.registry import registry

from cms.graphql.context import Context
from cms.graphql.execution import execute

from .grown_site import GrownSite
from .markers import COMMON
from .schema_walk import Samples, SchemaWalk
from .statements import Measured


def ask_all_edges(schema: GraphQLSchema, site: GrownSite) -> dict[str, Measured]:
    """Ask each field that leads to objects, with their scalars, over the lists that lead to it."""
    ContentType.objects.get_for_models(*registry.pages)  # else the first question looks them up
    walk = SchemaWalk(schema, samples(site), depth=0)
    found: dict[str, Measured] = {}
    for question in walk.questions():
        key = str(question.edge)
        if key in found:
            continue
        document = question.document
        if key == "Query.search":
            # What is found costs by its type: the dearest is asked for, at every size.
            document = parse(print_ast(document).replace("search(", "search(types: [SESSION], ", 1))
        with CaptureQueriesContext(connection) as queries:
            result = execute(schema, document, context=Context())
        assert result.errors is None, (key, question.text, result.errors)
        found[key] = Measured(len(queries), sum(map(items_in, answers(result.data))))
    return found


def answers(data: Any) -> Iterator[Any]:
    """Find what the field that was asked answered, wherever it stands."""
    if isinstance(data, dict):
        for name, value in data.items():
            if name == "answer":
                yield value
            else:
                yield from answers(value)
    elif isinstance(data, list):
        for item in data:
            yield from answers(item)


def items_in(answer: Any) -> int:
    """Count the objects of an answer: of a list, of the page of a connection, or one."""
    if isinstance(answer, list):
        return len(answer)
    if isinstance(answer, dict):
        nodes = next((v for k, v in answer.items() if "_nodes_" in k or "_edges_" in k), None)
        return 1 if nodes is None else len(nodes)
    return 0


def is_list(schema: GraphQLSchema, place: str) -> bool:
    """Whether a field is a list or a connection."""
    type_name, _, name = place.partition(".")
    field = schema.type_map[type_name].fields[name]
    nullable = get_nullable_type(field.type)
    return isinstance(nullable, GraphQLList) or get_named_type(nullable).name.endswith("Connection")


def samples(site: GrownSite) -> Samples:
    """Give values for arguments: what the site has."""
    hubs = list(site.hubs["en"].values())
    key = {name: f'"{page.translation_key}"' for name, page in site.hubs["en"].items()}
    return Samples(
        by_name={
            "query": ['"climate"'],
            "handle": ['"main"'],
            "Query.redirect.path": ['"/old-address/"'],
            "path": [f'"{page.get_url_parts()[2]}"' for page in hubs],
            "id": [f'"{page.pk}"' for page in hubs],
            "key": [f'"{page.translation_key}"' for page in hubs],
        },
        by_type={"UUID": list(key.values()), "String": [f'"{COMMON}"'], "Int": ["1"]},
    )
