"""Where a translation is written, reviewed and published, by right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.views.edit_translation import edit_translation

from translations.desk.slugs import SlugForm, slug_form
from translations.domain import review
from translations.domain.addresses import desk_url, edit_url
from translations.domain.drafting import save_draft
from translations.domain.obstacles import BlockedError
from translations.domain.outdated import state_of
from translations.domain.policy import TranslationRights, may_synchronize, rights_of

from .explaining import explain
from .missing import question_for
from .page import show_desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from cms.translation_state.models import TranslationState

UNPROCESSABLE = 422


class Desk:
    """What the page shows of a translation's state, and which buttons."""

    # On the page of what is not a text, if there is an address to choose.
    slug_form: SlugForm | None = None

    def __init__(self, rights: TranslationRights) -> None:
        """Take the translation with the user's rights."""
        self.rights = rights
        self.translation = rights.translation
        self.target = rights.target

    @cached_property
    def step(self) -> Any:
        """Give the step of the review that is waited for."""
        return review.open_review(self.target)

    @cached_property
    def changes(self) -> Any:
        """Give the step at which changes were asked for."""
        return review.asked_changes(self.target)

    @cached_property
    def lock(self) -> Any:
        """Give the lock that keeps this user from changing anything."""
        lock = self.target.get_lock()
        return lock if lock and lock.for_user(self.rights.user) else None

    @property
    def is_closed(self) -> bool:
        """Say whether nothing can be written now."""
        return bool(self.step or self.lock or not self.rights.may_translate)

    @property
    def may_write(self) -> bool:
        """Offer to save and to send."""
        return not self.is_closed

    @property
    def may_review_texts(self) -> bool:
        """Offer to approve single texts, also while a review waits."""
        return self.rights.may_review_texts and not (self.lock and not self.step)

    def may_mark(self, name: str) -> bool:
        """Say whether a text can be marked so; what is reviewed is so until a reviewer objects."""
        return self.may_review_texts or (self.may_write and name != "reviewed")

    @property
    def may_publish(self) -> bool:
        """Offer to publish without a review."""
        return self.rights.may_publish and not self.step and not self.lock

    @property
    def may_unpublish(self) -> bool:
        """Offer to take it off the site."""
        return self.rights.may_publish and self.target.live and not self.lock

    @property
    def may_decide(self) -> bool:
        """Offer to approve."""
        return review.may_decide(self.rights.user, self.target)

    @property
    def may_take_back(self) -> bool:
        """Offer to end the review to who has asked for it; reviewers decide."""
        return self.step is not None and (
            self.step.workflow_state.requested_by_id == self.rights.user.pk
        )

    @property
    def why_closed(self) -> str:
        """Say what keeps those from writing who may else; empty if nothing does."""
        if self.step is not None:
            name = get_user_display_name(self.step.workflow_state.requested_by)
            return _(
                "It was sent for review by %(name)s: its texts are closed until that is decided."
            ) % {"name": name or _("somebody")}
        return _("Somebody has locked it: nothing of it can be changed now.") if self.lock else ""

    @property
    def may_unschedule(self) -> bool:
        """Offer not to publish what was scheduled."""
        return self.rights.may_publish and self.scheduled is not None

    @cached_property
    def scheduled(self) -> Any:
        """Give the revision that is going to be public."""
        return review.scheduled(self.target)

    @cached_property
    def state(self) -> TranslationState | None:
        """Give what is known of the version that is public, or withdrawn."""
        return state_of(self.target)

    @property
    def note(self) -> str:
        """Give what the original's editors say to translators, of what has such a note."""
        return getattr(self.target, "note_for_translators", "")

    @property
    def is_live(self) -> bool:
        """Say whether it is public."""
        return self.target.live

    @property
    def is_page(self) -> bool:
        """Say whether it is a page."""
        return isinstance(self.target, Page)

    @property
    def url(self) -> str:
        """Give the address of this page."""
        return desk_url(self.translation)

    @property
    def editor_url(self) -> str:
        """Give the address of the ordinary editor."""
        return edit_url(self.target, self.rights.user)

    @property
    def synchronize_url(self) -> str:
        """Give the way to take changes of the original over."""
        source = self.translation.source
        if not (self.may_write and may_synchronize(self.rights.user, source, [self.target])):
            return ""
        return reverse("wagtail_localize:update_translations", args=[source.pk])

    @property
    def alias_url(self) -> str:
        """Give the way to throw the translation away, for those who may."""
        if not (self.is_page and self.rights.may_alias):
            return ""
        return reverse("wagtail_localize:convert_to_alias", args=[self.target.pk])


@dataclass(frozen=True)
class Action:
    """Something to do with a translation: on what it depends, and what is said afterwards."""

    allowed: str
    run: Callable[[HttpRequest, TranslationRights], None]
    said: str
    # Who could do it in another state of the translation; what it takes, and what is said without.
    right: str
    needs: str = ""
    gone: str = ""


def _save(request: HttpRequest, rights: TranslationRights) -> None:
    save_draft(rights.translation, request.user)


def _send(request: HttpRequest, rights: TranslationRights) -> None:
    review.send_for_review(rights.translation, request.user)


def _take_back(request: HttpRequest, rights: TranslationRights) -> None:
    review.take_back(rights.translation, request.user)


def _approve(request: HttpRequest, rights: TranslationRights) -> None:
    review.decide(rights.translation, request.user, "approve", request.POST.get("comment", ""))


def _reject(request: HttpRequest, rights: TranslationRights) -> None:
    review.decide(rights.translation, request.user, "reject", request.POST.get("comment", ""))


def _publish(request: HttpRequest, rights: TranslationRights) -> None:
    review.publish(rights.translation, request.user)


def _schedule(request: HttpRequest, rights: TranslationRights) -> None:
    start, end = request.POST.get("go_live_at", ""), request.POST.get("expire_at", "")
    review.schedule(rights.translation, request.user, start, end)


def _unschedule(request: HttpRequest, rights: TranslationRights) -> None:
    review.unschedule(rights.target)


def _unpublish(request: HttpRequest, rights: TranslationRights) -> None:
    review.unpublish(rights.target, request.user)


def actions() -> dict[str, Action]:
    """Give what can be done, by the name that forms send."""
    write, publish = "may_translate", "may_publish"
    decided = _("There is no review any more: it was taken back, or somebody else has decided.")
    ended = _("The review has ended already.")
    return {
        "save": Action(
            "may_write", _save, _("Saved as a draft. Nothing of it is public yet."), write
        ),
        "send": Action("may_write", _send, _("Sent for review."), write),
        "take-back": Action(
            "may_take_back", _take_back, _("The review has ended."), write, "step", ended
        ),
        "approve": Action("may_decide", _approve, _("Approved."), publish, "step", decided),
        "reject": Action(
            "may_decide", _reject, _("Sent back to its translator."), publish, "step", decided
        ),
        "publish": Action("may_publish", _publish, _("Published."), publish),
        "schedule": Action("may_publish", _schedule, _("Scheduled."), publish),
        "unschedule": Action(
            "may_unschedule",
            _unschedule,
            _("Not scheduled any more."),
            publish,
            "scheduled",
            _("It is not scheduled any more."),
        ),
        "unpublish": Action(
            "may_unpublish",
            _unpublish,
            _("Off the site."),
            publish,
            "is_live",
            _("It is not public any more."),
        ),
    }


def desk_view(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Show a translation, or do something with it."""
    desk = open_desk(request, translation_id)
    if request.method == "POST":
        return _act(request, desk)
    return show_desk(request, desk)


@require_safe
def fields_view(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Show what a language may have of its own beside texts, in wagtail-localize's editor."""
    desk = open_desk(request, translation_id)
    desk.slug_form = slug_form(desk.translation)
    request.desk = desk  # type: ignore[attr-defined] # read by the template that we replace
    # The script of wagtail-localize closes its fields for this; only here, the row is not written.
    desk.target.locked = desk.is_closed
    return edit_translation(request, desk.translation, desk.target)


def open_desk(request: HttpRequest, translation_id: int) -> Desk:
    """Give the desk of a translation that the user may open."""
    return Desk(openable(request, translation_id))


def openable(request: HttpRequest, translation_id: int) -> TranslationRights:
    """Find a translation; refuse those who may not open it."""
    """Give the rights on a translation, to whoever may open it."""
    translation = get_object_or_404(Translation, pk=translation_id, enabled=True)
    rights = rights_of(request.user, translation)
    if rights is None:
        raise Http404
    if not rights.may_open:
        raise PermissionDenied
    return rights


def _told_why_not(request: HttpRequest, desk: Desk, action: Action) -> HttpResponse:
    """Say what has happened meanwhile, to those who could do it else."""
    why = "" if action.needs == "step" else desk.why_closed
    if action.needs and not getattr(desk, action.needs):
        why = action.gone
    if not (getattr(desk.rights, action.right) and why):
        raise PermissionDenied
    messages.error(request, why)
    return redirect(desk.url)


def _act(request: HttpRequest, desk: Desk) -> HttpResponse:
    name = request.POST.get("action", "")
    action = actions().get(name)
    if action is None:
        raise PermissionDenied
    if not getattr(desk, action.allowed):
        return _told_why_not(request, desk, action)
    if question := question_for(request, desk.translation, name):
        return show_desk(request, desk, question=question, status=UNPROCESSABLE)
    try:
        action.run(request, desk.rights)
    except BlockedError as error:
        # Whatever was read while it was tried is not so.
        desk = open_desk(request, desk.translation.pk)
        return show_desk(request, desk, blocked=error, status=UNPROCESSABLE)
    except ValidationError as error:
        for line in explain(error, desk.target):
            messages.error(request, line)
    else:
        messages.success(request, action.said)
    return redirect(desk.url)
