"""Puts many pages below one page in few statements, as treebeard and Django do one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connections, router
from django.db.models import F
from wagtail.models import Page


def plant(parent: Page, pages: Sequence[Page]) -> None:
    """Insert pages as the last children of a page; they get their primary keys."""
    if not pages:
        return
    model = type(pages[0])
    _place(parent, pages, ContentType.objects.get_for_model(model))
    columns = [field for field in Page._meta.concrete_fields if not field.primary_key]
    rows = Page.objects.bulk_create(
        [
            Page(**{field.attname: getattr(page, field.attname) for field in columns})
            for page in pages
        ],
        batch_size=500,
    )
    for page, row in zip(pages, rows, strict=True):
        page.pk = page.page_ptr_id = page.id = row.pk
        page._state.adding = False
    _insert(model, pages)
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(pages))


def _place(parent: Page, pages: Sequence[Page], content_type: ContentType) -> None:
    last = Page.objects.filter(depth=parent.depth + 1, path__startswith=parent.path)
    last_path = last.order_by("-path").values_list("path", flat=True).first()
    step = Page._str2int(last_path[-Page.steplen :]) if last_path else 0  # noqa: SLF001 - treebeard's arithmetic
    for number, page in enumerate(pages, start=step + 1):
        page.path = Page._get_path(parent.path, parent.depth + 1, number)  # noqa: SLF001 - treebeard's arithmetic
        page.depth = parent.depth + 1
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.draft_title = page.title
        page.content_type = content_type


def _insert(model: type[Any], pages: Sequence[Page]) -> None:
    """Insert the type's own rows, which Django's `bulk_create` refuses for tables with a parent."""
    using = router.db_for_write(model)
    fields = model._meta.local_concrete_fields
    size = connections[using].ops.bulk_batch_size(fields, pages) or len(pages)
    for start in range(0, len(pages), size):
        batch = pages[start : start + size]
        model._base_manager._insert(batch, fields=fields, using=using)  # noqa: SLF001 - see above
