"""Panels of the session editor."""

from __future__ import annotations

from typing import Any, ClassVar

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
from cms.pages.widgets import CheckboxGrid, TagsSelect

from .checks import find_stored_conflicts
from .confirming import CONFIRM_FIELD, conflict_rows


class ConflictsPanel(Panel):
    """What is wrong with the programme, as it was last saved or as it could not be published."""

    class BoundPanel(Panel.BoundPanel):
        """The panel on one session."""

        template_name = "events/panels/conflicts.html"

        class Media:
            """What opens blocks by their address, and marks those with a conflict."""

            js = ("events/js/programme.js", "events/js/new_blocks.js")
            css: ClassVar[dict[str, list[str]]] = {"all": ["events/css/programme.css"]}

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            """Give the conflicts, what is to be confirmed, and the ways to the other pages."""
            context = super().get_context_data(parent_context)
            session = self.instance
            found = session.conflicts_found
            if found is None:
                user = getattr(self.request, "user", None)
                found = find_stored_conflicts(session, user)
            rows = conflict_rows(session, found)
            context["rows"] = rows
            context["confirm_field"] = CONFIRM_FIELD
            context["to_confirm"] = ",".join(
                row.conflict.fingerprint for row in rows if row.is_open
            )
            context["session"] = session
            context["has_programme"] = bool(session.programme)
            context["is_saved"] = bool(session.pk)
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
    FieldPanel("contact_points", widget=CheckboxGrid),
    FieldPanel("working_languages"),
    FieldPanel("themes", widget=CheckboxGrid),
    InlinePanel(
        "documents",
        heading=_("Documents"),
        label=_("Document"),
        help_text=_("Files for readers of this language; each language has its own list."),
    ),
    FieldPanel("related_sessions", widget=TagsSelect),
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
