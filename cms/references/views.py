"""Pages of the admin about one object: what uses it, and putting another in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.widgets import AdminPageChooser
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.images.widgets import AdminImageChooser
from wagtail.models import Page
from wagtail.snippets.widgets import AdminSnippetChooser

from .content import base_model, referable_models, target_of
from .listing import list_for, visible_to
from .models import Replacement
from .refusal import address, kind_of, model_named, used_line
from .replacing import plan_replacement, replace_everywhere, undo_problems, undo_replacement
from .uses import State, Use, uses_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

HTTP_REFUSED = 409


def uses_view(request: HttpRequest, app_label: str, model_name: str, pk: str) -> HttpResponse:
    """List what uses an object."""
    item = _object(request, app_label, model_name, pk)
    context = {
        "page_title": _("Used in"),
        "page_subtitle": used_line(item)["title"],
        "header_icon": "link",
        "item": used_line(item),
        "listing": list_for(uses_of([item]), request.user),
        "edit_url": AdminURLFinder(request.user).get_edit_url(item),
    }
    return TemplateResponse(request, "references/uses.html", context)


def replace_view(request: HttpRequest, app_label: str, model_name: str, pk: str) -> HttpResponse:
    """Let somebody choose what comes in an object's place, show what would change, and do it."""
    item = _object(request, app_label, model_name, pk)
    is_confirmed = request.method == "POST"
    form = _form_for(item, request.POST if is_confirmed else request.GET)
    plan = new = None
    problems: list[str] = []
    if form.is_bound and form.is_valid():
        new = _object(request, app_label, model_name, form.cleaned_data["new"].pk)
        plan = plan_replacement(item, new, request.user)
        problems = plan.problems
        if is_confirmed and not problems:
            try:
                replacement = replace_everywhere(item, new, request.user)
            except ValidationError as error:
                problems = error.messages
            else:
                return _replaced(request, replacement)
    context = {
        "page_title": _("Replace everywhere"),
        "page_subtitle": used_line(item)["title"],
        "header_icon": "redirect",
        "item": used_line(item),
        "form": form,
        "media": form.media,
        "new": new and used_line(new),
        "new_pk": new and new.pk,
        "plan": plan,
        "problems": problems,
    }
    status = HTTP_REFUSED if is_confirmed else 200
    return TemplateResponse(request, "references/replace.html", context, status=status)


def _replaced(request: HttpRequest, replacement: Replacement) -> HttpResponse:
    message = _("“%(new)s” now stands in %(number)d places where “%(old)s” stood.") % {
        "new": replacement.new_title,
        "old": replacement.old_title,
        "number": len(replacement.changes),
    }
    undo = reverse("references_undo", args=[replacement.pk])
    messages.success(request, message, buttons=[messages.button(undo, _("Undo"))])
    model = replacement.content_type.model_class()
    return redirect(address("uses", get_object_or_404(model, pk=replacement.old_id)))


def undo_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a replacement, and undo it."""
    replacement = get_object_or_404(Replacement, pk=pk)
    model = replacement.content_type.model_class()
    old = model._default_manager.filter(pk=replacement.old_id).first()
    is_ones_own = replacement.user_id == request.user.pk or request.user.is_superuser
    if not is_ones_own and (old is None or not _is_seen(old, request.user)):
        raise PermissionDenied
    problems = undo_problems(replacement, request.user)
    if request.method == "POST" and not problems:
        try:
            undo_replacement(replacement, request.user)
        except ValidationError as error:
            problems = error.messages
        else:
            messages.success(request, _("Undone: everything is as it was before."))
            return redirect(address("uses", old) if old else reverse("wagtailadmin_home"))
    context = {
        "page_title": _("Undo a replacement"),
        "page_subtitle": str(replacement),
        "header_icon": "undo",
        "replacement": replacement,
        "problems": problems,
        "back": address("uses", old) if old else reverse("wagtailadmin_home"),
    }
    status = HTTP_REFUSED if request.method == "POST" else 200
    return TemplateResponse(request, "references/undo.html", context, status=status)


def _object(request: HttpRequest, app_label: str, model_name: str, pk: Any) -> Any:
    """Give an object that the user may see, or answer that there is none."""
    model = model_named(app_label, model_name, referable_models())
    if model is None:
        raise Http404
    try:
        item = get_object_or_404(model, pk=pk)
    except (ValueError, ValidationError) as error:
        raise Http404 from error
    if not _is_seen(item, request.user):
        raise PermissionDenied
    return item


def _is_seen(item: Any, user: Any) -> bool:
    return target_of(item) in visible_to([Use(item, State.LIVE)], user)


def _form_for(item: Any, data: Any) -> forms.Form:
    """Make the form with the chooser of an object's kind."""
    model = base_model(type(item))
    field = forms.ModelChoiceField(
        model._default_manager.all(),
        label=gettext_lazy("Replace with"),
        help_text=gettext_lazy("Of the same kind, in the same language, and public."),
        widget=_chooser(item),
        error_messages={"invalid_choice": gettext_lazy("It is not there any more.")},
    )
    kind = type("ReplaceForm", (forms.Form,), {"new": field})
    return kind({"new": _key_in(data, model)} if "new" in data else None)


def _key_in(data: Any, model: Any) -> Any:
    """Give the key that was sent, or nothing if it can be none: choosers look for all others."""
    try:
        return model._meta.pk.to_python(data["new"])
    except ValidationError:
        return ""


def _chooser(item: Any) -> forms.Widget:
    if isinstance(item, Page):
        return AdminPageChooser(target_models=[kind_of(item)])
    if hasattr(item, "get_rendition"):
        return AdminImageChooser()
    if hasattr(item, "file"):
        return AdminDocumentChooser()
    return AdminSnippetChooser(type(item))
