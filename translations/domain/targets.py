"""What originals and translations are as rows of pages and snippets, asked for all at once."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce
from wagtail.models import DraftStateMixin, Page, WorkflowState, get_translatable_models


def published_original(prefix: str = "") -> Coalesce:
    """Give when the original was published, if it is public; the prefix leads to its source."""
    return Coalesce(
        *(
            Subquery(
                model._default_manager.filter(
                    translation_key=OuterRef(f"{prefix}object_id"),
                    locale=OuterRef(f"{prefix}locale_id"),
                    live=True,
                )
                .order_by()
                .values("last_published_at")[:1]
            )
            for model in models()
        )
    )


def is_public() -> Q:
    """Ask whether readers have what a translation says: it is public, and there is no draft."""
    return _target(live=True, has_unpublished_changes=False, alias_of=None)


def is_in_review() -> Q:
    """Ask whether a translation waits for a review."""
    condition = Q()
    for model in models():
        waiting = WorkflowState.objects.filter(
            status=WorkflowState.STATUS_IN_PROGRESS,
            base_content_type=ContentType.objects.get_for_model(model),
        ).values(key=Cast("object_id", BigIntegerField()))
        condition |= _of(model, pk__in=waiting)
    return condition


def original_pages(**conditions: Any) -> Exists:
    """Ask something of the page that is the original of a translation."""
    return Exists(
        Page.objects.filter(
            translation_key=OuterRef("source__object_id"),
            locale=OuterRef("source__locale_id"),
            **conditions,
        )
    )


def models() -> list[Any]:
    """List the kinds of things with translations and drafts; all pages are one kind."""
    found = [
        model
        for model in get_translatable_models(include_subclasses=False)
        if issubclass(model, DraftStateMixin) and model is not Page
    ]
    return [Page, *sorted(found, key=lambda model: model._meta.label)]


def _target(**conditions: Any) -> Q:
    condition = Q()
    for model in models():
        condition |= _of(model, **conditions)
    return condition


def _of(model: type[Any], **conditions: Any) -> Q:
    """Ask something of the row that a translation fills, if it is of this kind."""
    kind = ContentType.objects.get_for_model(model)
    rows = model._default_manager.filter(
        translation_key=OuterRef("source__object_id"),
        locale=OuterRef("target_locale_id"),
        **conditions,
    )
    return Q(source__object__content_type=kind) & Q(Exists(rows))
