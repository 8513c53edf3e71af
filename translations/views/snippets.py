"""Wagtail's views of snippets, each asking for the language of what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils.functional import cached_property
from wagtail.admin.utils import set_query_params
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.models import Locale
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import SnippetViewSet

from translations.domain.addresses import desk_url, translation_of
from translations.domain.languages import ACTIONS, LanguagePermissionPolicy, languages_of
from translations.domain.policy import TargetRights

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse


class InLanguageMixin:
    """A view that asks for one language what Wagtail's asks for the kind.

    It is closed to those whose rights on the kind are all for other languages, also where Wagtail
    asks for no right, as for the steps of a workflow. Those who have no right on the kind are left
    to Wagtail: a step of a workflow may let them in.
    """

    model: Any
    request: HttpRequest
    key: str | None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep what the view is about; Wagtail's views ask for rights while they are set up."""
        self.request = request
        self.key = kwargs.get("pk")
        super().setup(request, *args, **kwargs)

    @cached_property
    def permission_policy(self) -> LanguagePermissionPolicy:
        """Give the policy of the language of the object, or of the new one; else of the kind."""
        policy = policy_registry.get_by_type(self.model)
        if self.key is not None:
            return policy.bound_to(self._language_of_object())
        if isinstance(self, CreateView):
            return policy.bound_to(self.locale.pk)
        return policy

    def _language_of_object(self) -> int:
        found = self.model._base_manager.filter(pk=unquote(str(self.key)))
        language = found.values_list("locale", flat=True).first()
        if language is None:
            raise Http404
        return language

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse, or lead to where the user may write."""
        if self._is_elsewhere():
            if request.method == "GET" and (address := self._other_way()):
                return redirect(address)
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def _is_elsewhere(self) -> bool:
        """Say whether the user has rights on the kind, and none of them in this language."""
        kind = policy_registry.get_by_type(self.model)
        user = self.request.user
        asked = ("add",) if isinstance(self, CreateView) else ACTIONS
        return kind.user_has_any_permission(
            user, asked
        ) and not self.permission_policy.user_has_any_permission(user, asked)

    def _other_way(self) -> str | None:
        """Give the desk of a translation, or the form of a language in which the user may add."""
        if isinstance(self, EditView):
            translation = translation_of(self.object)
            if translation and TargetRights(self.request.user, self.object).may_open:
                return desk_url(translation)
        if isinstance(self, CreateView) and self.key is None:
            languages = languages_of(self.request.user, self.model, ("add",))
            own = Locale.objects.filter(pk__in=languages or ()).order_by("language_code").first()
            if own:
                return set_query_params(self.request.path, {"locale": own.language_code})
        return None


class LanguageSnippetViewSet(SnippetViewSet):
    """Snippets that are changed, and listed, in the languages of the user's groups."""

    def construct_view(self, view_class: type, **kwargs: Any) -> Callable[..., HttpResponse]:
        """Have each view ask for its language, those of later releases too."""
        view = type(view_class.__name__, (InLanguageMixin, view_class), {})
        return super().construct_view(view, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """List what the user may do anything with, as Wagtail lists pages and images."""
        policy = policy_registry.get_by_type(self.model)
        return policy.instances_user_has_any_permission_for(request.user, ACTIONS)
