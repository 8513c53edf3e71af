"""Making a new session from another: its content on other dates, and nothing of its identity."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.log_actions import log
from wagtail.models import COMMENTS_RELATION_NAME, Page, PageViewRestriction

from events.enums import RegistrationMode, SessionStatus
from events.models import TrainingSessionIndexPage, TrainingSessionPage

from .access import readable_draft
from .drafting import with_new_ids
from .shifting import SESSION_DATES, shift_dates, shift_days

if TYPE_CHECKING:
    from datetime import date

    from .drafting import User

# What belongs to one page: its place, its state, its versions, its names in other systems.
OWN_COLUMNS = {
    "pk", "path", "depth", "numchild", "url_path", "slug", "translation_key", "live_revision",
    "latest_revision", "latest_revision_created_at", "first_published_at", "last_published_at",
    "go_live_at", "expire_at", "expired", "locked", "locked_at", "locked_by", "alias_of", "owner",
    "has_unpublished_changes", "is_sample", COMMENTS_RELATION_NAME,
}  # fmt: skip
# Registration begins anew, without the address and the days of the session before.
REGISTRATION = (
    "registration_url", "registration_opens_on", "registration_opens_time",
    "registration_closes_on", "registration_closes_time",
)  # fmt: skip


@dataclass(frozen=True)
class CloneOrder:
    """What a new session is made of, and where it goes."""

    parent: Page
    first_day: date
    title: str = ""
    with_programme: bool = True


def proposed_title(session: TrainingSessionPage, first_day: date) -> str:
    """Give the title of a session with its year, if it has one, made that of the new first day."""
    if session.start_date is None:
        return session.title
    return session.title.replace(str(session.start_date.year), str(first_day.year))


@transaction.atomic
def clone_session(
    session: TrainingSessionPage, order: CloneOrder, user: Any
) -> TrainingSessionPage:
    """Make a draft of a new session from a session's draft, or from what is public of it.

    Raises PermissionDenied, or ValidationError if there is no first day to count from or the place
    does not take such sessions.
    """
    parent = _checked_parent(session, order.parent, user)
    draft = readable_draft(session, user)
    source = draft.session
    if source.start_date is None:
        raise ValidationError(_("This session has no first day to count from."), code="dates")
    days = (order.first_day - source.start_date).days
    copy = _copy_of(source)
    copy.title = order.title.strip() or proposed_title(source, order.first_day)
    copy.draft_title = copy.title
    for name, value in shift_dates(draft, days, SESSION_DATES).items():
        setattr(copy, name, value)
    copy.programme = with_new_ids(shift_days(draft, days)) if order.with_programme else []
    copy.owner = user
    copy.locale = parent.locale
    parent.add_child(instance=copy)
    _restrict(session, parent, copy)
    copy.save_revision(user=user, changed=False, clean=False)
    _write_down(session, parent, copy, user)
    return copy


def _checked_parent(session: TrainingSessionPage, parent: Page, user: User) -> Page:
    place = parent.specific
    if not isinstance(place, TrainingSessionIndexPage):
        raise ValidationError({"parent": _("Choose a list of training sessions.")}, code="parent")
    if not place.permissions_for_user(user).can_add_subpage():
        raise ValidationError(
            {"parent": _("You may not add sessions there. Choose another list.")}, code="parent"
        )
    if place.locale_id != session.locale_id:
        raise ValidationError(
            {"parent": _("Choose a list in the language of this session.")}, code="locale"
        )
    return place


def _copy_of(source: TrainingSessionPage) -> TrainingSessionPage:
    """Copy values and rows, without keys."""
    data = {k: v for k, v in source.serializable_data().items() if k not in OWN_COLUMNS}
    for relation in get_all_child_relations(TrainingSessionPage):
        rows = data.get(relation.get_accessor_name(), [])
        for row in rows:
            row["pk"] = None
            row[relation.field.name] = None
    copy = TrainingSessionPage.from_serializable_data({**data, "pk": None})
    copy.pk = copy.id = None
    copy.translation_key = uuid.uuid4()
    copy.live = False
    copy.has_unpublished_changes = True
    copy.status = SessionStatus.ANNOUNCED
    for name in REGISTRATION:
        field: Any = TrainingSessionPage._meta.get_field(name)
        setattr(copy, name, "" if name == "registration_url" else field.get_default())
    if source.registration_mode != RegistrationMode.NONE:
        copy.registration_mode = RegistrationMode.ANNOUNCED
    return copy


def _restrict(session: TrainingSessionPage, parent: Page, copy: TrainingSessionPage) -> None:
    """Keep private what was private, as Wagtail does where it copies a page."""
    if parent.get_view_restrictions().exists():
        return
    for restriction in session.view_restrictions.all():
        own = PageViewRestriction.objects.create(
            restriction_type=restriction.restriction_type,
            password=restriction.password,
            page=copy,
        )
        own.groups.set(restriction.groups.all())


def _write_down(
    session: TrainingSessionPage, parent: Page, copy: TrainingSessionPage, user: User
) -> None:
    def said(page: Any) -> dict[str, Any]:
        return {"id": page.pk, "title": page.get_admin_display_title()}

    locale = {"id": copy.locale_id, "language_code": copy.locale.language_code}
    log(
        instance=copy,
        action="wagtail.copy",
        user=user,
        data={
            "page": {**said(copy), "locale": locale},
            "source": said(session.get_parent()),
            "destination": said(parent),
            "keep_live": False,
            "source_locale": locale,
        },
    )
