"""Checks made again in code when something is published, whatever a form let through.

Wagtail defers checks for drafts by flipping flags on block objects that all threads share, so a
form may let an empty required block pass while another thread saves a draft. The checks here use
copies of the blocks that no form ever touches.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from django.db.models import Model
    from wagtail.blocks import StreamBlock

_untouched: dict[StreamField, StreamBlock] = {}


def keep_untouched_blocks() -> None:
    """Copy the blocks of all models; called once, when the applications are ready."""
    for model in apps.get_models():
        for field in stream_fields(model):
            untouched_block(field)


def untouched_block(field: StreamField) -> StreamBlock:
    """Give the copy of a field's block that no form touches."""
    if field not in _untouched:
        _untouched[field] = deepcopy(field.stream_block)
    return _untouched[field]


def stream_fields(model: type[Model]) -> list[StreamField]:
    """List the StreamFields of a model."""
    return [field for field in model._meta.fields if isinstance(field, StreamField)]


def check_streams(instance: Model, exclude: Collection[str]) -> dict[str, ValidationError]:
    """Check the blocks of an object; give the errors by field."""
    errors = {}
    for field in stream_fields(type(instance)):
        if field.name in exclude:
            continue
        block = untouched_block(field)
        try:
            block.clean(block.to_python(getattr(instance, field.name).get_prep_value()))
        except ValidationError as error:
            errors[field.name] = error
    return errors


def check_children(instance: Model) -> list[ValidationError]:
    """Check the child objects, which Django leaves out when it checks their parent."""
    errors: list[ValidationError] = []
    for relation in get_all_child_relations(instance):
        if relation.name == COMMENTS_RELATION_NAME:
            continue
        for position, child in enumerate(getattr(instance, relation.name).all(), start=1):
            try:
                child.clean_fields(exclude=_set_by_code(child) | {relation.field.name})
                child.clean()
                instance.clean_row(relation.name, child)
            except ValidationError as error:
                where = f"{capfirst(child._meta.verbose_name)} {position}"
                errors.extend(
                    ValidationError(
                        _("%(where)s: %(message)s"),
                        code="child",
                        params={"where": where, "message": message},
                    )
                    for message in _messages(error, child)
                )
    return errors


def page_references(instance: Model) -> Iterator[tuple[str, Any]]:
    """Give field names and keys of the pages chosen in an object's own fields and blocks."""
    for field in instance._meta.fields:
        parent_link = getattr(field.remote_field, "parent_link", False)
        if field.many_to_one and not parent_link and issubclass(field.related_model, Page):
            if field.name != "alias_of" and getattr(instance, field.attname):
                yield field.name, getattr(instance, field.attname)
        elif isinstance(field, StreamField):
            for model, key, _path, _content_path in field.stream_block.extract_references(
                getattr(instance, field.name)
            ):
                if issubclass(model, Page):
                    yield field.name, key


def check_page_locales(instance: Model, locales: set[int]) -> dict[str, list[ValidationError]]:
    """Refuse chosen pages of other locales, which Wagtail's choosers offer; errors by field."""
    references = [(name, str(key)) for name, key in page_references(instance)]
    if not references:
        return {}
    strangers = {
        str(page.pk): page
        for page in Page.objects.filter(pk__in={key for _name, key in references})
        .exclude(locale__in=locales)
        .select_related("locale")
    }
    errors: dict[str, list[ValidationError]] = {}
    for name, key in references:
        if key in strangers:
            errors.setdefault(name, []).append(locale_error(strangers[key]))
    return errors


def locale_error(page: Page) -> ValidationError:
    """Say that a chosen page is in another language."""
    return ValidationError(
        _("“%(title)s” is in another language (%(locale)s). Choose the page of this language."),
        code="locale",
        params={"title": page.title, "locale": page.locale},
    )


def _set_by_code(child: Model) -> set[str]:
    return {field.name for field in child._meta.fields if not field.editable}


def _messages(error: ValidationError, child: Model) -> list[str]:
    if not hasattr(error, "error_dict"):
        return error.messages
    return [
        f"{capfirst(child._meta.get_field(name).verbose_name)}: {message}"
        if name != "__all__"
        else message
        for name, messages in error.message_dict.items()
        for message in messages
    ]
