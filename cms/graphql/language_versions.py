"""The language versions of a page or snippet: which are read, and which one is shown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Exists, Model, Q, Subquery
from wagtail.models import Page

from cms.statements import (
    KEY,
    NUMBER,
    EachValue,
    ListParam,
    any_of,
    fetch,
    prepare_for_each,
    truth_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from django.db.models import QuerySet

    from cms.statements import Row

    from .context import Scope


def read_versions(
    scope: Scope,
    model: type[Model],
    columns: Sequence[str],
    condition: Callable[[], Q],
    values: Collection[Any],
    *,
    by_key: bool = False,
) -> list[Row]:
    """Rows of the versions that may be the best, each with whether it meets the condition.

    `values` are primary keys, of any version, or translation keys. A primary key finds a row with
    its translation key whether anything is visible or not. What follows `columns` in a row is
    whether the version is visible; there may be more behind it.
    """
    form = ("language versions", model, tuple(columns), by_key)
    if connection.vendor == "postgresql":
        field = KEY if by_key else NUMBER
        statement = scope.statement(
            form,
            lambda: _of_each(scope, model, columns, condition(), by_key=by_key),
            partial(prepare_for_each, values=ListParam("values", [], field)),
        )
    else:
        statement = scope.statement(
            form, lambda: _of_all(model, columns, condition(), values, by_key=by_key)
        )
    return fetch(statement, now=scope.now, values=values)


def _of_each(
    scope: Scope, model: type[Model], columns: Sequence[str], condition: Q, *, by_key: bool
) -> QuerySet[Any, Any]:
    """The versions of one key; where the one in the first language is visible, that one alone.

    No other can be better, so that a site's further languages cost nothing.
    """
    objects, is_it = model._default_manager.order_by(), Q(pk=EachValue(output_field=NUMBER))
    key: Any = EachValue(output_field=KEY)
    if not by_key:
        key = Subquery(objects.filter(is_it).values("translation_key"))
    versions = objects.filter(translation_key=key)
    in_first_language = Q(locale=scope.reference_chain[0])
    is_translated = Q(alias_of=None) if issubclass(model, Page) else Q()
    best = versions.filter(condition, in_first_language, is_translated)
    parts = [best, versions.exclude(Exists(best))]
    if not by_key:
        parts.append(objects.filter(is_it).exclude(in_first_language))
    rows, *more = (_rows(part, columns, condition) for part in parts)
    return rows.union(*more, all=True)


def _of_all(
    model: type[Model],
    columns: Sequence[str],
    condition: Q,
    values: Collection[Any],
    *,
    by_key: bool,
) -> QuerySet[Any, Any]:
    """All versions of all keys, for a database that cannot look at each key by itself."""
    objects = model._default_manager.order_by()
    if by_key:
        return _rows(objects.filter(any_of("translation_key", values, KEY)), columns, condition)
    named = objects.filter(any_of("pk", values, NUMBER)).values("translation_key")
    return _rows(objects.filter(translation_key__in=named), columns, condition)


def _rows(
    versions: QuerySet[Any], columns: Sequence[str], condition: Q
) -> QuerySet[Any, tuple[Any, ...]]:
    return versions.annotate(is_visible=truth_of(condition)).values_list(*columns, "is_visible")


def best_version(versions: Sequence[Any], chain: Sequence[int]) -> Any | None:
    """The language version to show: the first in the chain's order that was translated.

    Then an alias in the chain's order (it shows another language's text), then an original, oldest
    first.
    """

    def rank(version: Any) -> tuple[int, int, int]:
        is_alias = int(version.alias_of_id is not None)
        if version.locale_id in chain:
            return (is_alias, chain.index(version.locale_id), version.pk)
        return (2 + is_alias, 0, version.pk)

    return min(versions, key=rank, default=None)


def best_reference(versions: Sequence[Any], scope: Scope) -> Any | None:
    """What a reference leads to: the best version in the scope's languages, else in any.

    Of a version in a language that was not asked for, an alias in one that was is as good, and
    keeps readers among the addresses of their language.
    """
    best = best_version(versions, scope.reference_chain)
    if best is None or best.locale_id in scope.locales:
        return best
    aliases = [
        version
        for version in versions
        if version.alias_of_id == best.pk and version.locale_id in scope.locales
    ]
    return best_version(aliases, scope.locales) or best
