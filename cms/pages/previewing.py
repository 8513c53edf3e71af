"""Previews of drafts in the front end: a token for one page and one user, for an hour.

The token names both; what they may is asked anew at each use: a right that is taken away ends it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError
from wagtail.models import Page, Site

from cms.graphql.errors import Forbidden
from cms.graphql.previews import REFUSED, sign_preview

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

KIND = "pages.preview"
# The level of home pages in the tree.
HOME_DEPTH = 2


def page_preview_url(page: Page, user: Any) -> str:
    """Give the address of the front end's preview of a draft; empty without a front end."""
    return preview_address(page, sign_preview(KIND, page=page.pk, user=user.pk))


def preview_address(target: Any, token: str) -> str:
    """Give the address of the front end's preview with a token; empty without a front end.

    The token stands behind a `#`: browsers send that part to no server, and servers log none.
    """
    front_end = front_end_of(target)
    if not front_end:
        return ""
    known = {
        "token": token,
        "type": type(target).__name__,
        "key": str(target.translation_key),
        "locale": target.locale.language_code.upper().replace("-", "_"),
    }
    return f"{front_end.partition('#')[0]}#{urlencode(known)}"


def front_end_of(target: Any) -> str:
    """Find the preview page of the front end of a site: by host, or that of all sites."""
    front_ends = settings.FRONT_END_PREVIEWS
    if not front_ends:
        return ""
    site = target.get_site() if isinstance(target, Page) else None
    site = site or Site.objects.filter(is_default_site=True).first()
    return str(front_ends.get(site.hostname if site else "", front_ends.get("*", "")))


def user_of(known: dict[str, Any]) -> AbstractBaseUser | None:
    """Find the user of a token, if still active."""
    return get_user_model().objects.filter(pk=known["user"], is_active=True).first()


def require_below_home(page: Page) -> None:
    """Refuse home pages: a language is public if its home page is, and all of it would be shown."""
    if page.depth <= HOME_DEPTH:
        raise Forbidden("Home pages have no preview.")


def write_preview(known: dict[str, Any]) -> None:
    """Write the draft of a page as if it were public; the caller undoes it.

    Raises Forbidden if the user may not edit the page any more, or if there is nothing to preview.
    """
    page = Page.objects.filter(pk=known["page"]).first()
    user = user_of(known)
    if page is None or user is None or not page.permissions_for_user(user).can_edit():
        raise Forbidden(REFUSED)
    require_below_home(page)
    try:
        draft = page.get_latest_revision_as_object()
        draft.live, draft.expire_at, draft.go_live_at = True, None, None
        draft.save(clean=False)
    except (ObjectDoesNotExist, IntegrityError, ValidationError):
        raise Forbidden(
            "This cannot be shown yet: something that it needs is missing. Open it in the admin."
        ) from None
