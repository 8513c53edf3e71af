"""The home page of the admin: what the site holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.site_summary import SummaryItem

from cms.pages.listings import may_edit_pages
from events.viewsets import session_viewset
from organizations.viewsets import organization_viewset, person_viewset

from .domain.awaiting import count_sets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest


class PagesItem(SummaryItem):
    """How many pages of a type there are, with the way to them."""

    template_name = "home/admin/summary_item.html"

    def __init__(self, request: HttpRequest, order: int, viewset: Any) -> None:
        super().__init__(request)
        self.order = order
        self.viewset = viewset

    @cached_property
    def number(self) -> int:
        """Count what the user may see."""
        return count_sets(self.viewset.model, self.request.user)

    def is_shown(self) -> bool:
        """Show it to editors who find something there."""
        return may_edit_pages(self.request.user) and self.number > 0

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Give the number and its name."""
        options = self.viewset.model._meta
        return {
            "icon": self.viewset.icon,
            "number": self.number,
            "label": options.verbose_name if self.number == 1 else options.verbose_name_plural,
            "url": reverse(self.viewset.get_url_name("index")),
        }


def summary_items(request: HttpRequest) -> list[SummaryItem]:
    """Give the items of the site summary that are the network's own."""
    viewsets = (session_viewset, organization_viewset, person_viewset)
    return [PagesItem(request, 10 * place, viewset) for place, viewset in enumerate(viewsets, 1)]
