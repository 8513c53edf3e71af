"""Registration of contact points and of the report of old facts with Wagtail's admin."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.snippets.models import register_snippet

from .viewsets import (
    ContactPointViewSet,
    OldFactsReport,
    organization_viewset,
    person_viewset,
)

register_snippet(ContactPointViewSet)


@hooks.register("register_admin_viewset")
def register_listings():
    """Add the listings of organizations and people."""
    return [organization_viewset, person_viewset]


class OldFactsMenuItem(MenuItem):
    """The report, for those who may change pages."""

    def is_shown(self, request):
        """Hide the report from those who see no fact in it."""
        policy = policy_registry.get_by_type(Page)
        return policy.user_has_any_permission(request.user, ["add", "change", "publish"])


@hooks.register("register_reports_menu_item")
def register_old_facts_menu_item():
    """Show the report in the menu."""
    return OldFactsMenuItem(
        _("Old facts"), reverse("old_facts_report"), icon_name="history", order=710
    )


@hooks.register("register_admin_urls")
def register_old_facts_urls():
    """Route the report."""
    return [
        path("reports/old-facts/", OldFactsReport.as_view(), name="old_facts_report"),
        path(
            "reports/old-facts/results/",
            OldFactsReport.as_view(results_only=True),
            name="old_facts_report_results",
        ),
    ]
