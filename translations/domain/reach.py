"""How far a user's roles reach: which languages, and in these below which pages.

What a role gives is told in `.policy`; here is of what.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q
from wagtail.models import Page

from translations.enums import LocaleRole
from translations.models import GroupLocaleRole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from wagtail_localize.models import Translation


def reaches(user: Any, role: LocaleRole, instance: Any, locale_id: int | None = None) -> bool:
    """Say whether a role of a user reaches a page or snippet, in its own language or in another.

    A page is asked for by where it stands; a snippet stands nowhere, and is of no centre.
    """
    locale_id = locale_id or instance.locale_id
    if GroupLocaleRole.objects.holds(user, role, locale_id):
        return True
    return isinstance(instance, Page) and any(
        (held, pk) == (role, locale_id) and instance.path.startswith(path)
        for held, pk, path in GroupLocaleRole.objects.held_below(user)
    )


def locales_reached(user: Any, role: LocaleRole) -> set[int]:
    """Give the languages of which a role of a user reaches something."""
    whole = {pk for held, pk in GroupLocaleRole.objects.held_by(user) if held == role}
    return whole | {pk for held, pk, _p in GroupLocaleRole.objects.held_below(user) if held == role}


def has_any(user: Any) -> bool:
    """Say whether a user has a role for anything."""
    roles = GroupLocaleRole.objects
    return bool(roles.held_by(user) or roles.held_below(user))


def translations_reached(user: Any, roles: Iterable[str]) -> Q:
    """Give the condition that one of some roles reaches the page or snippet of a translation."""
    wanted = set(roles)
    held = GroupLocaleRole.objects.held_by(user)
    reached = Q(target_locale__in={pk for role, pk in held if role in wanted})
    places = Q()
    for role, pk, path in sorted(GroupLocaleRole.objects.held_below(user)):
        if role in wanted:
            places |= Q(locale=pk, path__startswith=path)
    return reached | _stands_at(places) if places else reached


def originals_reached(user: Any, locale_id: int) -> Q:
    """Give the condition that a user translates a page into a language, wherever it will stand."""
    if GroupLocaleRole.objects.holds(user, LocaleRole.TRANSLATOR, locale_id):
        return Q()
    paths = Q(pk__in=[])
    for role, pk, path in sorted(GroupLocaleRole.objects.held_below(user)):
        if (role, pk) == (LocaleRole.TRANSLATOR, locale_id):
            paths |= Q(path__startswith=path)
    return paths


def translators_of(translations: Iterable[Translation]) -> QuerySet[Any]:
    """Give those to whom any of some translations can be given."""
    chosen = list(translations)
    targets = Page.objects.filter(
        translation_key__in={item.source.object_id for item in chosen},
        locale=OuterRef(OuterRef("locale")),
        path__startswith=OuterRef("path"),
    )
    above = Page.objects.filter(Exists(targets.order_by()), translation_key=OuterRef("below"))
    roles = GroupLocaleRole.objects.filter(
        Q(below=None) | Exists(above.order_by()),
        role=LocaleRole.TRANSLATOR,
        locale__in={item.target_locale_id for item in chosen},
    )
    people = get_user_model().objects.filter(groups__locale_roles__in=roles, is_active=True)
    return people.distinct().order_by("first_name", "last_name", "username")


def _stands_at(places: Q) -> Q:
    return Q(
        Exists(
            Page.objects.filter(
                places,
                translation_key=OuterRef("source__object_id"),
                locale=OuterRef("target_locale"),
            ).order_by()
        )
    )
