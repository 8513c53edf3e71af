"""Registration of the media application with Wagtail's admin."""

from django.http import Http404
from wagtail import hooks

from .operations import QuickFormatOperation
from .reports import MissingAltReport, report_menu_item, report_urls


@hooks.register("register_reports_menu_item")
def register_missing_alt():
    """Show the report of images without alternative text."""
    return report_menu_item(MissingAltReport, 700)


@hooks.register("register_admin_urls")
def register_missing_alt_urls():
    """Route it."""
    return report_urls("missing-alt", MissingAltReport)


@hooks.register("register_image_operations", order=1)
def register_format_operation():
    """Take the place of Wagtail's own operation, which is registered first."""
    return [("format", QuickFormatOperation)]


@hooks.register("before_serve_document", order=-1)
def hide_restricted_document(document, request):
    """Answer for a restricted document as for a missing one; Wagtail would ask to sign in.

    `get_view_restrictions` counts those of collections above, too.
    """
    restrictions = document.collection.get_view_restrictions()
    if not all(restriction.accept_request(request) for restriction in restrictions):
        raise Http404
