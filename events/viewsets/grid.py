"""The overview grid of a programme, and the page on which one of its slots is moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.widgets import AdminTimeInput

from events.domain.drafting import arising, open_draft, open_for_change, store
from events.domain.grid import grid_of
from events.domain.moving import SlotMove, propose_move, slot_of
from events.domain.rights import session_to_change, session_to_see
from events.models import checked_programme, conflicts_of, people_of

from .proposing import add_error
from .shift import day_label

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from events.domain.drafting import Draft
    from events.models import TrainingSessionPage
    from events.timetable import Slot, Timetable


def grid_view(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the draft of a programme as tables of rooms and times."""
    session = session_to_see(request.user, page_id)
    draft = open_draft(session)
    people = people_of([draft.timetable])
    checked = checked_programme(draft.session, draft.raw)
    conflicts = conflicts_of([checked], request.user, people)[0]
    context = {
        "page": session,
        "zone": draft.session.time_zone,
        "grid": grid_of(draft.timetable, conflicts, people),
        "conflict_count": len(conflicts),
        "may_change": not session.permissions_for_user(request.user).page_locked(),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[session.pk]),
    }
    return TemplateResponse(request, "events/admin/grid.html", context)


class RoomInput(forms.TextInput):
    """A text with the rooms of the programme to choose from."""

    template_name = "events/widgets/room.html"

    def __init__(self, rooms: list[str]) -> None:
        """Take the rooms."""
        super().__init__(attrs={"list": "miti-rooms"})
        self.rooms = rooms

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the rooms."""
        return {**super().get_context(name, value, attrs), "rooms": self.rooms}


class MoveForm(forms.Form):
    """Day, time and room of a slot."""

    day = forms.ChoiceField(label=gettext_lazy("Day"))
    start = forms.TimeField(label=gettext_lazy("Start"), required=False, widget=AdminTimeInput)
    end = forms.TimeField(
        label=gettext_lazy("End"),
        required=False,
        widget=AdminTimeInput,
        help_text=gettext_lazy("If empty: the slot lasts as long as before."),
    )
    room = forms.CharField(label=gettext_lazy("Room"), required=False, max_length=100)

    def __init__(self, timetable: Timetable, *args: Any, **kwargs: Any) -> None:
        """Offer the days and the rooms of the programme."""
        super().__init__(*args, **kwargs)
        day: Any = self.fields["day"]
        day.choices = [(str(it.uid), day_label(it)) for it in timetable.days]
        rooms = sorted({slot.room for slot in timetable.slots if slot.room})
        self.fields["room"].widget = RoomInput(rooms)


def move_view(request: HttpRequest, page_id: int, slot: UUID) -> HttpResponse:
    """Move a slot to another day, time or room, as a new draft."""
    session = session_to_change(request.user, page_id)
    draft = open_draft(session)
    try:
        found = slot_of(draft, slot)
    except ValidationError:
        raise Http404 from None
    form = MoveForm(draft.timetable, request.POST or None, initial=_initial(found))
    if request.method == "POST" and form.is_valid() and _move(request, session, slot, form):
        return redirect(f"{reverse('events_grid', args=[session.pk])}#slot-{slot}")
    context = {
        "page": session,
        "form": form,
        "slot": found,
        "revision": draft.revision,
        "zone": draft.session.time_zone,
        "media": form.media,
    }
    return TemplateResponse(request, "events/admin/move_slot.html", context)


def _initial(slot: Slot) -> dict[str, Any]:
    """Leave the end empty: a slot that is moved lasts as long as before."""
    day = str(slot.day.uid) if slot.day else ""
    return {"day": day, "start": slot.start, "room": slot.room}


def _move(request: HttpRequest, session: TrainingSessionPage, slot: UUID, form: MoveForm) -> bool:
    data = form.cleaned_data
    move = SlotMove(slot, UUID(data["day"]), data["start"], data["end"], data["room"].strip())
    try:
        with transaction.atomic():
            draft: Draft = open_for_change(session, _revision(request))
            proposal = propose_move(draft, move)
            number = len(arising(proposal, request.user))
            store(proposal, request.user)
    except ValidationError as error:
        add_error(form, error)
        return False
    messages.success(request, _("The slot was moved, in a new draft."))
    if number:
        text = ngettext("%(number)d new conflict.", "%(number)d new conflicts.", number)
        messages.warning(request, text % {"number": number})
    return True


def _revision(request: HttpRequest) -> int | None:
    given = request.POST.get("revision", "")
    return int(given) if given.isascii() and given.isdecimal() else None
