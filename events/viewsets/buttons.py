"""The ways from a session to the small pages about its programme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import Button

from events.models import TrainingSessionPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wagtail.models import Page

# The name of the address, the label and the icon, in the order of the menu.
WAYS = (
    ("events_grid", _("Overview grid"), "calendar-alt"),
    ("events_conflicts", _("Conflicts"), "warning"),
    ("events_duplicate_day", _("Duplicate a day"), "copy"),
    ("events_shift", _("Shift in time"), "time"),
    ("events_fill", _("Fill from a template"), "list-ul"),
    ("events_import_programme", _("Import a programme"), "upload"),
    ("events_programme_versions", _("Versions of the programme"), "history"),
    ("events_clone", _("Clone with new dates"), "copy"),
)
FIRST = 50


def is_session(page: Page) -> bool:
    """Say whether a page is a session, without loading it as one."""
    return issubclass(page.cached_content_type.model_class() or object, TrainingSessionPage)


def programme_buttons(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Offer in the editor's menu what can be done with a programme."""
    if view_name != "edit" or not is_session(page) or page.alias_of_id is not None:
        return
    if not page.permissions_for_user(user).can_edit():
        return
    for place, (name, label, icon) in enumerate(WAYS):
        yield Button(label, reverse(name, args=[page.pk]), icon_name=icon, priority=FIRST + place)


def listing_buttons(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Offer to clone a session where it is listed, also one of another centre."""
    if is_session(page) and page.alias_of_id is None:
        url = reverse("events_clone", args=[page.pk])
        yield Button(_("Clone with new dates"), url, icon_name="copy", priority=21)
