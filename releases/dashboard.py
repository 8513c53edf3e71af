"""What the first page of the admin says of bundles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from wagtail.admin.ui.components import Component

from releases.domain.notices import moment_text
from releases.domain.rights import may_see_bundles
from releases.enums import BundleState
from releases.models import ReleaseBundle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

SHOWN = 5


class BundlesPanel(Component):
    """Bundles that wait for their time, and the user's own that could not be released."""

    name = "release-bundles"
    order = 110
    template_name = "releases/admin/panel.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Give both; nothing to those for whom bundles are not."""
        user = self.request.user
        if not may_see_bundles(user):
            return {"bundles": []}
        refused = Q(state=BundleState.DRAFT, scheduled_by=user.pk) & ~Q(problems=[])
        found = ReleaseBundle.objects.filter(refused | Q(state=BundleState.SCHEDULED))
        # What failed has no time any more, and is not to be crowded out by what waits.
        order = F("go_live_at").asc(nulls_first=True)
        bundles = list(found.order_by(order, "pk")[:SHOWN])
        return {
            "bundles": [(it, moment_text(it.go_live_at) if it.go_live_at else "") for it in bundles]
        }
