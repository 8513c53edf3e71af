"""Wagtail's actions and views, with the question who uses what is to go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from .guard import StillUsedError, ask_together, one_action, uses_in_the_way
from .refusal import refuse_because_used, said_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import Model
    from django.http import HttpRequest, HttpResponse


def refuse(request: HttpRequest, instances: Iterable[Model]) -> HttpResponse | None:
    """Show who uses what somebody wants to delete; None if nobody does."""
    uses = uses_in_the_way(instances)
    return refuse_because_used(request, StillUsedError(uses)) if uses else None


def pages_going(page: Page) -> list[Page]:
    """Give a page and all below it that are public."""
    return [page, *page.get_descendants().live()]


def with_pages_below(objects: Iterable[Any]) -> list[Any]:
    """Add what stands below pages, and goes with them."""
    objects = list(objects)
    below = [page for item in objects if isinstance(item, Page) for page in item.get_descendants()]
    return [*objects, *below]


def with_live_pages_below(objects: Iterable[Any]) -> list[Any]:
    """Add what is public below pages."""
    objects = list(objects)
    return [*objects, *(page for item in objects for page in item.get_descendants().live())]


class _AskingAction:
    """An action of API v3 that answers with the names that its user may see."""

    user: Any
    check: Callable[..., None]

    def going(self) -> list[Any]:
        """Give what goes."""
        raise NotImplementedError

    def execute(self, *args: Any, **kwargs: Any) -> Any:
        """Ask, once it is known that the user may act, and act."""
        self.check(skip_permission_checks=kwargs.get("skip_permission_checks", False))
        with one_action():
            try:
                ask_together(self.going())
                return super().execute(*args, **kwargs)
            except StillUsedError as error:
                raise ValidationError(said_to(self.user, error), code="still_used") from error


class DeleteUnusedPage(_AskingAction, DeletePageAction):
    """Deletes a page that nothing uses, with all below it."""

    def going(self) -> list[Any]:
        """Give the page and all below it."""
        return with_pages_below([self.page])


class UnpublishUnusedPage(_AskingAction, UnpublishPageAction):
    """Unpublishes a page that nothing uses."""

    def going(self) -> list[Any]:
        """Give the page and, if they go too, those below it."""
        return pages_going(self.object) if self.include_descendants else [self.object]
