"""Full-text search over what the reader may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import graphene
from django.db.models import IntegerField
from wagtail.models import Page

from cms.caching import tags
from cms.search.highlight import highlight, highlight_title
from cms.search.models import SearchEntry, SearchKind
from cms.search.query import SearchQueryError, Words, entries_of
from cms.search.query import words_of as read_words

from .connections import Order, Slice, connection_arguments, connection_type
from .errors import BadUserInput
from .fields import enum_type, list_of
from .interfaces import PageInterface
from .locales import scope_arguments
from .localization import localized_pages
from .pagination import Rows, paginate
from .resolvers import resolver

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from .connections import Connection
    from .context import Scope
    from .info import Info

ENTRY_COLUMNS = ("page_id", "title", "body")

SearchType = enum_type(SearchKind, "SearchType")


class HighlightFragment(graphene.ObjectType):
    """A piece of plain text that matches the query, or does not."""

    text = graphene.String(required=True, description="The text; escape it before it becomes HTML.")
    is_match = graphene.Boolean(required=True, description="Whether it matches.")


SearchConnection = connection_type(
    "Search",
    PageInterface,
    title_highlights=graphene.Field(
        graphene.NonNull(list_of(HighlightFragment)),
        description="The title, in pieces; at most 500.",
    ),
    highlights=graphene.Field(
        graphene.NonNull(list_of(HighlightFragment)),
        description="About 200 characters around the first match, in pieces; at most 500.",
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
    scope.dependencies.add(tags.SEARCH, tags.PAGES)
    words = words_of(query)
    kinds = None
    if types is not None:
        kinds = tuple(dict.fromkeys(getattr(item, "value", item) for item in types))

    def build() -> QuerySet[SearchEntry]:
        pages = localized_pages(Page.objects.all(), scope)
        return entries_of(words, locale_ids=scope.locales, kinds=kinds).filter(page__in=pages)

    names = scope.columns.page
    columns = [f"page__{name}" for name in names]
    rows = Rows(
        scope,
        SearchEntry,
        build,
        [*ENTRY_COLUMNS, *columns],
        ("search", words, kinds),
        fields={"rank": IntegerField()},
        is_searched=True,
    )
    order = [Order("rank", descending=True), Order("pk", descending=True)]

    def pages_of(rows: list[SearchEntry]) -> list[Page]:
        for row in rows:
            row.query = query  # what the edge's highlights look for
        values = [[row.__dict__[name] for name in columns] for row in rows]
        return scope.loaders.specific(scope.loaders.pages_of(names, values))

    return [paginate(rows, order, Slice.of(info, **arguments), finish=pages_of)]


def words_of(query: str) -> Words:
    """What a query asks for; BAD_USER_INPUT for one that is too long."""
    try:
        return read_words(query)
    except SearchQueryError as error:
        raise BadUserInput(str(error)) from error


def matching_pages(kind: SearchKind, words: Words, scope: Scope) -> QuerySet[SearchEntry, Any]:
    """The primary keys of the pages of a kind that hold words, visible or not, for filters."""
    entries = entries_of(words, locale_ids=scope.locales, kinds=[kind])
    return entries.order_by().values("page_id")


@resolver("SearchEdge.highlights")
def resolve_highlights(edges: list[Any], info: Info) -> list[list[Any]]:
    """Give the excerpts."""
    return [highlight(edge.row, edge.row.query) for edge in edges]


@resolver("SearchEdge.titleHighlights")
def resolve_title_highlights(edges: list[Any], info: Info) -> list[list[Any]]:
    """Give the titles."""
    return [highlight_title(edge.row, edge.row.query) for edge in edges]
