"""Whose programme somebody may see in the admin, and change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from events.models import TrainingSessionPage

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser


def session_to_see(user: AbstractBaseUser | AnonymousUser, page_id: int) -> TrainingSessionPage:
    """Give a session whose draft the user may see; its structure must be its own.

    Raises Http404 if there is none, PermissionDenied for an alias or a translation, too.
    """
    session = get_object_or_404(TrainingSessionPage, pk=page_id)
    if not session.permissions_for_user(user).can_edit():
        raise PermissionDenied
    if session.alias_of_id or not session.is_source:
        raise PermissionDenied
    return session


def session_to_change(user: AbstractBaseUser | AnonymousUser, page_id: int) -> TrainingSessionPage:
    """Give a session whose draft the user may change now: nobody else has locked it."""
    session = session_to_see(user, page_id)
    if session.permissions_for_user(user).page_locked():
        raise PermissionDenied
    return session
