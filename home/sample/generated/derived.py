"""Writes for many pages what publishing writes for each: programme, references, search indexes."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import connection
from django.db.models import Model
from modelcluster.models import get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME, Page, ReferenceIndex
from wagtail.search.backends import get_search_backends
from wagtail.search.index import Indexed

from cms.media.models import Image
from cms.media.tasks import make_renditions
from cms.search.index import rebuild
from events.models import refresh_programme

BATCH = 200


def write_programmes(keys: Iterable[uuid.UUID]) -> None:
    """Write the rows of programmes."""
    for key in keys:
        refresh_programme(key)


def write_indexes(
    models: Iterable[type[Model]], keys: list[uuid.UUID], advance: Callable[[int], None]
) -> None:
    """Write references and the editors' search index for objects with these keys."""
    backends = list(get_search_backends(with_auto_update=True))
    for model in models:
        for objects in _batches(model, keys):
            for instance in objects:
                ReferenceIndex.create_or_update_for_object(instance)
            for backend in backends if issubclass(model, Indexed) else ():
                backend.add_bulk(model, objects)
            advance(len(objects))


def _batches(model: type[Any], keys: list[uuid.UUID]) -> Iterator[list[Any]]:
    for start in range(0, len(keys), BATCH):
        chosen = model._default_manager.filter(translation_key__in=keys[start : start + BATCH])
        objects = list(chosen.prefetch_related(*_rows_of(model)))
        if objects:
            yield objects


def _rows_of(model: type[Any]) -> list[str]:
    """Name the child rows that references are read from."""
    relations = get_all_child_relations(model)
    return [relation.name for relation in relations if relation.name != COMMENTS_RELATION_NAME]


def write_search(parents: Iterable[Page]) -> None:
    """Write the readers' search index for everything below these pages."""
    for parent in parents:
        rebuild(Page.objects.descendant_of(parent, inclusive=True))


def write_search_of(pages: Iterable[Page]) -> None:
    """Write the readers' search index for these pages alone."""
    rebuild(Page.objects.filter(pk__in=[page.pk for page in pages]))


def settle(images: Iterable[Image]) -> None:
    """Bring the site to rest before it is measured: renditions made, statistics up to date."""
    for image in images:
        make_renditions.func(image.pk)
    # As PostgreSQL does it by itself after a while; not within a transaction.
    is_vacuumed = connection.vendor == "postgresql" and not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)" if is_vacuumed else "ANALYZE")
