"""What of the admin is open to somebody who has a role for a language, and no other right.

Wagtail shows some of its pages to everybody who may enter the admin: choosers with the titles of
drafts, the history of the site, the names of snippets. Editors need them; translators do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.auth import permission_denied
from wagtail.models import Page, TranslatableMixin
from wagtail.snippets.models import get_snippet_models

from translations.domain.addresses import desk_url, translation_of
from translations.domain.policy import has_role_only

from .addresses import localize_urls, own_urls

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

OPEN = {
    "wagtailadmin_home",
    "wagtailadmin_account",
    "wagtailadmin_logout",
    "wagtailadmin_login",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_complete",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_dismissibles",
    # The editor of texts shows chosen files; those of private collections are not answered.
    "wagtailadmin_api:images:detail",
    "wagtailadmin_api:documents:detail",
    # Each asks for the right to choose from a collection.
    "wagtailimages_chooser:choose",
    "wagtailimages_chooser:choose_results",
    "wagtailimages_chooser:chosen",
    "wagtaildocs_chooser:choose",
    "wagtaildocs_chooser:choose_results",
    "wagtaildocs_chooser:chosen",
    "translations_download_po",
    "translations_download_xliff",
    "translations_upload_file",
    # The termbase: each asks for the role for the term's language.
    "terms:index",
    "terms:index_results",
    "terms:add",
    "terms:edit",
    "terms:delete",
    "terms:inspect",
    # The same at wagtail-localize's addresses, which have no name of ours.
    "translations.views.exchange.download_view",
    "translations.views.exchange.upload_view",
    *(pattern.name for pattern in (*localize_urls, *own_urls)),
}


class RoleGateMiddleware:
    """Closes to those who have a role only whatever is not named above."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.prefix = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        """Refuse, or lead to the desk from an editor's address, as mails have it."""
        match = request.resolver_match
        if match is None or not request.path.startswith(self.prefix) or match.view_name in OPEN:
            return None
        if not (request.user.is_authenticated and has_role_only(request.user)):
            return None
        if request.method == "GET" and (target := _edited(match.view_name, kwargs)) is not None:
            translation = translation_of(target)
            if translation is not None:
                return redirect(desk_url(translation))
        if match.view_name.startswith("wagtailadmin_api:"):
            return JsonResponse({"message": _("You may not see this.")}, status=403)
        return permission_denied(request)


def _edited(view_name: str, kwargs: dict[str, Any]) -> TranslatableMixin | None:
    """Find what an editor's address is about."""
    if view_name == "wagtailadmin_pages:edit":
        return get_object_or_404(Page, pk=kwargs["page_id"])
    for model in get_snippet_models():
        name = model.snippet_viewset.get_url_name("edit")
        if view_name == name and issubclass(model, TranslatableMixin):
            return get_object_or_404(model, pk=kwargs["pk"])
    return None
