"""Previews of translations in the front end: a token for one translation and one user, for an hour.

The token names both; what they may is asked anew at each use, so a role that is taken away ends it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError
from wagtail.models import Page
from wagtail_localize.models import Translation

from cms.graphql.errors import Forbidden
from cms.graphql.previews import REFUSED, sign_preview
from cms.pages.previewing import preview_address, require_below_home, user_of

from .drafting import draft_of
from .policy import rights_of

if TYPE_CHECKING:
    from .policy import TranslationRights

KIND = "translations.preview"


def preview_url(rights: TranslationRights) -> str:
    """Give the address of the front end's preview with a token; empty without a front end."""
    token = sign_preview(KIND, translation=rights.translation.pk, user=rights.user.pk)
    return preview_address(rights.target, token)


def write_preview(known: dict[str, Any]) -> None:
    """Write the texts of a translation as if they were public; the caller undoes it.

    Raises Forbidden if the user may not open the translation any more, or if there is nothing to
    preview.
    """
    translation = Translation.objects.filter(pk=known["translation"], enabled=True).first()
    user = user_of(known)
    rights = rights_of(user, translation) if translation and user else None
    if rights is None or not rights.may_open:
        raise Forbidden(REFUSED)
    if isinstance(rights.target, Page):
        require_below_home(rights.target)
    _write(rights.translation)


def _write(translation: Translation) -> None:
    try:
        draft = draft_of(translation)
        draft.live, draft.expire_at, draft.go_live_at = True, None, None
        if isinstance(draft, Page):
            draft.save(clean=False)
        else:
            draft.alias_of = None
            draft.save()
    except (ObjectDoesNotExist, IntegrityError):
        raise Forbidden(
            "This cannot be shown yet: something that it needs is missing. Open it in the admin."
        ) from None
