"""Drafts of translations: what is written becomes a draft, and never the public page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.text import slugify
from wagtail.coreutils import find_available_slug
from wagtail.models import Page
from wagtail_localize.models import SegmentOverride, Translation, TranslationSource

from .outdated import remember
from .policy import why_not_begin

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from wagtail.models import Locale, Revision


@transaction.atomic
def begin(source: Any, locale: Locale, user: Any, *, from_draft: bool = False) -> Translation:
    """Begin to translate something, and what it refers to as far as the user may.

    From the draft of the original, the translators read what is not public yet.
    """
    if from_draft:
        draft = source.get_latest_revision_as_object()
        record, _created = TranslationSource.update_or_create_from_instance(draft)
    else:
        record, _created = TranslationSource.get_or_create_from_instance(source)
    for segment in record.relatedobjectsegment_set.all():
        related = segment.object.get_instance(source.locale)
        if not is_begun(related, locale) and not why_not_begin(user, related, locale):
            related_record, _created = TranslationSource.get_or_create_from_instance(related)
            _begin(related_record, locale, user)
    return _begin(record, locale, user)


def begin_subtree(page: Page, locale: Locale, user: Any) -> int:
    """Begin to translate the pages beneath a page, from the top; give how many were left out."""
    left_out = 0
    for child in page.get_descendants().order_by("path").specific():
        if child.alias_of_id or is_begun(child, locale):
            continue
        if why_not_begin(user, child, locale):
            left_out += 1
        else:
            begin(child, locale, user)
    return left_out


def is_begun(source: Any, locale: Locale) -> bool:
    """Say whether there is a translation already; an alias without drafts is none."""
    versions = source.get_translations(inclusive=True).filter(locale=locale)
    if isinstance(source, Page):
        versions = versions.exclude(alias_of__isnull=False, latest_revision=None)
    return versions.exists()


def _begin(record: TranslationSource, locale: Locale, user: Any) -> Translation:
    translation, _created = Translation.objects.update_or_create(
        source=record, target_locale=locale, defaults={"enabled": True}
    )
    try:
        translation.get_target_instance()
    except ObjectDoesNotExist:
        translation.save_target(user=user, publish=False)
    else:
        save_draft(translation, user)
    return translation


@transaction.atomic
def save_draft(
    translation: Translation,
    user: Any,
    *,
    go_live_at: datetime | None = None,
    expire_at: datetime | None = None,
) -> Revision:
    """Save the texts as a draft, with the original's where one is missing; nothing gets public.

    Wagtail-localize's own `save_target` writes the row itself, which is what readers see.
    """
    draft = draft_of(translation)
    draft.go_live_at, draft.expire_at = go_live_at, expire_at or draft.expire_at
    revision = draft.save_revision(user=user)
    remember(translation, revision)
    return revision


def draft_of(translation: Translation) -> Any:
    """Give the page or snippet with its texts as they are now, saved or not."""
    draft = translation.source.get_ephemeral_translated_instance(
        translation.target_locale, fallback=True
    )
    if isinstance(draft, Page):
        _prepare_page(draft, translation)
    return draft


def _prepare_page(draft: Page, translation: Translation) -> None:
    """Keep the address that it has; the row of an alias stays one until the draft is published."""
    slugs = SegmentOverride.objects.filter(
        locale=translation.target_locale,
        context__object=translation.source.object_id,
        context__path="slug",
    )
    if slugs.exists():
        slug = slugify(draft.slug)
    else:
        slug = type(draft)._default_manager.values_list("slug", flat=True).get(pk=draft.pk)
    draft.slug = find_available_slug(draft.get_parent(), slug, ignore_page_id=draft.pk)
    draft.alias_of_id = None


@transaction.atomic
def synchronize(
    source: TranslationSource, targets: Iterable[Translation], *, from_draft: bool = False
) -> None:
    """Take over the changes of an original; its privacy, for the translations that are given."""
    if from_draft:
        draft = source.get_source_instance().get_latest_revision_as_object()
        TranslationSource.update_or_create_from_instance(draft)
    else:
        source.update_from_db()
    for translation in targets:
        source.update_target_view_restrictions(translation.target_locale)
