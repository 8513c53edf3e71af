"""Panels of the session editor."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)
from wagtail.models import Page

from cms.pages.base import BasePage

from .checks import find_conflicts


class ConflictsPanel(Panel):
    """What is wrong with the programme as it was last saved."""

    class BoundPanel(Panel.BoundPanel):
        """The panel on one session."""

        template_name = "events/panels/conflicts.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            """Give the conflicts, and the way to duplicate a day of a saved page."""
            context = super().get_context_data(parent_context)
            session = self.instance
            context["conflicts"] = find_conflicts(session.programme, session)
            context["has_programme"] = bool(session.programme)
            if session.pk:
                context["duplicate_url"] = reverse("events_duplicate_day", args=[session.pk])
            return context


content_panels = [
    *Page.content_panels,
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("start_date"), FieldPanel("end_date")]),
            FieldRowPanel([FieldPanel("start_time"), FieldPanel("end_time")]),
            FieldPanel("time_zone"),
        ],
        _("When"),
        help_text=_("The dates are enough to publish; times can follow later."),
    ),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("mode"), FieldPanel("status")]), FieldPanel("venue")],
        _("Where, and how it stands"),
    ),
    FieldPanel("theme"),
    FieldPanel("summary"),
    FieldPanel("body"),
    InlinePanel("organizers", heading=_("Organizers"), label=_("Organizer")),
    InlinePanel("hosts", heading=_("Hosts"), label=_("Host")),
    FieldPanel("contact_points"),
    FieldPanel("working_languages"),
    FieldPanel("themes"),
    InlinePanel(
        "documents",
        heading=_("Documents"),
        label=_("Document"),
        help_text=_("Files for readers of this language; each language has its own list."),
    ),
    FieldPanel("related_sessions"),
]

programme_panels = [
    HelpPanel(
        _(
            "Add a day, then the slots below it. Move a block with its arrows or its handle, also "
            "from day to day. Times are local times of the session; a slot needs none to be "
            "published. In a translation only titles, summaries and notes count: days, times, "
            "rooms and people come from the source page."
        )
    ),
    ConflictsPanel(heading=_("Conflicts")),
    FieldPanel("programme"),
]

registration_panels = [
    FieldPanel("registration_mode"),
    FieldPanel("registration_url"),
    MultiFieldPanel(
        [
            FieldRowPanel(
                [FieldPanel("registration_opens_on"), FieldPanel("registration_opens_time")]
            ),
            FieldRowPanel(
                [FieldPanel("registration_closes_on"), FieldPanel("registration_closes_time")]
            ),
        ],
        _("Registration period"),
        help_text=_("Local time of the session. Without a time, the last day counts to its end."),
    ),
    FieldRowPanel([FieldPanel("capacity"), FieldPanel("waiting_list")]),
]

edit_handler = TabbedInterface(
    [
        ObjectList(content_panels, heading=_("Content")),
        ObjectList(programme_panels, heading=_("Programme")),
        ObjectList(registration_panels, heading=_("Registration")),
        ObjectList(BasePage.promote_panels, heading=_("Promote")),
        ObjectList(BasePage.settings_panels, heading=_("Settings")),
    ]
)

__all__ = ["ConflictsPanel", "edit_handler"]
