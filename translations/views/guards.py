"""Wagtail-localize's own views, each behind our policy.

Every one of its addresses has a line in `views.addresses`; a test fails when a release adds one.
They come first among the addresses of the admin, so theirs are never reached.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import get_snippet_model_from_url_params
from wagtail_localize.models import OverridableSegment, Translation
from wagtail_localize.views import convert, edit_translation, snippets_api
from wagtail_localize.views.edit_translation import TabHelper, get_segment_location_info

from translations.desk.slugs import SLUG, SlugForm
from translations.domain.policy import TranslationRights, has_right, rights_of

from .desk import Desk

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

CHOOSABLE = {"image_chooser": get_image_model, "document_chooser": get_document_model}


def translation_for(request: HttpRequest, translation_id: int, allowed: str) -> TranslationRights:
    """Give a translation with the user's rights, if one of these is what it takes."""
    rights = rights_of(request.user, get_object_or_404(Translation, pk=translation_id))
    if rights is None:
        raise Http404
    if not getattr(rights, allowed):
        raise PermissionDenied
    return rights


def guarded(view: Any, allowed: str, *, writes: bool = False) -> Any:
    """Call a view for those who have a right; one that writes, when writing is possible."""

    @wraps(view)
    def guard(request: HttpRequest, translation_id: int, **kwargs: Any) -> HttpResponse:
        rights = translation_for(request, translation_id, allowed)
        if writes and not (rights.translation.enabled and Desk(rights).may_write):
            raise PermissionDenied
        return view(request, translation_id, **kwargs)

    return guard


def closed(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Answer at an address whose view is not used: one way to do a thing.

    Texts are written at the desk, with its checks, and with the version that the writer has seen.
    """
    raise Http404


def edit_override(
    request: HttpRequest, translation_id: int, overridable_segment_id: int
) -> HttpResponse:
    """Give a language a value of its own: by role a slug, an image or a document only."""
    rights = translation_for(request, translation_id, "may_translate")
    segment = get_object_or_404(OverridableSegment, pk=overridable_segment_id)
    if segment.source_id != rights.translation.source_id:
        raise Http404
    if segment.context.path == SLUG and request.method == "PUT":
        _check_slug(request)
    elif not rights.may_arrange:
        _check_override(request, rights, segment)
    view = guarded(edit_translation.edit_override, "may_translate", writes=True)
    return view(request, translation_id, overridable_segment_id=overridable_segment_id)


def _check_slug(request: HttpRequest) -> None:
    """Refuse what the form of `slugs`, which is offered in the place of this, refuses."""
    if not SlugForm({SLUG: _value(request)}).is_valid():
        raise PermissionDenied


def _check_override(
    request: HttpRequest, rights: TranslationRights, segment: OverridableSegment
) -> None:
    kind = SLUG if segment.context.path == SLUG else _kind_of(rights, segment)
    if kind != SLUG and kind not in CHOOSABLE:
        raise PermissionDenied
    if request.method != "PUT":
        return
    try:
        chosen = CHOOSABLE[kind]().objects.get(pk=int(_value(request)))
    except (ValueError, CHOOSABLE["image_chooser"]().DoesNotExist) as error:
        raise PermissionDenied from error
    policy = policy_registry.get_by_type(type(chosen))
    if not policy.user_has_permission_for_instance(request.user, "choose", chosen):
        raise PermissionDenied


def _value(request: HttpRequest) -> str:
    """Read a field of a PUT, which Django itself does not."""
    _kept = request.body  # Read whole, so that the view behind can read it again.
    return str(Request(request, parsers=[FormParser(), MultiPartParser()]).data.get("value", ""))


def _kind_of(rights: TranslationRights, segment: OverridableSegment) -> str:
    source = rights.translation.source.get_source_instance()
    info = get_segment_location_info(
        source,
        TabHelper(source),
        segment.context.path,
        segment.context.get_field_path(source),
        widget=True,
    )
    return info["widget"]["type"]


def preview(request: HttpRequest, translation_id: int, **kwargs: Any) -> HttpResponse:
    """Show a preview, of what has one."""
    rights = translation_for(request, translation_id, "may_open")
    if not getattr(rights.target, "preview_modes", None):
        raise Http404
    return edit_translation.preview_translation(request, translation_id, **kwargs)


def convert_to_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """Throw a translation away for its original: that changes what is public, at once."""
    page = get_object_or_404(Page, pk=page_id)
    if not (has_right(request.user, "change", page) and has_right(request.user, "publish", page)):
        raise PermissionDenied
    return convert.convert_to_alias(request, page_id)


def list_snippets(request: HttpRequest, app_label: str, model_name: str) -> HttpResponse:
    """List snippets for those who may see that kind."""
    _check_kind(request, app_label, model_name)
    view = snippets_api.SnippetViewSet.as_view({"get": "list"})
    return view(request, app_label=app_label, model_name=model_name)


def show_snippet(request: HttpRequest, app_label: str, model_name: str, pk: str) -> HttpResponse:
    """Show a snippet to those who may see that kind."""
    _check_kind(request, app_label, model_name)
    view = snippets_api.SnippetViewSet.as_view({"get": "retrieve"})
    return view(request, app_label=app_label, model_name=model_name, pk=pk)


def _check_kind(request: HttpRequest, app_label: str, model_name: str) -> None:
    policy = policy_registry.get_by_type(get_snippet_model_from_url_params(app_label, model_name))
    if not policy.user_has_any_permission(request.user, {"add", "change", "delete", "view"}):
        raise PermissionDenied
