"""Registration of the site's own things with Wagtail's admin."""

from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.site_summary import PagesSummaryItem
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet

from cms.pages.previewing import HOME_DEPTH
from cms.pages.publishing import REFUSED, TOGETHER

from .dashboard import AwaitingPanel
from .domain.centre_members import JOINED, LEFT
from .domain.centre_roles import MADE
from .summary import summary_items
from .views.centre_roles import CentreRolesMenuItem, centre_view, centres_view, roles_url
from .viewsets import DirectoryGroup, DocumentationMenuItem, SiteGroup, news_viewset

register_snippet(SiteGroup)


@hooks.register("register_admin_viewset")
def register_listings():
    """Add the listing of news and the menu of what pages refer to."""
    return [news_viewset, DirectoryGroup()]


@hooks.register("construct_homepage_panels")
def show_what_awaits(request, panels):
    """Put what awaits the user first, in the place of Wagtail's own lists of reviews."""
    replaced = {"workflow_objects_to_moderate", "user_objects_in_workflow_moderation"}
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in replaced]
    panels.append(AwaitingPanel(request))


@hooks.register("construct_homepage_summary_items", order=10)
def show_numbers(request, items):
    """Count sessions, organizations and people in the place of pages, which nobody looks for."""
    items[:] = [item for item in items if not isinstance(item, PagesSummaryItem)]
    items.extend(summary_items(request))


@hooks.register("construct_main_menu")
def order_menu(request, menu_items):
    """Put files after content, and leave out a menu that repeats others."""
    order = {"images": 300, "documents": 310, "snippets": 700}
    for item in menu_items:
        item.order = order.get(item.name, item.order)
    menu_items.sort(key=lambda item: item.order)


@hooks.register("before_unpublish_page")
def keep_language(request, page):
    """Refuse to hide a whole language with its home page, unless all of it is to go."""
    if (
        page.depth != HOME_DEPTH
        or request.method != "POST"
        or "include_descendants" in request.POST
    ):
        return None
    number = page.get_descendants().live().count()
    if not number:
        return None
    text = ngettext(
        "Nothing has changed: with this home page, readers would miss %(number)d page below it."
        " Tick that it is to go, too, or take it off the site first.",
        "Nothing has changed: with this home page, readers would miss %(number)d pages below it."
        " Tick that they are to go, too, or take them off the site first.",
        number,
    )
    messages.error(request, text % {"number": number})
    return redirect("wagtailadmin_pages:unpublish", page.pk)


@hooks.register("register_help_menu_item")
def register_documentation():
    """Lead to the documentation, where operators say that there is one."""
    return DocumentationMenuItem(_("Documentation"), "", name="documentation", icon_name="help")


@hooks.register("construct_help_menu")
def shorten_help(request, menu_items):
    """Leave out news and guide of the tool, which know nothing of this site and are elsewhere."""
    foreign = ("whats-new", "editor-guide")
    menu_items[:] = [item for item in menu_items if not item.name.startswith(foreign)]


@hooks.register("register_log_actions")
def register_refused_publishing(actions):
    """Name the entry that a scheduled revision leaves when it is not fit to be published."""
    actions.register_action(
        TOGETHER,
        _("Publish with other languages"),
        _("Published together with other languages, as scheduled"),
    )

    @actions.register_action(REFUSED)
    class RefusedPublishing(LogFormatter):
        label = _("Refuse scheduled publishing")

        def format_message(self, log_entry):
            errors = " ".join(log_entry.data.get("errors", []))
            return _("Not published as scheduled, because it is not complete: %(errors)s") % {
                "errors": errors
            }


@hooks.register("register_admin_urls")
def register_centre_roles():
    """Route the pages about the roles of centres."""
    return [
        path("centres/", centres_view, name="home_centres"),
        path("centres/<uuid:key>/", centre_view, name="home_centre_roles"),
    ]


@hooks.register("register_settings_menu_item")
def register_centre_roles_menu_item():
    """Put them beside users and groups."""
    return CentreRolesMenuItem(
        _("Roles of centres"), roles_url(), name="centre-roles", icon_name="group", order=605
    )


@hooks.register("register_log_actions")
def register_centre_entries(actions):
    """Name what the histories of groups tell of centres."""
    actions.register_action(MADE, _("Give the rights of a role"), _("Given the rights of a centre"))

    @actions.register_action(JOINED)
    class Joined(LogFormatter):
        label = _("Add to a group")

        def format_message(self, log_entry):
            return _("Added “%(name)s”") % log_entry.data

    @actions.register_action(LEFT)
    class Left(LogFormatter):
        label = _("Take out of a group")

        def format_message(self, log_entry):
            return _("Took “%(name)s” out") % log_entry.data
