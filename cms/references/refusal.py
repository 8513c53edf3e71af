"""Telling an editor why something cannot go: who uses it, where, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from .listing import Listing, list_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model
    from django.http import HttpRequest

    from .guard import StillUsedError

HTTP_REFUSED = 409


def refuse_because_used(request: HttpRequest, error: StillUsedError) -> HttpResponse:
    """Show who uses what cannot go; nothing has changed."""
    back = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()})
    context = {
        "page_title": _("Still used"),
        "header_icon": "warning",
        "listing": list_for(error.uses, request.user),
        "used": [used_line(item) for item in used_objects(error, request.user)],
        "back": back if is_ours else reverse("wagtailadmin_home"),
    }
    response = TemplateResponse(request, "references/refused.html", context, status=HTTP_REFUSED)
    return response.render()


def said_to(user: Any, error: StillUsedError) -> str:
    """Say it in one line, with the names that a user may see."""
    return in_words(list_for(error.uses, user))


def in_words(listing: Listing) -> str:
    """Say who uses something in one line."""
    head = ngettext(
        "It is still used in %(number)d place:",
        "It is still used in %(number)d places:",
        listing.total,
    ) % {"number": listing.total}
    names = [
        f"{line.kind} “{line.title}” ({line.use.state.label})"
        + (f" {line.url}" if line.url else "")
        for line in listing.lines
    ]
    if listing.hidden:
        names.append(hidden_words(listing.hidden))
    if listing.more:
        names.append(_("and %(number)d more") % {"number": listing.more})
    return f"{head} {'; '.join(names)}."


def hidden_words(number: int) -> str:
    """Say how many there are that somebody may not see."""
    return ngettext(
        "%(number)d that you may not see", "%(number)d that you may not see", number
    ) % {"number": number}


def used_objects(error: StillUsedError, user: Any) -> list[Any]:
    """Give what is used by what a user may see, each once."""
    targets = {target for use in error.uses for target in use.targets}
    found: list[Any] = []
    for type_pk in sorted({target[0] for target in targets}):
        model = ContentType.objects.get_for_id(type_pk).model_class()
        keys = [key for kind, key in targets if kind == type_pk]
        found += model._default_manager.filter(pk__in=keys).order_by("pk")
    return found


def used_line(item: Any) -> dict[str, Any]:
    """Give the name of an object and the way to its uses."""
    return {
        "title": getattr(item, "get_admin_display_title", item.__str__)(),
        "kind": capfirst(kind_of(item)._meta.verbose_name),
        "uses_url": address("uses", item),
        "replace_url": address("replace", item),
    }


def kind_of(item: Any) -> type[Model]:
    """Give an object's type; that of a page is its own."""
    return getattr(item, "specific_class", None) or type(item)


def address(name: str, item: Any) -> str:
    """Give the address of a page about an object: its uses, its replacement."""
    meta = type(item)._meta
    if isinstance(item, Page):
        meta = Page._meta
    return reverse(f"references_{name}", args=[meta.app_label, meta.model_name, item.pk])


def model_named(app_label: str, model_name: str, models: Iterable[type[Model]]) -> Any:
    """Give one of some models by its name; None for any other."""
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError:
        return None
    return model if model in models else None
