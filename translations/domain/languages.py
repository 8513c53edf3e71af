"""Rights on snippets, in the languages of the groups that give them.

Wagtail's rights on snippets are on a kind. Here they are on a kind in a language. Whoever asks for
an object is answered for its language; whoever asks for the kind, for any language at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Q
from wagtail.models import Page, TranslatableMixin, get_translatable_models
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from translations.models import GroupLanguage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

# All that Wagtail asks for a snippet.
ACTIONS = ("add", "change", "delete", "publish", "lock", "unlock", "view")


class LanguagePermissionPolicy(ModelPermissionPolicy):
    """Rights on a kind of snippet: in any language or, once bound, in one."""

    locale_id: int | None = None

    def __call__(self, instance: TranslatableMixin) -> LanguagePermissionPolicy:
        """Give the policy of an object's language.

        Wagtail's registry calls what is callable when it is asked for an object. So the actions
        that then ask for the kind, as those of API v3 do, are answered for the language.
        """
        return self.bound_to(_language(instance))

    def bound_to(self, locale_id: int) -> LanguagePermissionPolicy:
        """Give the policy of one language."""
        policy = type(self)(self.model)
        policy.locale_id = locale_id
        return policy

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Say whether a user may do something, in the language or in any."""
        if self.locale_id is None:
            return super().user_has_permission(user, action)
        return self._may(user, action, self.locale_id)

    def user_has_permission_for_instance(
        self, user: Any, action: str, instance: TranslatableMixin
    ) -> bool:
        """Say whether a user may do something with an object."""
        return self._may(user, action, _language(instance))

    def languages_for(self, user: Any, action: str) -> frozenset[int | None] | None:
        """Give the languages in which a user may do something; None for all."""
        if not super().user_has_permission(user, action):
            return frozenset()
        return GroupLanguage.objects.limits_of(user).get(self._get_permission_name(action))

    def _may(self, user: Any, action: str, locale_id: int) -> bool:
        languages = self.languages_for(user, action)
        return languages is None or locale_id in languages

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet:
        """Give the objects with which a user may do any of these."""
        languages = languages_of(user, self.model, actions)
        instances = self.model._default_manager.all()
        return instances if languages is None else instances.filter(locale__in=languages)

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: TranslatableMixin
    ) -> QuerySet:
        """Give the users who may do any of these with an object."""
        given = self._get_permission_objects_for_actions(actions)
        groups = Group.objects.filter(permissions__in=given).filter(
            Q(languages__isnull=True) | Q(languages__locale=_language(instance))
        )
        allowed = Q(is_superuser=True) | Q(user_permissions__in=given) | Q(groups__in=groups)
        return get_user_model().objects.filter(allowed, is_active=True).distinct()


def languages_of(user: Any, model: type, actions: Iterable[str]) -> frozenset[int | None] | None:
    """Give the languages in which a user may do any of these with a kind; None for all."""
    policy = policy_registry.get_by_type(model)
    if not isinstance(policy, LanguagePermissionPolicy):
        return None if policy.user_has_any_permission(user, actions) else frozenset()
    found: frozenset[int | None] = frozenset()
    for action in actions:
        languages = policy.languages_for(user, action)
        if languages is None:
            return None
        found |= languages
    return found


def register_policies() -> None:
    """Have Wagtail ask this policy for all that can be translated and is no page."""
    for model in get_translatable_models(include_subclasses=True):
        if not issubclass(model, Page):
            register_permission_policy(model, LanguagePermissionPolicy(model), exact_class=True)


def _language(instance: TranslatableMixin) -> int:
    """Give the language of an object, or the one in which Wagtail would save it."""
    return instance.locale_id or instance.get_default_locale().pk
