"""Which tags a row of each table stands for, found by walking the models.

A page type, a snippet, a setting, an image or a document is known by its base class; a row that
belongs to one by its `ParentalKey`, by a many-to-many field, or by the name of a foreign key in the
class attribute `part_of`. What outlives its page names the column of the page's key in `page_key`.
No answer is made of a model that says `is_in_no_answer`. A new model of ours that fits nothing
fails a test.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from grapple.settings import grapple_settings
from modelcluster.fields import ParentalKey
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.models import AbstractSetting
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    DraftStateMixin,
    Locale,
    Page,
    PageViewRestriction,
    Site,
    TranslatableMixin,
)

from cms.search.models import SearchEntry, SearchVariant
from cms.translation_state.models import TranslationState

from . import tags

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

# What editors' drafts, locks and schedules change, and no answer shows.
DRAFT_COLUMNS = frozenset(
    {
        "latest_revision_id", "live_revision_id", "has_unpublished_changes", "go_live_at",
        "expired", "locked", "locked_at", "locked_by_id",
    }
)  # fmt: skip
PAGE_DRAFT_COLUMNS = DRAFT_COLUMNS | {
    "draft_title", "latest_revision_created_at", "owner_id", "numchild",
}  # fmt: skip
# What decides where a page is found and by whom.
PLACE_COLUMNS = (
    "path", "url_path", "live", "expire_at", "locale_id", "translation_key", "content_type_id",
    "alias_of_id",
)  # fmt: skip


# What the comparison with the original needs, and no answer shows.
TRANSLATION_STATE_IGNORED = frozenset({"originals", "withdrawn_id"})


@dataclass(frozen=True)
class Source:
    """Tags made of a changed row, as SQL.

    In `tags`, `tables` and `where`, `{row}` is the row as it was or as it is, and `KEY(…)` gives a
    UUID in hexadecimal. If there are `columns`, an update matters only if it changes one of them.
    """

    tags: tuple[str, ...]
    where: str = ""
    tables: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """What changes of one table's rows mean; an update of `ignored` columns means nothing."""

    model: type[Model]
    sources: tuple[Source, ...]
    ignored: frozenset[str] = frozenset()
    events: tuple[str, ...] = ("INSERT", "UPDATE", "DELETE")


def all_rules() -> list[Rule]:
    """Give a rule for each table that answers are made of."""
    own = [rule for model in content_models() if (rule := rule_of(model)) is not None]
    return [*kernel_rules(), *own]


def content_models() -> list[type[Model]]:
    """The models with tables in the apps that the schema is made of."""
    return [
        model
        for label in grapple_settings.APPS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        if not getattr(model, "is_in_no_answer", False)
    ]


def rule_of(model: type[Model]) -> Rule | None:
    """Find what rows of a model of ours belong to."""
    if issubclass(model, Page):
        return Rule(model, (_page("{row}.page_ptr_id"),))
    if issubclass(model, TranslatableMixin) and issubclass(model, DraftStateMixin):
        return Rule(model, (_snippet(model, "{row}"), _expiry("{row}")), DRAFT_COLUMNS)
    kind = _kind(model)
    if kind is not None:
        return Rule(model, (Source((f"{kind} || {{row}}.id",)),))
    if issubclass(model, AbstractSetting):
        return Rule(model, (_setting(model),))
    source = _keyed(model, "{row}") if hasattr(model, "page_key") else _part(model)
    return None if source is None else Rule(model, (source,))


def _kind(model: type[Model]) -> str | None:
    """The beginning of an image's or document's tag, as SQL."""
    if issubclass(model, AbstractImage):
        return "'image:'"
    return "'document:'" if issubclass(model, AbstractDocument) else None


def _part(model: type[Model]) -> Source | None:
    """Find what a row belongs to, over as many foreign keys as it takes."""
    field = _owner(model)
    if field is None:
        return None
    column = f"{{row}}.{field.column}"
    tables: list[str] = []
    where: list[str] = []
    while (following := _owner(field.related_model)) is not None:
        alias = f"part{len(tables)}"
        table = field.related_model._meta
        tables.append(f"{table.db_table} {alias}")
        where.append(f"{alias}.{table.pk.column} = {column}")
        column, field = f"{alias}.{following.column}", following
    is_shared = not isinstance(field, ParentalKey) and hasattr(model, "part_of")
    return _belongs(field.related_model, column, tables, where, is_shared=is_shared)


def _belongs(
    owner: type[Model], column: str, tables: list[str], where: list[str], *, is_shared: bool
) -> Source | None:
    if issubclass(owner, Page):
        return _page(column, tables, where, is_shared=is_shared)
    kind = _kind(owner)
    if kind is not None:
        return Source((f"{kind} || {column}",), " AND ".join(where), ", ".join(tables))
    if issubclass(owner, AbstractSetting):
        return _setting(owner)
    if hasattr(owner, "page_key"):
        tables = [*tables, f"{owner._meta.db_table} owner"]
        return _keyed(owner, "owner", tables, [*where, f"owner.id = {column}"])
    if issubclass(owner, TranslatableMixin) and issubclass(owner, DraftStateMixin):
        tables = [*tables, f"{owner._meta.db_table} owner"]
        return _snippet(owner, "owner", tables, [*where, f"owner.id = {column}"])
    return None


def _owner(model: type[Model]) -> Any:
    """The foreign key to what a row is a part of."""
    if model._meta.auto_created:
        # The table of a many-to-many field.
        source: Any = model._meta.auto_created
        name = next(
            field.m2m_field_name()
            for field in source._meta.local_many_to_many
            if field.remote_field.through is model
        )
        return model._meta.get_field(name)
    if issubclass(model, AbstractRendition):
        return model._meta.get_field("image")
    if hasattr(model, "part_of"):
        return model._meta.get_field(model.part_of)
    keys = [field for field in model._meta.local_fields if isinstance(field, ParentalKey)]
    return keys[0] if keys and not issubclass(model, Page) else None


def _page_tags(page: str) -> tuple[str, ...]:
    return (
        f"'page:' || KEY({page}.translation_key)",
        f"'pages:' || {page}.content_type_id || ':' || {page}.locale_id",
        f"'{tags.PAGES}'",
    )


def _page(
    column: str, tables: list[str] | None = None, where: list[str] | None = None, *,
    is_shared: bool = False,
) -> Source:  # fmt: skip
    """Make the tags of the page that a column names.

    What language versions share counts if any of them is live, other things if the page itself is.
    """
    tables, where = [*(tables or ())], [*(where or ())]
    where += [f"page.id = {column}"]
    tables += ["wagtailcore_page page"]
    shown = "page"
    if is_shared:
        tables += ["wagtailcore_page version"]
        where += ["version.translation_key = page.translation_key"]
        shown = "version"
    return Source(_page_tags(shown), " AND ".join([*where, f"{shown}.live"]), ", ".join(tables))


def _snippet(
    model: type[Model], row: str, tables: list[str] | None = None, where: list[str] | None = None
) -> Source:
    label = model._meta.label
    return Source(
        (f"'snippet:{label}:' || KEY({row}.translation_key)", f"'{tags.snippets(model)}'"),
        " AND ".join([*(where or ()), f"{row}.live"]),
        ", ".join(tables or ()),
    )


def _keyed(
    model: Any, row: str, tables: list[str] | None = None, where: list[str] | None = None
) -> Source:
    """What belongs to a page by its key, whether the page is there or not."""
    return Source(
        (f"'page:' || KEY({row}.{model.page_key})", f"'{tags.rows(model)}'"),
        " AND ".join(where or ()),
        ", ".join(tables or ()),
    )


def _expiry(row: str) -> Source:
    """What is live and will expire: when the next does, is known to every answer."""
    where = f"{row}.live AND {row}.expire_at IS NOT NULL"
    return Source((f"'{tags.EXPIRY}'",), where, columns=("live", "expire_at"))


def _setting(model: type[Model]) -> Source:
    return Source((f"'{tags.setting(model)}'",))


def kernel_rules() -> Iterator[Rule]:
    """Give the rules of Wagtail's tables and of the search index."""
    site = (Source((f"'{tags.SITE}'",)),)
    yield Rule(Page, _page_sources(), PAGE_DRAFT_COLUMNS)
    for model in (Site, Locale, PageViewRestriction, CollectionViewRestriction):
        yield Rule(model, site)
    # A new collection has no members, and what is in a deleted one is deleted with it.
    yield Rule(Collection, site, frozenset({"numchild", "name"}), ("UPDATE",))
    yield Rule(Redirect, (Source((f"'{tags.REDIRECTS}'",)),), frozenset({"created_at"}))
    yield Rule(TranslationState, tuple(_state_sources()), TRANSLATION_STATE_IGNORED)
    for model in (SearchEntry, SearchVariant):
        yield Rule(model, (Source((f"'{tags.SEARCH}'",)),))


def _state_sources() -> Iterator[Source]:
    """What of a translation is outdated or missing belongs to its page or snippet."""
    yield Source(("'page:' || KEY({row}.translation_key)", f"'{tags.PAGES}'"))
    for model in content_models():
        if issubclass(model, TranslatableMixin) and not issubclass(model, Page):
            yield Source(
                (f"'snippet:{model._meta.label}:' || KEY({{row}}.translation_key)",),
                "type.id = {row}.content_type_id"
                f" AND type.app_label = '{model._meta.app_label}'"
                f" AND type.model = '{model._meta.model_name}'",
                "django_content_type type",
            )


def _page_sources() -> tuple[Source, ...]:
    step, length = tags.STEP, tags.URL_LENGTH
    above = f"substr({{row}}.path, 1, length({{row}}.path) - {step})"
    place = (f"'children:' || {above}", "'node:' || {row}.path")
    is_home = (
        "EXISTS (SELECT 1 FROM wagtailcore_site site JOIN wagtailcore_page root"
        " ON root.id = site.root_page_id WHERE root.translation_key = {row}.translation_key)"
    )
    return (
        Source(_page_tags("{row}"), "{row}.live"),
        Source(place, "{row}.live", columns=PLACE_COLUMNS),
        # A typed address of a page that is hidden is hidden too: so drafts count here.
        Source((f"'url:' || substr({{row}}.url_path, 1, {length})",), columns=PLACE_COLUMNS),
        Source((f"'{tags.SITE}'",), is_home, columns=PLACE_COLUMNS),
        _expiry("{row}"),
    )
