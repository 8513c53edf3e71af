"""Files in the admin's own API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry

if TYPE_CHECKING:
    from django.db.models import QuerySet

# One of them is enough to see the files of a collection.
ACTIONS = ("choose", "add", "change", "delete")


class ChoosableFilesMixin:
    """Lists the files that the user may choose or change; Wagtail lists those of all collections.

    One that is asked for by its number is answered if its collection is public, as by its address:
    the desk of translators shows what a page has chosen.
    """

    action: str
    request: Any

    def get_queryset(self) -> QuerySet:
        """Leave out of lists what is not the user's."""
        files = super().get_queryset()
        if self.action != "listing_view":
            return files
        policy = policy_registry.get_by_type(files.model)
        mine = policy.instances_user_has_any_permission_for(self.request.user, ACTIONS)
        return files.filter(pk__in=mine.order_by().values("pk"))


class ChoosableImagesAPIViewSet(ChoosableFilesMixin, ImagesAdminAPIViewSet):
    """Images."""


class ChoosableDocumentsAPIViewSet(ChoosableFilesMixin, DocumentsAdminAPIViewSet):
    """Documents."""
