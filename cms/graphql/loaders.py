"""Bulk reads for one scope: visible only, in the best language, each row once a request.

Every method takes all the keys that a wave of the execution needs and runs a number of SQL
statements that does not depend on how many they are.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, Case, Model, Q, Value, When
from grapple.registry import registry
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, TranslatableMixin

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from .context import Scope

M = TypeVar("M", bound=Model)


class Candidate(NamedTuple):
    """One language version of a page: enough to choose among them."""

    pk: int
    translation_key: UUID
    locale_id: int
    alias_of_id: int | None
    content_type_id: int
    is_visible: bool


class Loaders:
    """The reads of one scope, with what they have already found."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self._instances: dict[int, Page | None] = {}
        self._originals: dict[int, Page] = {}
        self._by_reference: dict[int, int | None] = {}
        self._by_key: dict[UUID, int | None] = {}
        self._snippets: dict[tuple[type[Model], int], Model | None] = {}
        self._files: dict[tuple[type[Model], int], Model | None] = {}

    # --- Pages ---------------------------------------------------------------------------------

    def pages(self, ids: Iterable[int | None]) -> dict[int, Page]:
        """What references to pages lead to: the best visible language version of each."""
        wanted = {pk for pk in ids if pk is not None}
        new = wanted - self._by_reference.keys()
        if new:
            keys = Page.objects.filter(pk__in=new).values("translation_key")
            versions = self._versions(Page.objects.filter(translation_key__in=keys))
            by_pk = {row.pk: row for rows in versions.values() for row in rows}
            best = {
                pk: self._best(versions[by_pk[pk].translation_key]) if pk in by_pk else None
                for pk in new
            }
            self._by_reference.update({pk: row and row.pk for pk, row in best.items()})
            self._load_types(best.values())
        return self._answers({pk: self._by_reference[pk] for pk in wanted})

    def pages_by_key(self, keys: Iterable[UUID | None]) -> dict[UUID, Page]:
        """The same for references by translation key."""
        wanted = {key for key in keys if key is not None}
        new = wanted - self._by_key.keys()
        if new:
            versions = self._versions(Page.objects.filter(translation_key__in=new))
            best = {key: self._best(versions.get(key, [])) for key in new}
            self._by_key.update({key: row and row.pk for key, row in best.items()})
            self._load_types(best.values())
        return self._answers({key: self._by_key[key] for key in wanted})

    def exact_pages(self, ids: Iterable[int | None]) -> dict[int, Page]:
        """These very pages, without those that are not visible."""
        wanted = {pk for pk in ids if pk is not None}
        self._load(wanted)
        return self._answers({pk: pk for pk in wanted})

    def specific(self, rows: Sequence[Page]) -> list[Page]:
        """The specific pages of rows of Page that a list has restricted to the visible already."""
        self._load_types(rows)
        return [self._instances[row.pk] for row in rows]

    def alias_originals(self, ids: Iterable[int]) -> dict[int, Page]:
        """The pages that aliases are made of, whether visible or not: only for their locales."""
        wanted = set(ids)
        new = wanted - self._originals.keys()
        if new:
            rows = Page.objects.only("locale_id", "alias_of_id").in_bulk(new)
            self._originals.update(rows)
        return {pk: self._originals[pk] for pk in wanted}

    def _answers(self, found: dict[Any, int | None]) -> dict[Any, Page]:
        pages = {key: self._instances.get(pk) for key, pk in found.items() if pk is not None}
        return {key: page for key, page in pages.items() if page is not None}

    def _versions(self, queryset: Any) -> dict[UUID, list[Candidate]]:
        """All language versions, each with whether it is visible: one statement."""
        visible = _truth_of(self.scope.visibility.page_condition())
        rows = queryset.annotate(is_visible=visible).values_list(*Candidate._fields)
        versions = defaultdict(list)
        for row in map(Candidate._make, rows):
            versions[row.translation_key].append(row)
        return versions

    def _best(self, versions: Sequence[Candidate]) -> Candidate | None:
        return best_version([row for row in versions if row.is_visible], self.scope.reference_chain)

    def _load(self, ids: Iterable[int | None]) -> None:
        """Read pages of which only the keys are known: one statement more, for their types."""
        new = {pk for pk in ids if pk is not None} - self._instances.keys()
        if not new:
            return
        visible = self.scope.visibility.pages(Page.objects.filter(pk__in=new))
        self._instances.update(dict.fromkeys(new))
        self._load_types(visible.only("pk", "content_type_id"))

    def _load_types(self, visible: Iterable[Page | Candidate | None]) -> None:
        """Read what is known to be visible as what it is: one statement for each type."""
        by_type = defaultdict(list)
        for row in visible:
            if row is not None and self._instances.get(row.pk) is None:
                by_type[row.content_type_id].append(row.pk)
        for content_type_id, pks in by_type.items():
            model = ContentType.objects.get_for_id(content_type_id).model_class()
            # A page type that the schema does not have is not part of the API.
            if model in registry.pages:
                self._instances.update(model._default_manager.in_bulk(pks))

    # --- Snippets, images, documents --------------------------------------------------------------

    def snippets(self, model: type[M], ids: Iterable[int | None]) -> dict[int, M]:
        """What references to snippets lead to: the best visible language version of each."""
        wanted = {pk for pk in ids if pk is not None}
        new = {pk for pk in wanted if (model, pk) not in self._snippets}
        if new:
            for pk, snippet in self._read_snippets(model, new).items():
                self._snippets[model, pk] = snippet
        found = {pk: self._snippets[model, pk] for pk in wanted}
        return {pk: snippet for pk, snippet in found.items() if snippet is not None}

    def _read_snippets(self, model: type[M], ids: set[int]) -> dict[int, M | None]:
        named = model._default_manager.filter(pk__in=ids)
        if not issubclass(model, TranslatableMixin):
            found = self.scope.visibility.snippets(named).in_bulk()
            return {pk: found.get(pk) for pk in ids}
        # Hidden versions are read too: a reference to one leads to a visible translation of it.
        versions = defaultdict(list)
        keys = {}
        condition = self.scope.visibility.snippet_condition(model)
        rows = model._default_manager.filter(translation_key__in=named.values("translation_key"))
        for row in rows.annotate(is_visible=_truth_of(condition)):
            keys[row.pk] = row.translation_key
            if row.is_visible:
                versions[row.translation_key].append(row)
        chain = self.scope.reference_chain
        return {pk: best_version(versions[keys[pk]], chain) if pk in keys else None for pk in ids}

    def images(self, ids: Iterable[int | None]) -> dict[int, Model]:
        """The images whose collection and all above it are public."""
        return self._collection_members(get_image_model(), ids)

    def documents(self, ids: Iterable[int | None]) -> dict[int, Model]:
        """The documents whose collection and all above it are public."""
        return self._collection_members(get_document_model(), ids)

    def _collection_members(
        self, model: type[Model], ids: Iterable[int | None]
    ) -> dict[int, Model]:
        wanted = {pk for pk in ids if pk is not None}
        new = {pk for pk in wanted if (model, pk) not in self._files}
        if new:
            visible = self.scope.visibility.collection_members(model._default_manager.all())
            found = visible.in_bulk(new)
            self._files.update({(model, pk): found.get(pk) for pk in new})
        members = {pk: self._files[model, pk] for pk in wanted}
        return {pk: member for pk, member in members.items() if member is not None}


def _truth_of(condition: Q) -> Case:
    """A condition as a column."""
    return Case(
        When(condition, then=Value(value=True)),
        default=Value(value=False),
        output_field=BooleanField(),
    )


def best_version(versions: Sequence[Any], chain: Sequence[int]) -> Any | None:
    """The language version to show: the first in the chain's order that was translated.

    Then an alias in the chain's order (it shows another language's text), then an original, oldest
    first.
    """

    def rank(version: Any) -> tuple[int, int, int]:
        is_alias = getattr(version, "alias_of_id", None) is not None
        if version.locale_id in chain:
            return (int(is_alias), chain.index(version.locale_id), version.pk)
        return (2 + int(is_alias), 0, version.pk)

    return min(versions, key=rank, default=None)
