"""Putting pages, snippets and their languages into a bundle, and taking them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from cms.references.content import base_model
from releases.models import BundleMember

from .contents import name_of, objects_of
from .problems import refusal
from .releasing import locked_bundle, require_open
from .rights import may_add, seen_by

if TYPE_CHECKING:
    from collections.abc import Iterable

    from releases.enums import MemberAction
    from releases.models import BundleRedirect, ReleaseBundle

ADDED = "releases.add"
REMOVED = "releases.remove"


def versions_of(instance: Any, user: Any) -> list[Any]:
    """Give the language versions of an object that a user may put into a bundle.

    What only shows the text of another language follows it, and is none of its own.
    """
    model: Any = base_model(type(instance))
    rows = model._default_manager.filter(translation_key=instance.translation_key)
    rows = rows.exclude(alias_of__isnull=False, latest_revision=None)
    rows = rows.select_related("locale").order_by("pk")
    if model is Page:
        rows = rows.specific()
    return [version for version in rows if may_add(user, version)]


@transaction.atomic
def add(
    bundle: ReleaseBundle, instances: Iterable[Any], action: MemberAction, user: Any
) -> list[BundleMember]:
    """Put objects into an open bundle; who is in it already gets the new action."""
    locked = locked_bundle(bundle.pk)
    require_open(locked)
    added = []
    for instance in instances:
        if not may_add(user, instance):
            raise PermissionDenied
        type_pk, key = name_of(instance)
        title = getattr(instance, "draft_title", "") or str(instance)
        member, _created = BundleMember.objects.update_or_create(
            bundle=locked,
            content_type_id=type_pk,
            object_id=key,
            defaults={"action": action, "title": title[:255]},
        )
        added.append(member)
    _changed(locked, ADDED, user, [member.title for member in added])
    return added


@transaction.atomic
def remove(bundle: ReleaseBundle, pk: int, user: Any) -> None:
    """Take a member that the user may see out of an open bundle."""
    locked = locked_bundle(bundle.pk)
    require_open(locked)
    member = locked.members.filter(pk=pk).first()
    if member is None:
        raise refusal(_("It is not in the bundle any more."))
    instance = next(iter(objects_of([member]).values()), None)
    if instance is not None and not may_see(user, instance):
        raise PermissionDenied
    member.delete()
    _changed(locked, REMOVED, user, [member.title])


def may_see(user: Any, instance: Any) -> bool:
    """Say whether a user may see an object in the admin."""
    return bool(seen_by(user, [instance])) or may_add(user, instance)


def require_all_seen(bundle: ReleaseBundle, user: Any) -> None:
    """Refuse, raising PermissionDenied, to whom some member of a bundle is hidden."""
    instances = objects_of(bundle.members.all()).values()
    if not all(may_see(user, instance) for instance in instances):
        raise PermissionDenied


@transaction.atomic
def add_redirect(redirect: BundleRedirect, user: Any) -> None:
    """Put a redirect into an open bundle."""
    locked = locked_bundle(redirect.bundle_id)
    require_open(locked)
    redirect.save()
    _changed(locked, ADDED, user, [redirect.old_path])


@transaction.atomic
def remove_redirect(bundle: ReleaseBundle, pk: int, user: Any) -> None:
    """Take a redirect out of an open bundle."""
    locked = locked_bundle(bundle.pk)
    require_open(locked)
    redirect = locked.redirects.filter(pk=pk).first()
    if redirect is not None:
        redirect.delete()
        _changed(locked, REMOVED, user, [redirect.old_path])


def _changed(bundle: ReleaseBundle, action: str, user: Any, titles: list[str]) -> None:
    """Forget what the last attempt met, and say in the history what has changed."""
    bundle.problems = []
    bundle.save(update_fields=["problems"])
    log(instance=bundle, action=action, user=user, data={"number": len(titles)})
