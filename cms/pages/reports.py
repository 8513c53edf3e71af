"""Reports on what pages hold: which pages they are about, and who sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from .listings import EDITING, EditorsMenuItem

if TYPE_CHECKING:
    from django.db.models import QuerySet


class PagesReport(ReportView):
    """A report on pages that the editor may change."""

    any_permission_required = list(EDITING)

    @property
    def permission_policy(self) -> Any:
        """Ask the rules of pages: there are none for one type of page."""
        return policy_registry.get_by_type(Page)

    def editable(self) -> QuerySet[Page]:
        """Give the primary keys of the pages that the editor may change, as a subquery."""
        policy = self.permission_policy
        pages = policy.instances_user_has_permission_for(self.request.user, "change")
        return pages.order_by().values("pk")


def report_menu_item(view: type[PagesReport], order: int) -> EditorsMenuItem:
    """Give the entry of a report on pages in the menu of reports."""
    return EditorsMenuItem(
        view.page_title, reverse(view.index_url_name), icon_name=view.header_icon, order=order
    )
