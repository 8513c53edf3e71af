"""A small GraphQL API behind the real view: what HTTP, errors and limits are tested with."""

from functools import cache
from typing import Any

from django.db import OperationalError
from django.urls import path
from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    build_schema,
)
from graphql import execute as execute_one_by_one

from cms.graphql.errors import BadUserInput, NotFound
from cms.graphql.view import GraphQLHTTPView
from cms.urls import urlpatterns as real_urlpatterns

SDL = """
type Query {
  echo(text: String): String
  double(number: Int!): Int
  season(name: Season): String
  find(filter: Filter): String
  coded: String
  missing: String
  broken: String
  brokenToo: String!
  foreign: String
  unserializable: Int
  unavailable: String
  surrogate: String
  large: Big
  pages(first: Int = 20, last: Int, after: String): PageConnection!
  page: Page
  thing: Thing
}
type Mutation { rename(name: String!): String }
enum Season { SPRING AUTUMN }
input Filter { year: Int, name: String!, inner: Filter }
scalar Big
type PageConnection { nodes: [Page!]!, edges: [PageEdge!]!, totalCount: Int! }
type PageEdge { cursor: String!, node: Page! }
interface Thing { title: String! }
type Page implements Thing {
  title: String!
  parent: Page
  children(first: Int = 20): PageConnection!
  facts: [Page!]!
  body: [Block!]!
}
type Person implements Thing { title: String!, pages(first: Int = 10): PageConnection! }
type TextBlock { text: String!, more: String }
type LinkBlock { url: String! }
union Block = TextBlock | LinkBlock
"""

SECRET = "password of the database"


def _raise(error: Exception) -> Any:
    raise error


RESOLVERS = {
    "echo": lambda *_, text=None: text,
    "double": lambda *_, number: number * 2,
    "season": lambda *_, name=None: name,
    "find": lambda *_, **__: "found",
    "coded": lambda *_: _raise(BadUserInput("Give a smaller number.", limit=100)),
    "missing": lambda *_: _raise(NotFound("There is no such session.")),
    "broken": lambda *_: _raise(ValueError(SECRET)),
    "brokenToo": lambda *_: _raise(KeyError(SECRET)),
    "foreign": lambda *_: _raise(GraphQLError(SECRET, extensions={"secret": SECRET})),
    "unserializable": lambda *_: SECRET,
    "unavailable": lambda *_: _raise(OperationalError(SECRET)),
    "surrogate": lambda *_: "a\ud800z",
    "large": lambda *_: 2**70,
    "pages": lambda *_, **__: {"nodes": [], "edges": [], "totalCount": 0},
}


@cache
def small_schema() -> GraphQLSchema:
    schema = build_schema(SDL)
    for name, resolve in RESOLVERS.items():
        schema.query_type.fields[name].resolve = resolve
    schema.mutation_type.fields["rename"].resolve = lambda *_, name: name
    return schema


def execute(
    schema: GraphQLSchema,
    document: DocumentNode,
    *,
    context: Any,
    variable_values: dict[str, Any],
    operation_name: str | None,
) -> ExecutionResult:
    """Run an operation by graphql-core, for a schema that has no batch resolvers."""
    return execute_one_by_one(
        schema,
        document,
        context_value=context,
        variable_values=variable_values,
        operation_name=operation_name,
    )


class FreshView:
    """A view made for each request, so that a test's settings count."""

    csrf_exempt = True

    def __call__(self, request):
        return GraphQLHTTPView(small_schema(), execute)(request)


# Before the real endpoint; middleware needs the other routes.
urlpatterns = [path("graphql/", FreshView()), *real_urlpatterns]
