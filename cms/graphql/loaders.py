"""Bulk reads for one scope: visible only, in the best language, each row once a request.

Every method takes all the keys that a wave of the execution needs and runs a number of SQL
statements that does not depend on how many they are.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache, partial
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from grapple.registry import registry
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, TranslatableMixin

from cms.caching import tags
from cms.statements import (
    KEY,
    NUMBER,
    Read,
    any_of,
    fetch_all,
    instances,
    instances_by_type,
    model_of,
    records,
    records_by_type,
)
from cms.translation_state.models import TranslationState

from .language_versions import best_reference, read_versions

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
    from uuid import UUID

    from django.db.models import Q, QuerySet

    from .context import Scope

    # Paths of texts: those that are not translated, and those that are outdated.
    TextState = tuple[list[str], list[str]]

M = TypeVar("M", bound=Model)


class Loaders:
    """The reads of one scope, with what they have already found.

    Of a page only Wagtail's columns are read at first, then what is needed of its type.
    """

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self._models = scope.sites.page_models
        self._complete: dict[int, Page] = {}
        self._originals: dict[int, int] = {}
        self._text_states: dict[UUID, dict[int, TextState]] = {}
        self._by_id: dict[int, Page | None] = {}
        self._by_reference: dict[int, Page | None] = {}
        self._by_key: dict[UUID, Page | None] = {}
        self._snippets: dict[tuple[type[Model], int], Model | None] = {}
        self._files: dict[tuple[type[Model], int], Model | None] = {}

    # --- Pages ---------------------------------------------------------------------------------

    def pages(self, ids: Iterable[int | None]) -> dict[int, Page]:
        """What references to pages lead to: the best visible language version of each."""
        wanted = {pk for pk in ids if pk is not None}
        new = wanted - self._by_reference.keys()
        if new:
            versions, keys = self._versions(new)
            self._depend(map(keys.get, new))
            best = {pk: self._best(versions[keys[pk]]) if pk in keys else None for pk in new}
            self._remember(self._by_reference, best)
        return _found(self._by_reference, wanted)

    def pages_by_key(self, keys: Iterable[UUID | None]) -> dict[UUID, Page]:
        """The same for references by translation key."""
        wanted = {key for key in keys if key is not None}
        new = wanted - self._by_key.keys()
        if new:
            self._depend(new)
            versions, _ = self._versions(new, by_key=True)
            best = {key: self._best(versions.get(key, [])) for key in new}
            self._remember(self._by_key, best)
        return _found(self._by_key, wanted)

    def exact_pages(self, ids: Iterable[int | None]) -> dict[int, Page]:
        """These very pages, without those that are not visible."""
        wanted = {pk for pk in ids if pk is not None}
        new = wanted - self._by_id.keys()
        if new:
            visible = self.visible("pages by id", lambda: any_of("pk", new, NUMBER), values=new)
            found = {page.pk: page for page in visible}
            self._depend(found[pk].translation_key if pk in found else None for pk in new)
            self._remember(self._by_id, {pk: found.get(pk) for pk in new})
        return _found(self._by_id, wanted)

    def visible(
        self,
        key: Any,
        condition: Callable[[], Any],
        model: type[Page] = Page,
        **values: Any,
    ) -> list[Page]:
        """The visible pages of a type that meet a condition; of any, by Wagtail's columns only."""
        own = () if model is Page else self.scope.columns.of(model)
        names = (*self.scope.columns.page, *own)

        def build() -> QuerySet[Any, Any]:
            pages = model.objects.filter(condition(), content_type__in=page_content_types())
            return self.scope.visibility.pages(pages).values_list(*names)

        rows = self.scope.rows((key, model, names), build, **values)
        found = self.pages_of(names, rows, model)
        if model is not Page:
            self._complete.update((page.id, page) for page in found)
        self._depend(page.translation_key for page in found)
        return found

    def _depend(self, keys: Iterable[UUID | None]) -> None:
        """Have the answer depend on pages; None for one of which nothing is known."""
        self.scope.dependencies.add_each(_tag_of, list(keys))

    def pages_of(
        self, names: Sequence[str], rows: Sequence[Sequence[Any]], model: type[Page] = Page
    ) -> list[Any]:
        """Rows of these columns as pages of a type, or each of its own.

        They are records in place of instances where the operation needs no more.
        """
        as_records = self.scope.columns.pages_are_records
        if model is not Page:
            return (records if as_records else instances)(model, names, rows)
        place = names.index("content_type_id")
        types = {row[place] for row in rows}
        models = {type_id: self._model(type_id) or Page for type_id in types}
        return (records_by_type if as_records else instances_by_type)(models, place, names, rows)

    def specific(self, pages: Sequence[Page]) -> list[Page]:
        """Pages known to be visible, with what the operation needs of their types.

        One statement for each type, all in one; none if Wagtail's columns are enough.
        """
        complete, columns = self._complete, self.scope.columns
        # A page of a type that the schema does not have is no more than a Page.
        kinds = {kind for kind in set(map(type, pages)) if model_of(kind) is not Page}
        if not any(columns.of(model_of(kind)) for kind in kinds):
            return [complete.setdefault(page.id, page) for page in pages if type(page) in kinds]
        missing: dict[type[Page], dict[int, Page]] = defaultdict(dict)
        for page in pages:
            if page.id not in complete and type(page) in kinds:
                missing[type(page)].setdefault(page.id, page)
        self._read_rest(missing)
        return [complete[page.id] for page in pages if page.id in complete]

    def _model(self, content_type_id: int) -> type[Page] | None:
        if content_type_id not in self._models:
            self._models[content_type_id] = page_model(content_type_id)
        return self._models[content_type_id]

    def _read_rest(self, missing: dict[type[Page], dict[int, Page]]) -> None:
        """Read what else is needed; a page that was deleted meanwhile is left out."""
        reads, made = [], []
        for model, pages in missing.items():
            columns = self.scope.columns.of(model)
            if not columns:
                self._complete |= pages
                continue
            build = partial(_rest_of, model, columns, list(pages))
            statement = self.scope.statement(("rest", model, columns), build)
            reads.append(Read(statement, {"values": list(pages)}))
            made.append((pages, columns))
        for (pages, columns), rows in zip(made, fetch_all(reads) if reads else [], strict=True):
            for pk, *values in rows:
                pages[pk].__dict__.update(zip(columns, values, strict=True))
                self._complete[pk] = pages[pk]

    def alias_originals(self, ids: Iterable[int]) -> dict[int, int]:
        """The locales of the pages that aliases are made of, whether these are visible or not."""
        wanted = set(ids)
        new = wanted - self._originals.keys()
        if new:
            rows = self.scope.rows(
                "originals of aliases",
                lambda: Page.objects.filter(any_of("pk", new, NUMBER)).values_list("pk", "locale"),
                values=new,
            )
            self._originals.update((pk, locale) for pk, locale in rows)
        return {pk: self._originals[pk] for pk in wanted}

    def text_states(self, keys: Iterable[UUID]) -> dict[tuple[UUID, int], TextState]:
        """The states of translations by key and language; none for what the desk has not made."""
        wanted = set(keys)
        new = wanted - self._text_states.keys()
        if new:
            found: dict[UUID, dict[int, TextState]] = {key: {} for key in new}
            for key, locale_id, untranslated, outdated in self.scope.rows(
                "states of translations", partial(_states, new), values=new
            ):
                found[key][locale_id] = (untranslated, outdated)
            self._text_states.update(found)
        return {
            (key, locale_id): state
            for key in wanted
            for locale_id, state in self._text_states[key].items()
        }

    def _versions(
        self, values: Collection[Any], *, by_key: bool = False
    ) -> tuple[dict[UUID, list[Page]], dict[int, UUID]]:
        """The visible versions that may be the best by key, and the keys of what was read."""
        names, condition = self.scope.columns.page, self.scope.visibility.page_condition
        rows = read_versions(self.scope, Page, names, condition, values, by_key=by_key)
        keys, versions = {}, defaultdict(list)
        for row, page in zip(rows, self.pages_of(names, rows), strict=True):
            keys[page.pk] = page.translation_key
            if row[len(names)]:
                versions[page.translation_key].append(page)
        return versions, keys

    def _best(self, versions: Sequence[Page]) -> Page | None:
        return best_reference(versions, self.scope)

    def _remember(self, known: dict[Any, Page | None], found: dict[Any, Page | None]) -> None:
        self.specific([page for page in found.values() if page is not None])
        known.update({key: page and self._complete.get(page.pk) for key, page in found.items()})

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
        if not issubclass(model, TranslatableMixin):
            self.scope.dependencies.add(tags.snippets(model))
            policy = self.scope.visibility
            rows = self.objects(
                model, "snippets by id", lambda: policy.snippet_condition(model), ids
            )
            return {pk: rows.get(pk) for pk in ids}
        # Hidden versions are read too: a reference to one leads to a visible translation of it.
        columns, policy = self.scope.columns.of(model), self.scope.visibility
        found = read_versions(
            self.scope, model, columns, lambda: policy.snippet_condition(model), ids
        )
        versions, keys = defaultdict(list), {}
        for row, snippet in zip(found, instances(model, columns, found), strict=True):
            keys[snippet.pk] = snippet.translation_key
            if row[len(columns)]:
                versions[snippet.translation_key].append(snippet)
        self.scope.dependencies.add(
            *(tags.snippet(model, keys[pk]) if pk in keys else tags.snippets(model) for pk in ids)
        )
        return {
            pk: best_reference(versions[keys[pk]], self.scope) if pk in keys else None for pk in ids
        }

    def images(self, ids: Iterable[int | None]) -> dict[int, Model]:
        """The images whose collection and all above it are public."""
        return self._collection_members(get_image_model(), ids, tags.image)

    def documents(self, ids: Iterable[int | None]) -> dict[int, Model]:
        """The documents whose collection and all above it are public."""
        return self._collection_members(get_document_model(), ids, tags.document)

    def _collection_members(
        self, model: type[Model], ids: Iterable[int | None], tag: Callable[[int], str]
    ) -> dict[int, Model]:
        wanted = {pk for pk in ids if pk is not None}
        new = {pk for pk in wanted if (model, pk) not in self._files}
        if new:
            policy = self.scope.visibility
            self.scope.dependencies.add(*map(tag, new))
            found = self.objects(model, "files", policy.collection_condition, new)
            self._files.update({(model, pk): found.get(pk) for pk in new})
        members = {pk: self._files[model, pk] for pk in wanted}
        return {pk: member for pk, member in members.items() if member is not None}

    def objects(
        self, model: type[M], key: str, condition: Callable[[], Q], ids: Iterable[int]
    ) -> dict[int, M]:
        """The objects with these primary keys that meet a condition."""
        found = self.select(
            model,
            key,
            lambda: model._default_manager.filter(any_of("pk", ids, NUMBER), condition()),
            values=ids,
        )
        return {item.pk: item for item in found}

    def select(
        self, model: type[M], key: Hashable, build: Callable[[], QuerySet[M]], **values: Any
    ) -> list[M]:
        """The objects of a queryset, with the columns that the operation needs of their model."""
        columns = self.scope.columns.of(model)
        rows = self.scope.rows(
            (key, model, columns), lambda: build().values_list(*columns), **values
        )
        return instances(model, columns, rows)


def _states(keys: Iterable[UUID]) -> QuerySet[Any, Any]:
    rows = TranslationState.objects.filter(any_of("translation_key", keys, KEY))
    return rows.values_list("translation_key", "locale_id", "untranslated", "outdated")


def _tag_of(key: UUID | None) -> str:
    return tags.PAGES if key is None else tags.page(key)


def _rest_of(model: type[Page], columns: Sequence[str], ids: list[int]) -> QuerySet[Any, Any]:
    rows = model._base_manager.filter(any_of("pk", ids, NUMBER))
    return rows.values_list("pk", *columns)


def _found(known: dict[Any, Page | None], wanted: Iterable[Any]) -> dict[Any, Page]:
    pages = {key: known[key] for key in wanted}
    return {key: page for key, page in pages.items() if page is not None}


def page_model(content_type_id: int) -> type[Page] | None:
    """The page model of a content type; None for one that the schema does not have."""
    content_type = ContentType.objects.get_for_id(content_type_id)
    return _page_model(content_type.app_label, content_type.model)


@cache
def _page_model(app_label: str, name: str) -> type[Page] | None:
    models = {(model._meta.app_label, model._meta.model_name): model for model in registry.pages}
    return models.get((app_label, name))


def page_content_types() -> list[int]:
    """The content types of the page models in the schema; Django remembers them in the process."""
    found = ContentType.objects.get_for_models(*registry.pages)
    return [content_type.pk for content_type in found.values()]
