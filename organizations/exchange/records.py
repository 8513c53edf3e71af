"""The records that a file may be about: originals in one language, as their latest drafts are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import ManyToOneRel
from modelcluster.models import get_field_value, get_serializable_data_for_fields
from wagtail.models import Page

from cms.pages.listings import first_pages

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from uuid import UUID

    from django.db.models import Model, QuerySet

    from .kinds import Kind


@dataclass(eq=False, slots=True)
class Record:
    """A record with what its columns are made from."""

    pk: int
    key: UUID
    instance: Any
    content: Mapping[str, Any] = field(repr=False)

    @property
    def state(self) -> tuple[int, int | None]:
        """Name the draft that was looked at."""
        return (self.pk, self.instance.latest_revision_id)


class Records:
    """All originals of a kind in a language; one statement, two if some have no drafts."""

    def __init__(self, kind: Kind, locale_id: int, among: Collection[Any] | None = None) -> None:
        self.kind = kind
        rows = originals(kind).filter(locale=locale_id)
        if among is not None:
            rows = rows.filter(pk__in=among)
        instances = list(rows.select_related("latest_revision").order_by("pk"))
        self.all = list(self._records(instances))
        self.by_key = {record.key: record for record in self.all}

    def _records(self, instances: list[Any]) -> Iterable[Record]:
        rows = _child_rows(self.kind, [i for i in instances if i.latest_revision is None])
        names = [name for column in self.kind.columns for name in column.fields()]
        for instance in instances:
            revision = instance.latest_revision
            content = revision.content if revision is not None else _content(instance, names, rows)
            yield Record(instance.pk, instance.translation_key, instance, content)


def originals(kind: Kind) -> QuerySet:
    """Give what is neither a translation nor an alias, without what no column holds."""
    rows: Any = first_pages(kind.model._default_manager.all())
    return rows.defer_streamfields() if kind.is_page else rows


def keys_elsewhere(kind: Kind, keys: Collection[UUID]) -> set[UUID]:
    """Give those keys that something has already, in any language; one statement."""
    model: type[Model] = Page if kind.is_page else kind.model
    found = model._default_manager.filter(translation_key__in=keys)
    return set(found.order_by().values_list("translation_key", flat=True))


def _content(instance: Any, names: Iterable[str], rows: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: instance._meta.get_field(name) for name in names}
    return {
        name: rows[name].get(instance.pk, [])
        if isinstance(field, ManyToOneRel)
        else get_field_value(field, instance)
        for name, field in fields.items()
    }


def _child_rows(kind: Kind, instances: list[Any]) -> dict[str, dict[int, list[dict[str, Any]]]]:
    """Give the rows of child relations in their stored form, by record; a statement each."""
    found: dict[str, dict[int, list[dict[str, Any]]]] = {}
    for column in kind.columns:
        relation = kind.model._meta.get_field(column.field)
        if not isinstance(relation, ManyToOneRel):
            continue
        grouped: dict[int, list[dict[str, Any]]] = defaultdict(list)
        name = relation.field.attname
        pks = [instance.pk for instance in instances]
        rows: Any = relation.related_model._default_manager
        for row in rows.filter(**{f"{name}__in": pks}) if pks else ():
            grouped[getattr(row, name)].append(get_serializable_data_for_fields(row))
        found[column.field] = grouped
    return found
