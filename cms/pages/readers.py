"""Whose drafts somebody in the admin may read: those where they have a right, and no others'.

Wagtail shows titles of drafts to everybody who may edit anything: in choosers, in the API of its
sidebar, in reports. Who writes for one centre chooses among what is public, and what is their own.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from wagtail.models import Page
from wagtail.permissions import policy_registry

if TYPE_CHECKING:
    from collections.abc import Iterator

READER: ContextVar[Any] = ContextVar("reader", default=None)


@contextmanager
def read_by(user: Any) -> Iterator[None]:
    """Show titles of pages as somebody may read them."""
    token = READER.set(user)
    try:
        yield
    finally:
        READER.reset(token)


def shows_drafts(page: Page) -> bool:
    """Say whether who reads now may read drafts of a page; programs may.

    What stands above one's own pages has a name, too, while it is not public: it leads there.
    Desks of translators name what is theirs by its original, and do not ask here.
    """
    user = READER.get()
    if user is None or user.is_superuser:
        return True
    paths = _paths(user)
    if page.path.startswith(tuple(paths)):
        return True
    return not page.live and any(path.startswith(page.path) for path in paths)


def readable_pages(user: Any) -> Q:
    """Give the condition that a page is public, or that somebody may read its drafts.

    What stands above their own pages is there, too.
    """
    if user.is_superuser:
        return Q()
    condition = Q(live=True) | Q(depth=1)
    paths = _paths(user)
    for path in sorted(paths):
        condition |= Q(path__startswith=path)
    if above := _above(paths):
        condition |= Q(path__in=sorted(above))
    return condition


def may_read(user: Any, keys: set[int]) -> bool:
    """Say whether somebody may read all of some pages; those that are not there, they may not."""
    return Page.objects.filter(readable_pages(user), pk__in=keys).count() == len(keys)


def _paths(user: Any) -> set[str]:
    policy = policy_registry.get_by_type(Page)
    return {right.page.path for right in policy.get_cached_permissions_for_user(user)}


def _above(paths: set[str]) -> set[str]:
    """Give the paths of all ancestors."""
    step = Page.steplen
    return {path[:end] for path in paths for end in range(step, len(path), step)}
