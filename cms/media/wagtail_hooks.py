"""Registration of the media application with Wagtail's admin."""

from django.http import Http404
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry

from .models import Image
from .views import MissingAltReport


class MissingAltMenuItem(MenuItem):
    """The report, for those who may change images."""

    def is_shown(self, request):
        """Hide the report from those who see no image in it."""
        policy = policy_registry.get_by_type(Image)
        return policy.user_has_any_permission(request.user, ["add", "change", "delete"])


@hooks.register("register_reports_menu_item")
def register_missing_alt_menu_item():
    """Show the report in the menu."""
    return MissingAltMenuItem(
        _("Images without alternative text"),
        reverse("missing_alt_report"),
        icon_name="image",
        order=700,
    )


@hooks.register("register_admin_urls")
def register_missing_alt_urls():
    """Route the report."""
    return [
        path("reports/missing-alt/", MissingAltReport.as_view(), name="missing_alt_report"),
        path(
            "reports/missing-alt/results/",
            MissingAltReport.as_view(results_only=True),
            name="missing_alt_report_results",
        ),
    ]


@hooks.register("before_serve_document", order=-1)
def hide_restricted_document(document, request):
    """Answer for a restricted document as for a missing one; Wagtail would ask to sign in.

    `get_view_restrictions` counts those of collections above, too.
    """
    restrictions = document.collection.get_view_restrictions()
    if not all(restriction.accept_request(request) for restriction in restrictions):
        raise Http404
