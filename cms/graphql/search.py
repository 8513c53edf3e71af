"""Full-text search over what the reader may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import graphene
from wagtail.models import Page

from cms.search.highlight import highlight, highlight_title
from cms.search.models import SearchEntry, SearchKind
from cms.search.query import SearchQueryError
from cms.search.query import search as search_entries

from .connections import Order, Slice, connection_arguments, connection_type, paginate
from .errors import BadUserInput
from .fields import enum_type, list_of
from .interfaces import PageInterface
from .locales import scope_arguments
from .localization import localized_pages
from .resolvers import resolver

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from .connections import Connection
    from .context import Scope
    from .execution import Info

SearchType = enum_type(SearchKind, "SearchType")


class HighlightFragment(graphene.ObjectType):
    """A piece of plain text that matches the query, or does not."""

    text = graphene.String(required=True, description="The text; escape it before it becomes HTML.")
    is_match = graphene.Boolean(required=True, description="Whether it matches.")


SearchConnection = connection_type(
    "Search",
    PageInterface,
    title_highlights=graphene.Field(
        graphene.NonNull(list_of(HighlightFragment)), description="The title, in pieces."
    ),
    highlights=graphene.Field(
        graphene.NonNull(list_of(HighlightFragment)),
        description="About 200 characters around the first match, in pieces.",
    ),
)


class SearchQueries:
    """Search in all that is public."""

    search = graphene.Field(
        graphene.NonNull(SearchConnection),
        query=graphene.Argument(
            graphene.String,
            required=True,
            description="Words, in any script; at most 200 characters. The last may be unfinished.",
        ),
        types=graphene.List(graphene.NonNull(SearchType), description="One of these types."),
        args={**scope_arguments(), **connection_arguments()},
        description="Pages with all the words, best first; accents and small typos do not matter.",
    )


@resolver("Query.search")
def resolve_search(
    roots: list[None],
    info: Info,
    query: str,
    types: list[SearchKind] | None = None,
    **arguments: Any,
) -> list[Connection]:
    """Search, and restrict what was found to what is visible before anything is counted or cut."""
    scope = info.scope
    entries = matching_entries(query, scope, types).filter(
        page__in=localized_pages(Page.objects.all(), scope)
    )
    order = [Order("rank", descending=True), Order("pk", descending=True)]

    def pages_of(rows: list[SearchEntry]) -> list[Page]:
        for row in rows:
            row.query = query  # what the edge's highlights look for
        return scope.loaders.specific([row.page for row in rows])

    wanted = Slice.of(**arguments)
    return [paginate(entries.select_related("page"), order, wanted, finish=pages_of)]


def matching_entries(
    query: str, scope: Scope, types: list[SearchKind] | None = None
) -> QuerySet[SearchEntry]:
    """The entries that hold the words, visible or not; BAD_USER_INPUT for a query too long."""
    kinds = [getattr(item, "value", item) for item in types] if types is not None else None
    try:
        return search_entries(query, locale_ids=scope.locales, kinds=kinds)
    except SearchQueryError as error:
        raise BadUserInput(str(error)) from error


def matching_pages(query: str, scope: Scope) -> QuerySet[SearchEntry, Any]:
    """The primary keys of matching pages, for the `search` condition of filters."""
    return matching_entries(query, scope).order_by().values("page_id")


@resolver("SearchEdge.highlights")
def resolve_highlights(edges: list[Any], info: Info) -> list[list[Any]]:
    """Give the excerpts."""
    return [highlight(edge.row, edge.row.query) for edge in edges]


@resolver("SearchEdge.titleHighlights")
def resolve_title_highlights(edges: list[Any], info: Info) -> list[list[Any]]:
    """Give the titles."""
    return [highlight_title(edge.row, edge.row.query) for edge in edges]
