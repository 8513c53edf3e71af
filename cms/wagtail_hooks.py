"""Registration of the kernel's report and log entries with Wagtail's admin."""

from django.contrib.auth import get_user_model
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from .media.api import ChoosableDocumentsAPIViewSet, ChoosableImagesAPIViewSet
from .pages.api import ReadablePagesAPIViewSet
from .pages.readers import readable_pages
from .pages.scheduling import KEPT
from .pages.views import front_end_preview_view
from .reports import DearestMenuItem, DearestReport
from .users.rights import RightsHistoryForm, note_rights, register_rights_action, remember_rights

hooks.register("register_log_actions", register_rights_action)

LAST = 1000

# After all other parts of the form of groups, so that it sees what they have saved.
hooks.register("register_group_permission_panel", lambda: RightsHistoryForm, order=LAST)


@hooks.register("before_edit_user")
def remember_rights_of_user(request, user):
    """Keep what a user may do before it is changed."""
    remember_rights(request, [user])


@hooks.register("after_create_user")
@hooks.register("after_edit_user")
def note_rights_of_user(request, user):
    """Note in the history what a user may do now."""
    note_rights(request, [user])


@hooks.register("before_bulk_action")
def remember_rights_of_users(request, action_type, objects, action):
    """Keep what users may do before all of them are changed."""
    if action.model is get_user_model():
        remember_rights(request, objects)


@hooks.register("after_bulk_action")
def note_rights_of_users(request, action_type, objects, action):
    """Note what users may do now; those who were deleted have an entry of their own."""
    if action.model is get_user_model() and action_type != "delete":
        note_rights(request, get_user_model().objects.filter(pk__in=[o.pk for o in objects]))


@hooks.register("register_reports_menu_item")
def register_dearest_menu_item():
    """Show the report in the menu."""
    return DearestMenuItem(
        _("Dearest operations"), reverse("dearest_report"), icon_name="time", order=900
    )


@hooks.register("register_admin_urls")
def register_urls():
    """Route the report, and previews in the front end."""
    results = DearestReport.as_view(results_only=True)
    return [
        path("pages/<int:page_id>/front-end/", front_end_preview_view, name="front_end_preview"),
        path("reports/dearest-operations/", DearestReport.as_view(), name="dearest_report"),
        path("reports/dearest-operations/results/", results, name="dearest_report_results"),
    ]


@hooks.register("construct_page_chooser_queryset")
def offer_readable_pages(pages, request):
    """Offer what is public, and what the user may edit."""
    return pages.filter(readable_pages(request.user))


@hooks.register("construct_admin_api", order=LAST)
def give_what_is_readable(router):
    """Put ours in the place of Wagtail's."""
    router.register_endpoint("pages", ReadablePagesAPIViewSet)
    router.register_endpoint("images", ChoosableImagesAPIViewSet)
    router.register_endpoint("documents", ChoosableDocumentsAPIViewSet)


@hooks.register("register_log_actions")
def register_refused_expiry(actions):
    """Name the entry that an end leaves when something still uses what was to expire."""

    @actions.register_action(KEPT)
    class RefusedExpiry(LogFormatter):
        label = _("Call off an expiry")

        def format_message(self, log_entry):
            # Who uses it is on its page "Used in …", for those who may see that.
            return _("Not taken off the site as scheduled, because it is still used")
