"""Registration of uses and replacements with Wagtail's admin."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from cms.media.reports import report_menu_item, report_urls

from . import actions, views
from .guard import ask_together
from .refusal import address
from .replacing import REPLACED, UNDONE
from .unused import UnusedDocumentsReport

LAST = 1000


@hooks.register("register_admin_urls")
def register_urls():
    """Route the pages about uses."""
    item = "<str:app_label>/<str:model_name>/<str:pk>/"
    return [
        path(f"uses/{item}", views.uses_view, name="references_uses"),
        path(f"uses/{item}replace/", views.replace_view, name="references_replace"),
        path("replacements/<int:pk>/undo/", views.undo_view, name="references_undo"),
        *report_urls("unused-documents", UnusedDocumentsReport),
    ]


@hooks.register("register_reports_menu_item")
def register_unused_documents():
    """Show the report of documents that nothing uses."""
    return report_menu_item(UnusedDocumentsReport, 701)


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def offer_uses_of_page(page, user, *args, **kwargs):
    """Lead to what uses a page."""
    if not page.is_root():
        yield Button(_("Used in …"), address("uses", page), icon_name="link", priority=76)


@hooks.register("register_snippet_listing_buttons")
def offer_uses_of_snippet(snippet, user, next_url=None):
    """Lead to what uses a snippet."""
    yield Button(_("Used in …"), address("uses", snippet), icon_name="link", priority=76)


@hooks.register("before_delete_page", order=LAST)
def ask_before_deleting_page(request, page):
    """Refuse at once, before anybody is asked to confirm; what is below goes too."""
    return actions.refuse(request, Page.objects.filter(path__startswith=page.path))


@hooks.register("before_delete_snippet", order=LAST)
def ask_before_deleting_snippets(request, instances):
    """Refuse at once."""
    return actions.refuse(request, instances)


@hooks.register("before_unpublish_page", order=LAST)
def ask_before_unpublishing_page(request, page):
    """Ask about all that goes together: pages below may refer to each other."""
    if request.POST.get("include_descendants"):
        ask_together(actions.pages_going(page))


@hooks.register("before_bulk_action", order=LAST)
def ask_before_bulk_action(request, action_type, objects, action):
    """Ask about all that go together."""
    if action_type == "delete":
        ask_together(actions.with_pages_below(objects))
    elif action_type == "unpublish":
        with_below = action.cleaned_form.cleaned_data.get("include_descendants")
        ask_together(actions.with_live_pages_below(objects) if with_below else objects)


@hooks.register("register_actions", order=LAST)
def register_actions(registry):
    """Have API v3 refuse, too, with the names that its user may see."""
    registry.register(Page, actions.DeleteUnusedPage)
    registry.register(Page, actions.UnpublishUnusedPage)


@hooks.register("register_log_actions")
def register_log_actions(entries):
    """Name the entries of replacements."""

    @entries.register_action(REPLACED)
    class Replaced(LogFormatter):
        label = _("Replace everywhere")

        def format_message(self, log_entry):
            data = log_entry.data
            return _("“%(new)s” put in the place of “%(old)s” in %(number)d places") % {
                **data,
                "number": len(data["objects"]),
            }

    @entries.register_action(UNDONE)
    class Undone(LogFormatter):
        label = _("Undo replacement")

        def format_message(self, log_entry):
            data = log_entry.data
            return _("“%(old)s” put back in the place of “%(new)s” in %(number)d places") % {
                **data,
                "number": len(data["objects"]),
            }
