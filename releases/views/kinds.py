"""The kinds of what a user may put into a bundle, and how one of a kind is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.text import capfirst
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import DraftStateMixin, Page
from wagtail.permissions import policy_registry
from wagtail.snippets.widgets import AdminSnippetChooser

from cms.references.content import referable_models
from cms.references.refusal import model_named
from releases.domain.rights import may_add

if TYPE_CHECKING:
    from django import forms
    from django.db.models import Model

EDITING = ("add", "change", "publish")


@dataclass(frozen=True)
class Kind:
    """Pages, or one kind of snippet."""

    app_label: str
    model_name: str
    label: str


def releasable_models() -> list[type[Model]]:
    """List the base models of what has drafts."""
    return [model for model in referable_models() if issubclass(model, DraftStateMixin | Page)]


def kinds_for(user: Any) -> list[Kind]:
    """Give the kinds of which a user may edit something."""
    found = []
    for model in releasable_models():
        if policy_registry.get_by_type(model).user_has_any_permission(user, EDITING):
            meta = model._meta
            found.append(
                Kind(meta.app_label, meta.model_name or "", capfirst(str(meta.verbose_name)))
            )
    return found


def model_to_choose(app_label: str, model_name: str) -> type[Model]:
    """Give one of these models by its name, or answer that there is none."""
    model = model_named(app_label, model_name, releasable_models())
    if model is None:
        raise Http404
    return model


def object_to_add(user: Any, app_label: str, model_name: str, pk: str) -> Any:
    """Give an object that a user may put into a bundle."""
    model = model_to_choose(app_label, model_name)
    try:
        instance = get_object_or_404(model, pk=pk)
    except (ValueError, ValidationError) as error:
        raise Http404 from error
    instance = instance.specific if isinstance(instance, Page) else instance
    is_root = isinstance(instance, Page) and instance.is_root()
    if is_root or not may_add(user, instance):
        raise PermissionDenied
    return instance


def chooser(model: type[Model]) -> forms.Widget:
    """Give what one of a kind is chosen with."""
    return AdminPageChooser() if model is Page else AdminSnippetChooser(model)
