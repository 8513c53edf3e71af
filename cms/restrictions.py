"""Wagtail's view restrictions as conditions: on pages, on collections, and on all below them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, Value
from django.db.models.functions import Left
from django.db.models.lookups import In
from wagtail.models import CollectionViewRestriction, PageViewRestriction

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet


@dataclass(frozen=True)
class RestrictedPaths:
    """The tree paths of the pages and of the collections that have a view restriction."""

    pages: frozenset[str] = frozenset()
    collections: frozenset[str] = frozenset()


def read_restricted_paths() -> RestrictedPaths:
    """Read them all, in one statement."""
    return restricted_paths(restrictions())


def restrictions() -> QuerySet[Any, Any]:
    """All view restrictions, each as the name of its tree and a tree path.

    They are few, and read first: as a join they are a scan of all restrictions for each page, and
    SQLite, if it does not know that they are few, makes it a scan of all pages for each page.
    """
    pages = PageViewRestriction.objects.values_list(Value("page"), "page__path")
    collections = CollectionViewRestriction.objects.values_list(
        Value("collection"), "collection__path"
    )
    return pages.union(collections)


def restricted_paths(rows: Iterable[Sequence[str]]) -> RestrictedPaths:
    """The paths of rows of `restrictions`."""
    paths = defaultdict(set)
    for tree, path in rows:
        paths[tree].add(path)
    return RestrictedPaths(frozenset(paths["page"]), frozenset(paths["collection"]))


def is_at_or_below(path: str, ancestors: Iterable[str]) -> Q:
    """The condition that a row is one of some nodes of its tree, or below one of them.

    `path` is the lookup of the row's own tree path, such as `image__collection__path`. A path
    begins with the paths of all its ancestors, and those of one depth are of one length: so there
    is one test of membership for each depth, however many nodes there are.
    """
    by_length = defaultdict(set)
    for ancestor in ancestors:
        by_length[len(ancestor)].add(ancestor)
    result = Q(pk__in=[])
    for length in sorted(by_length):
        result |= Q(In(Left(F(path), Value(length)), sorted(by_length[length])))
    return result
