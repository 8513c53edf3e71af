"""Objects filled from their models: each text says one word, each reference leads where it is told.

What to fill is found in the models' and blocks' own definitions, so that a new column, relation or
block takes part in the tests on the day it is added.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Locale, Page

from cms.blocks.links import BaseLinkBlock
from cms.media.models import Document, Image
from cms.pages.translation import synchronized_names
from events.blocks import SharedBlockMixin

from .markers import COMMON, FIRST_PRIMARY_KEY

DAY = datetime.date(2030, 6, 24)
# Wagtail's own: addresses and states, which the site that is planted decides.
NOT_FILLED = {"path", "url_path", "slug", "handle", "draft_title", "translation_key"}

# Gives the primary keys that a reference to a model should lead to.
Targets = Callable[[type[models.Model]], list[int]]


def nothing(_model: type[models.Model]) -> list[int]:
    """Lead nowhere."""
    return []


def texts(word: str) -> list[str]:
    """Give a word in the forms that some column or block may ask for, best first."""
    return [
        f"{word} {COMMON}",
        f"https://{word}.example.org/",
        f"https://vimeo.com/{word}",
        f"{word}@example.org",
        word,
        "Europe/Paris",
        "+33 1 77 49 76 32",
    ]


def fill(
    instance: models.Model, word: str, targets: Targets = nothing, shared: str | None = None
) -> None:
    """Fill the columns, streams and relations of an object that is not saved yet.

    `shared` is the word of what has one value in all languages.
    """
    if shared is not None:
        fill(instance, shared, targets)
        common = {name: getattr(instance, name) for name in synchronized_names(type(instance))}
        common = {name: list(v.all()) if hasattr(v, "all") else v for name, v in common.items()}
        fill(instance, word, targets)
        for name, value in common.items():
            setattr(instance, name, value)
        return
    for field in instance._meta.concrete_fields:
        if not field.editable or field.name in NOT_FILLED:
            continue
        if isinstance(field, models.ForeignKey):
            _fill_foreign_key(instance, field, targets)
        elif isinstance(field, StreamField):
            setattr(instance, field.name, stream(field.stream_block, word, targets))
        elif isinstance(field, RichTextField):
            setattr(instance, field.name, rich_text(word, targets))
        else:
            _fill_column(instance, field, word)
    for field in instance._meta.many_to_many:
        if isinstance(field, ParentalManyToManyField):
            pks = targets(field.related_model)
            setattr(
                instance, field.name, list(field.related_model._default_manager.filter(pk__in=pks))
            )
    for relation in child_relations(type(instance)):
        setattr(
            instance, relation.get_accessor_name(), list(_rows(instance, relation, word, targets))
        )


def _fill_foreign_key(instance: models.Model, field: models.ForeignKey, targets: Targets) -> None:
    if field.model is Page or isinstance(field, ParentalKey) or field.remote_field.parent_link:
        return
    pks = targets(field.related_model)
    if pks:
        setattr(instance, field.attname, pks[0])


def _fill_column(instance: models.Model, field: models.Field, word: str) -> None:
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        if not field.blank:
            setattr(instance, field.name, DAY)
    elif isinstance(field, models.CharField | models.TextField):
        if field.choices:
            value = getattr(instance, field.name) or (None if field.blank else field.choices[0][0])
            setattr(instance, field.name, value if value is not None else "")
        else:
            setattr(instance, field.name, _first_valid(texts(word), field.clean, instance))


def _first_valid(values: Iterable[str], clean: Callable[..., Any], *context: Any) -> str:
    for value in values:
        try:
            clean(value, *context)
        except ValidationError:
            continue
        return value
    return ""


def child_relations(model: type[models.Model]) -> list[Any]:
    """Give the child relations of a model that belong to its content."""
    return [
        relation
        for relation in get_all_child_relations(model)
        if relation.get_accessor_name() != COMMENTS_RELATION_NAME
        and relation.related_model._meta.app_label not in ("wagtailcore", "wagtailforms")
    ]


def _rows(
    instance: models.Model, relation: Any, word: str, targets: Targets
) -> Iterator[models.Model]:
    """Give a row for each target of the relation's reference, or one row if it has none."""
    model = relation.related_model
    references = [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and not isinstance(field, ParentalKey)
        and not issubclass(field.related_model, Locale)
    ]
    leads = [(field, pk) for field in references for pk in targets(field.related_model)]
    for field, pk in leads if references else [(None, None)]:
        row = model()
        fill(row, word_of_reference(word, pk, targets), nothing)
        if field is not None:
            setattr(row, field.attname, pk)
        if hasattr(row, "locale_id") and hasattr(instance, "locale_id"):
            row.locale_id = instance.locale_id
        yield row


def word_of_reference(word: str, pk: int | None, targets: Targets) -> str:
    """Give the word for the texts beside a reference, which are nothing without its target."""
    beside = getattr(targets, "beside", None)
    return beside(pk) if beside and pk is not None else word


# --- Rich text and streams -----------------------------------------------------------------------


def addresses_of(page: Page) -> list[str]:
    """Give a page's address on the site in the forms in which somebody may type it."""
    parts = page.get_url_parts()
    if parts is None or parts[1] != "http://localhost":
        return []
    return [parts[2], f"{parts[2]}#{COMMON}", parts[1] + parts[2]]


def typed(targets: Targets, pk: int) -> list[str]:
    """Give the addresses of a page that references lead to."""
    addresses = getattr(targets, "addresses", None)
    return addresses(pk) if addresses else []


def rich_text(word: str, targets: Targets) -> str:
    """Give a text with a link to each page and document, typed and chosen, and each image."""
    links = [
        f'<a href="{address}">{COMMON}</a>'
        for pk in targets(Page)
        for address in typed(targets, pk)
    ]
    links += [f'<a linktype="page" id="{pk}">{COMMON}</a>' for pk in targets(Page)]
    links += [f'<a linktype="document" id="{pk}">{COMMON}</a>' for pk in targets(Document)]
    links += [
        f'<embed embedtype="image" format="{name}" id="{pk}" alt="{COMMON}"/>'
        for pk in targets(Image)
        for name in ("fullwidth", "left")
    ]
    return f"<p>{word} {COMMON}</p><p>{' '.join(links)}</p>"


def stream(block: blocks.StreamBlock, word: str, targets: Targets) -> list[dict[str, Any]]:
    """Give a stream with one block of each type, and one more for each place of each reference."""
    return [
        {"type": name, "id": str(uuid.uuid4()), "value": value}
        for name, child in block.child_blocks.items()
        for value in values(child, word, targets)
    ]


def values(block: blocks.Block, word: str, targets: Targets) -> Iterator[Any]:
    """Give the values of one block: for each single reference in it, one for each target."""
    places = list(_references(block))
    if not places:
        yield raw(block, word, targets, {})
    for place, model in places:
        for pk in targets(model):
            yield raw(block, word, targets, {place: pk})
            for address in typed(targets, pk) if _is_link(block, place) else ():
                beside = {(*place[:-1], "url"): pk, (*place[:-1], "typed"): address}
                yield raw(block, word, targets, beside)


def _is_link(block: blocks.Block, place: tuple[str, ...]) -> bool:
    """Whether the chooser at a place is the page of a link, which may be typed instead."""
    for name in place[:-1]:
        block = block.child_block if name == "item" else block.child_blocks[name]
    return isinstance(block, BaseLinkBlock) and place[-1] == "page"


def _references(
    block: blocks.Block, place: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], type[models.Model]]]:
    """Give the places of choosers in structs and in lists of structs."""
    if isinstance(block, blocks.ChooserBlock):
        yield place, chosen_model(block)
    elif isinstance(block, blocks.ListBlock):
        # A list of choosers holds all targets at once: see `raw`.
        if not isinstance(block.child_block, blocks.ChooserBlock):
            yield from _references(block.child_block, (*place, "item"))
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _references(child, (*place, name))


def chosen_model(block: blocks.ChooserBlock) -> type[models.Model]:
    """Give the model of a chooser."""
    return Document if isinstance(block, DocumentChooserBlock) else block.target_model


def raw(
    block: blocks.Block,
    word: str,
    targets: Targets,
    chosen: dict[tuple[str, ...], Any],
    place: tuple[str, ...] = (),
) -> Any:
    """Give the stored form of a block; choosers hold what is chosen for their place."""
    if isinstance(block, blocks.ChooserBlock):
        return chosen.get(place)
    if isinstance(block, blocks.ListBlock):
        child = block.child_block
        if isinstance(child, blocks.ChooserBlock):
            items = list(targets(chosen_model(child)))
        else:
            items = [raw(child, word, targets, chosen, (*place, "item"))]
        return [{"type": "item", "id": str(uuid.uuid4()), "value": item} for item in items]
    if isinstance(block, blocks.StructBlock):
        for name in _needed(block):
            word = word_of_reference(word, chosen.get((*place, name)), targets)
        value = {
            name: raw(child, word, targets, chosen, (*place, name))
            for name, child in block.child_blocks.items()
        }
        if isinstance(block, BaseLinkBlock):
            is_chosen = value["page"] or value["document"]
            value["url"] = "" if is_chosen else chosen.get((*place, "typed"), value["url"])
        return value
    return _plain(block, word, targets)


def _needed(block: blocks.StructBlock) -> Iterable[str]:
    """Name the references without whose targets a block is not shown, its texts included."""
    if isinstance(block, BaseLinkBlock):
        return ("page", "url", "document")
    return getattr(type(block), "graphql_requires", ())


def _plain(block: blocks.Block, word: str, targets: Targets) -> Any:
    if isinstance(block, SharedBlockMixin):
        word = getattr(targets, "shared", None) or word
    if isinstance(block, TableBlock):
        return {"data": [[word]], "table_caption": word, "first_row_is_table_header": False}
    if isinstance(block, blocks.RichTextBlock):
        return rich_text(word, targets)
    if isinstance(block, blocks.MultipleChoiceBlock):
        return []
    if isinstance(block, blocks.ChoiceBlock):
        choices = [value for value, _ in block.field.choices if value]
        return choices[0]
    if isinstance(block, blocks.DateBlock):
        return DAY.isoformat()
    if isinstance(block, blocks.CharBlock | blocks.TextBlock | blocks.URLBlock):
        return _first_valid(texts(word), block.clean)
    return block.get_prep_value(block.get_default())


# --- Primary keys --------------------------------------------------------------------------------


def start_primary_keys(number: int, model: type[models.Model]) -> None:
    """Let the keys of a table start in a range of their own: the nth hundred thousand."""
    table = model._meta.db_table
    start = FIRST_PRIMARY_KEY + number * 100_000
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, start]
            )
        else:
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, start])
