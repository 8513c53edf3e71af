"""Wagtail's search for editors (modelsearch 1.3), with two of its faults mended.

On SQLite it cannot read a quotation mark. On PostgreSQL two editors who publish at one moment
could each wait for the other, and one of them lost what was saved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Avg, F
from django.db.models.functions import Length
from wagtail.search.backends import database
from wagtail.search.query import PlainText

if TYPE_CHECKING:
    from django.db.models import QuerySet


class WithoutQuotationMarks:
    """Searches for a sign of no meaning where editors type a quotation mark."""

    def search(self, query: Any, *args: Any, **options: Any) -> Any:
        """Search for words."""
        return super().search(_plain(query), *args, **options)

    def autocomplete(self, query: Any, *args: Any, **options: Any) -> Any:
        """Search for beginnings of words."""
        return super().autocomplete(_plain(query), *args, **options)


def _plain(query: Any) -> Any:
    if isinstance(query, PlainText):
        return PlainText(_plain(query.query_string), operator=query.operator, boost=query.boost)
    return query.replace('"', "″") if isinstance(query, str) else query


class WithoutDeadlock:
    """An index on PostgreSQL whose weights of titles wait for no other editor's entries."""

    entries: QuerySet[Any]

    def _refresh_title_norms(self, full: bool = False) -> None:
        # The original updates every entry of weight 1, those too that another transaction writes.
        if full:
            super()._refresh_title_norms(full)
            return
        titles = self.entries.annotate(length=Length("title")).filter(length__gt=0)
        with transaction.atomic(using=self.entries.db):
            new = titles.filter(title_norm=1.0).select_for_update(skip_locked=True)
            average = titles.aggregate(Avg("length"))["length__avg"]
            self.entries.filter(pk__in=new.values("pk")).annotate(length=Length("title")).update(
                title_norm=average / F("length")
            )


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 the name by which Wagtail asks
    """Give the backend of the database in use."""
    backend = type(database.SearchBackend(params))
    names: dict[str, Any] = {}
    if connection.vendor == "postgresql":
        names["index_class"] = type("Index", (WithoutDeadlock, backend.index_class), {})
    return type("EditorsSearchBackend", (WithoutQuotationMarks, backend), names)(params)
