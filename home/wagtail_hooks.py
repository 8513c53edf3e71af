"""Registration of the site's own things with Wagtail's admin."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.site_summary import PagesSummaryItem
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet

from cms.pages.publishing import REFUSED

from .dashboard import AwaitingPanel, summary_items
from .viewsets import DirectoryGroup, SiteGroup, news_viewset

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


@hooks.register("construct_help_menu")
def shorten_help(request, menu_items):
    """Leave out news of the tool: they are for developers."""
    menu_items[:] = [item for item in menu_items if not item.name.startswith("whats-new")]


@hooks.register("register_log_actions")
def register_refused_publishing(actions):
    """Name the entry that a scheduled revision leaves when it is not fit to be published."""

    @actions.register_action(REFUSED)
    class RefusedPublishing(LogFormatter):
        label = _("Refuse scheduled publishing")

        def format_message(self, log_entry):
            errors = " ".join(log_entry.data.get("errors", []))
            return _("Not published as scheduled, because it is not complete: %(errors)s") % {
                "errors": errors
            }
