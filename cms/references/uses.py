"""What uses an object: everything that refers to it, and whether readers would miss it.

The number of SQL statements depends on the kinds of what refers, never on how many.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.models import AbstractSetting
from wagtail.models import Page, ReferenceIndex, Revision, Site

from .content import Target, base_model, child_relations, referable_models, target_of, type_id
from .models import PendingReference
from .waiting import is_waiting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from django.db.models import Model

IN_ROW = 0
BATCH = 5000


class State(TextChoices):
    """How far a use has come."""

    LIVE = "LIVE", _("Public")
    SCHEDULED = "SCHEDULED", _("Scheduled")
    IN_FORCE = "IN_FORCE", _("In force")
    DRAFT = "DRAFT", _("Draft only")


@dataclass
class Use:
    """One object that refers to others, where in it, and how far that has come."""

    source: Any
    state: State
    paths: set[str] = field(default_factory=set)
    targets: set[Target] = field(default_factory=set)
    is_in_row: bool = False

    @property
    def blocks(self) -> bool:
        """Say whether readers would miss what is used, now or when a schedule comes."""
        return self.state is not State.DRAFT

    @property
    def model(self) -> type[Model]:
        """Give the type of what refers; that of a page is its own."""
        return getattr(self.source, "specific_class", None) or type(self.source)

    @property
    def key(self) -> Target:
        """Name what refers."""
        return target_of(self.source)


class Found:
    """The references that were found: for each object, from which versions, and where."""

    def __init__(self) -> None:
        self.paths: dict[Target, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.targets: dict[Target, set[Target]] = defaultdict(set)

    def add(self, source: Target, version: int, path: str, target: Target) -> None:
        """Note one."""
        self.paths[source][version].add(path)
        self.targets[source].add(target)


def uses_of(instances: Iterable[Model], until: datetime | None = None) -> list[Use]:
    """Find what refers to any of some objects, without these objects themselves.

    `until` is a moment at which they will go: what is to expire by then itself does not count.
    """
    targets = {target_of(instance) for instance in instances}
    return uses_of_targets(targets, without=targets, until=until)


def uses_of_targets(
    targets: set[Target], without: set[Target], until: datetime | None = None
) -> list[Use]:
    """Find what refers to any of some targets."""
    found = Found()
    for batch in _batches(targets):
        _read_index(batch, found)
        _read_many_to_many(batch, found)
        _read_pending(batch, found)
        _read_pages_only(batch, found)
    uses = list(_judge(found, without, until or timezone.now()))
    originals = {use.key for use in uses}
    return [use for use in uses if _followed(use) not in originals]


def _followed(use: Use) -> Target | None:
    """Name what an alias follows: it changes with it, and is not listed beside it."""
    original = getattr(use.source, "alias_of_id", None)
    return (use.key[0], str(original)) if original else None


def _batches(targets: set[Target]) -> Iterator[dict[int, list[str]]]:
    ordered = sorted(targets)
    for start in range(0, len(ordered), BATCH):
        by_type: dict[int, list[str]] = defaultdict(list)
        for type_pk, key in ordered[start : start + BATCH]:
            by_type[type_pk].append(key)
        yield by_type


def _to(batch: dict[int, list[str]]) -> Q:
    condition = Q(pk__in=[])
    for type_pk, keys in batch.items():
        condition |= Q(to_content_type=type_pk, to_object_id__in=keys)
    return condition


def _read_index(batch: dict[int, list[str]], found: Found) -> None:
    """Read Wagtail's index: what stands in rows, be it public or not."""
    rows = ReferenceIndex.objects.filter(_to(batch)).values_list(
        "base_content_type", "object_id", "content_type", "model_path", "content_path",
        "to_content_type", "to_object_id",
    )  # fmt: skip
    named = [row for row in rows if row[3] != "alias_of"]
    gone = _rows_gone(named)
    for base, key, _type, path, content_path, to_type, to_key in named:
        if (base, key, content_path) not in gone:
            found.add((base, key), IN_ROW, path, (to_type, to_key))


def _rows_gone(rows: list[Any]) -> set[tuple[int, str, str]]:
    """Find the references in child rows that are not there any more.

    Wagtail reads an object into its index before its child rows are deleted, and not after, if the
    last one of a relation goes.
    """
    by_model: dict[type[Model], dict[str, list[tuple[int, str, str]]]] = defaultdict(dict)
    for base, key, type_pk, path, content_path, *_to in rows:
        relation = _relation(type_pk, path.split(".", 1)[0])
        if relation is not None:
            pk = content_path.split(".")[1]
            by_model[relation].setdefault(pk, []).append((base, key, content_path))
    gone: set[tuple[int, str, str]] = set()
    for model, places in by_model.items():
        there = {str(pk) for pk in _existing(model, places)}
        gone |= {place for pk, named in places.items() if pk not in there for place in named}
    return gone


def _existing(model: type[Model], keys: Iterable[str]) -> Iterable[Any]:
    return model._default_manager.filter(pk__in=list(keys)).values_list("pk", flat=True)


@cache
def _relation(type_pk: int, name: str) -> type[Model] | None:
    model = ContentType.objects.get_for_id(type_pk).model_class()
    relations = child_relations(model) if model else ()
    return next((r.related_model for r in relations if r.get_accessor_name() == name), None)


def _read_many_to_many(batch: dict[int, list[str]], found: Found) -> None:
    """Read the tables of fields with several choices, which Wagtail's index leaves out."""
    for item in many_to_many_fields():
        to_type = type_id(item.related_model)
        if to_type not in batch:
            continue
        source, target = item.m2m_column_name(), item.m2m_reverse_name()
        through = item.remote_field.through._default_manager
        rows = through.filter(**{f"{target}__in": batch[to_type]}).values_list(source, target)
        base = type_id(item.model)
        for key, to_key in rows:
            found.add((base, str(key)), IN_ROW, item.name, (to_type, str(to_key)))


@cache
def many_to_many_fields() -> tuple[Any, ...]:
    """List the fields of pages and snippets in which several objects are chosen."""
    return tuple(
        item
        for model in apps.get_models()
        for item in model._meta.local_many_to_many
        if isinstance(item, ParentalManyToManyField)
    )


def _read_pending(batch: dict[int, list[str]], found: Found) -> None:
    rows = PendingReference.objects.filter(_to(batch)).values_list(
        "base_content_type", "object_id", "revision", "model_path", "to_content_type",
        "to_object_id",
    )  # fmt: skip
    for base, key, revision, path, to_type, to_key in rows:
        found.add((base, key), revision, path, (to_type, to_key))


def _read_pages_only(batch: dict[int, list[str]], found: Found) -> None:
    """Read what leads to pages only: redirects that somebody made, and sites."""
    page_type = type_id(Page)
    for model, name in ((Redirect, "redirect_page"), (Site, "root_page")):
        rows = model._default_manager.filter(**{f"{name}__in": batch.get(page_type, [])})
        if model is Redirect:
            # Those that moving a page has left behind go with it.
            rows = rows.filter(automatically_created=False)
        for key, to_key in rows.values_list("pk", name) if page_type in batch else ():
            found.add((type_id(model), str(key)), IN_ROW, name, (page_type, str(to_key)))


def _judge(found: Found, without: set[Target], moment: datetime) -> Iterator[Use]:
    """Load what refers, and say how far each use has come."""
    by_type: dict[int, list[str]] = defaultdict(list)
    for type_pk, key in found.paths:
        if (type_pk, key) not in without:
            by_type[type_pk].append(key)
    scheduled = _scheduled(found)
    for type_pk, keys in sorted(by_type.items()):
        for source in _load(type_pk, keys):
            place = (type_pk, str(source.pk))
            use = _use(source, found.paths[place], scheduled, moment)
            if use is not None:
                use.targets = found.targets[place]
                yield use


def _scheduled(found: Found) -> set[int]:
    versions = {version for places in found.paths.values() for version in places} - {IN_ROW}
    if not versions:
        return set()
    return set(Revision.objects.filter(is_waiting(), pk__in=versions).values_list("pk", flat=True))


def _load(type_pk: int, keys: list[str]) -> Iterable[Any]:
    """Load what refers, if it is of a kind that editors know."""
    model = ContentType.objects.get_for_id(type_pk).model_class()
    if model is None or not is_referrer(model):
        return []
    rows = model._default_manager.filter(pk__in=keys).order_by("pk")
    return rows.select_related("locale") if hasattr(model, "locale") else rows


def is_referrer(model: type[Model]) -> bool:
    """Say whether what a model's objects refer to counts: content, settings, redirects, sites."""
    if model in (Redirect, Site) or issubclass(model, AbstractSetting):
        return True
    return base_model(model) in referable_models()


def _use(
    source: Any, versions: dict[int, set[str]], scheduled: set[int], moment: datetime
) -> Use | None:
    in_row = IN_ROW in versions
    paths = set().union(*versions.values())
    if in_row and not hasattr(source, "live"):
        return Use(source, State.IN_FORCE, paths, is_in_row=True)
    if in_row and source.live and not _is_over(source, moment):
        return Use(source, State.LIVE, paths, is_in_row=True)
    if any(version in scheduled for version in versions):
        return Use(source, State.SCHEDULED, paths, is_in_row=in_row)
    # A draft of an earlier day, or a version that went live: its row says what it refers to.
    if in_row or getattr(source, "latest_revision_id", None) in versions:
        return Use(source, State.DRAFT, paths, is_in_row=in_row)
    return None


def _is_over(source: Any, moment: datetime) -> bool:
    return source.expire_at is not None and source.expire_at <= moment
