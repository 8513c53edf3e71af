"""Who may do what with bundles, and with what is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.models import Page

from cms.references.listing import visible_to
from cms.references.uses import State, Use
from translations.domain.policy import TargetRights, has_right

if TYPE_CHECKING:
    from collections.abc import Iterable

CHANGE = "releases.change_releasebundle"
ADD = "releases.add_releasebundle"
REDIRECTS = ("wagtailredirects.add_redirect", "wagtailredirects.change_redirect")


def may_see_bundles(user: Any) -> bool:
    """Say whether bundles are for a user."""
    return user.is_active and (user.has_perm(CHANGE) or user.has_perm(ADD))


def may_change_bundles(user: Any) -> bool:
    """Say whether a user may fill bundles, and release them as far as the members allow."""
    return bool(user.is_active and user.has_perm(CHANGE))


def may_add(user: Any, instance: Any) -> bool:
    """Say whether a user may put an object into a bundle: who may edit or publish it."""
    return has_right(user, "change", instance) or may_publish(user, instance)


def may_publish(user: Any, instance: Any) -> bool:
    """Say whether a user may publish an object, and take it off the site."""
    return bool(user.is_active and TargetRights(user, instance).may_publish)


def may_write_redirects(user: Any) -> bool:
    """Say whether a user may make redirects and change those that are there."""
    return bool(user.is_active and user.has_perms(REDIRECTS))


def may_see_deleted(user: Any) -> bool:
    """Say whether a user may know what was deleted anywhere: as in Wagtail's own histories."""
    rights = Page.get_first_root_node().permissions_for_user(user)
    return bool(user.is_superuser or rights.can_add_subpage() or rights.can_edit())


def seen_by(user: Any, instances: Iterable[Any]) -> set[tuple[int, str]]:
    """Give the names of the objects that a user may see in the admin."""
    return visible_to([Use(instance, State.DRAFT) for instance in instances], user)
