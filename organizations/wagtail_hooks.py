"""Registration of contact points, listings and reports with Wagtail's admin."""

from functools import partial

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from cms.media.reports import report_urls
from cms.pages.reports import report_menu_item

from .exchange_urls import admin_patterns
from .viewsets import (
    ContactPointViewSet,
    OldFactsReport,
    OldRolesReport,
    WithoutConsentReport,
    organization_viewset,
    person_viewset,
    register_log_actions,
)

REPORTS = {
    "old-facts": OldFactsReport,
    "old-roles": OldRolesReport,
    "without-consent": WithoutConsentReport,
}

register_snippet(ContactPointViewSet)
hooks.register("register_log_actions", register_log_actions)


@hooks.register("register_admin_viewset")
def register_listings():
    """Add the listings of organizations and people."""
    return [organization_viewset, person_viewset]


@hooks.register("register_admin_urls")
def register_reports():
    """Route the reports, and the pages for tables of records."""
    reports = [url for slug, view in REPORTS.items() for url in report_urls(slug, view)]
    return [*reports, *admin_patterns]


for order, report in enumerate(REPORTS.values(), start=710):
    hooks.register("register_reports_menu_item", partial(report_menu_item, report, order))
