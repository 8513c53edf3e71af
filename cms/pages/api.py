"""The pages of the admin's own API, which its sidebar and choosers ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.admin.api.views import PagesAdminAPIViewSet

from .readers import readable_pages

if TYPE_CHECKING:
    from django.db.models import QuerySet


class ReadablePagesAPIViewSet(PagesAdminAPIViewSet):
    """Gives public pages, and those whose drafts the user may read; Wagtail gives all."""

    def get_queryset(self) -> QuerySet:
        """Leave out what is hidden from the user."""
        return super().get_queryset().filter(readable_pages(self.request.user))
