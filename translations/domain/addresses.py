"""Where something is worked on in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import quote
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import Translation

from .policy import has_right


def desk_url(translation: Translation) -> str:
    """Give the address at which a translation is written and reviewed."""
    return reverse("translations_desk", args=[translation.pk])


def translation_of(target: Any) -> Translation | None:
    """Find the translation that fills a page or snippet, unless somebody has stopped it."""
    return Translation.objects.filter(
        source__object_id=target.translation_key, target_locale=target.locale_id, enabled=True
    ).first()


def edit_url(target: Any, user: Any) -> str:
    """Give the address of the editor, or of the desk for those who may not edit."""
    if not has_right(user, "change", target):
        translation = translation_of(target)
        if translation is not None:
            return desk_url(translation)
    if isinstance(target, Page):
        return reverse("wagtailadmin_pages:edit", args=[target.pk])
    return reverse(target.snippet_viewset.get_url_name("edit"), args=[quote(target.pk)])
