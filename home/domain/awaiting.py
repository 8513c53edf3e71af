"""What awaits a user: reviews, drafts, sessions that lack something, translations, old facts.

Each answer is for pages that the user may edit, and takes the same number of statements however
many pages there are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Locale, Page, Revision, TaskState, WorkflowState
from wagtail.permissions import policy_registry

from cms.media.models import Image
from cms.pages.listings import first_pages
from cms.translation_state.models import TranslationState
from events.domain.overview import ProgrammeOverview, overviews, source_sessions
from events.enums import RegistrationMode, SessionMode, SessionStatus
from events.models import TrainingSessionPage
from organizations.models import OrganizationFact, PersonRole
from translations.domain.listing import awaiting
from translations.domain.queue import discussed, unfinished
from translations.domain.reach import locales_reached
from translations.domain.refusals import Refusal, refusals_for
from translations.enums import LocaleRole, ProgressState

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import Model
    from wagtail_localize.models import Translation

SHOWN = 5
SOON = timedelta(days=60)
EXPIRY_NOTICE = timedelta(days=30)
QUIET_STATUSES = (SessionStatus.CANCELLED, SessionStatus.POSTPONED)


@dataclass(slots=True)
class SessionState:
    """A session to come, and what it lacks."""

    session: TrainingSessionPage
    programme: ProgrammeOverview
    lacks: list[str] = field(default_factory=list)


class Desk:
    """What lies on a user's desk at a moment."""

    def __init__(self, user: Any, now: datetime, year_ago: date) -> None:
        self.user = user
        self.now = now
        self.today = timezone.localdate(now)
        self.year_ago = year_ago

    @cached_property
    def editable(self) -> QuerySet:
        """Give the keys of the pages that the user may edit, as a subquery."""
        policy = policy_registry.get_by_type(Page)
        return policy.instances_user_has_permission_for(self.user, "change").order_by().values("pk")

    @cached_property
    def originals(self) -> QuerySet[Page]:
        """Give the pages that the user may edit, without aliases."""
        return Page.objects.filter(pk__in=self.editable, alias_of__isnull=True)

    def reviews(self) -> list[TaskState]:
        """Give the steps of reviews that the user may decide on, the oldest first."""
        states = (
            TaskState.objects.reviewable_by(self.user)
            .select_related("task", "revision", "workflow_state__requested_by")
            .prefetch_related("revision__content_object")
            .order_by("started_at")
        )
        return [state for state in states[: SHOWN + 1] if state.revision.content_object]

    def returned(self) -> list[WorkflowState]:
        """Give the reviews that the user asked for and that ask for changes."""
        return list(
            WorkflowState.objects.filter(
                requested_by=self.user, status=WorkflowState.STATUS_NEEDS_CHANGES
            )
            .select_related("current_task_state")
            .prefetch_related("content_object")
            .order_by("created_at")[: SHOWN + 1]
        )

    def drafts(self) -> list[Page]:
        """Give the pages whose latest draft is the user's and awaits nobody, the latest first."""
        in_review = WorkflowState.objects.active().filter(
            base_content_type=_page_type(), object_id=_outer_key()
        )
        unpublished = Q(has_unpublished_changes=True) | Q(live=False, first_published_at=None)
        mine = Q(latest_revision__user=self.user) | Q(latest_revision=None, owner=self.user)
        return list(
            self.originals.filter(unpublished, mine)
            .exclude(Exists(in_review))
            .order_by(F("latest_revision_created_at").desc(nulls_last=True), "-pk")[: SHOWN + 1]
        )

    def scheduled(self) -> list[Page]:
        """Give the pages that will go live, or off the site soon."""
        approved = Revision.objects.filter(
            base_content_type=_page_type(),
            object_id=_outer_key(),
            approved_go_live_at__gt=self.now,
        ).order_by("approved_go_live_at")
        expiring = Q(live=True, expire_at__gt=self.now, expire_at__lt=self.now + EXPIRY_NOTICE)
        return list(
            self.originals.annotate(goes_live=Subquery(approved.values("approved_go_live_at")[:1]))
            .filter(Q(goes_live__isnull=False) | expiring)
            .order_by("goes_live", "expire_at", "pk")[: SHOWN + 1]
        )

    def outdated_translations(self) -> list[Page]:
        """Give the live translations of which a text says something else than its source.

        That the source was published again, with another room or date, is no reason.
        """
        outdated = TranslationState.objects.filter(
            content_type=OuterRef("content_type"),
            translation_key=OuterRef("translation_key"),
            locale=OuterRef("locale"),
        ).exclude(outdated=[])
        sources = (
            Page.objects.filter(translation_key=OuterRef("translation_key"), alias_of=None)
            .order_by("pk")
            .values("last_published_at", "pk")
        )
        return list(
            self.originals.filter(live=True)
            .annotate(
                source_published=Subquery(sources.values("last_published_at")[:1]),
                source_pk=Subquery(sources.values("pk")[:1]),
            )
            .exclude(pk=F("source_pk"))
            .filter(Exists(outdated))
            .order_by("-source_published", "pk")[: SHOWN + 1]
        )

    def unfinished_translations(self) -> list[Translation]:
        """Give the translations with texts missing, in the languages that the user translates."""
        return list(unfinished(self.user)[: SHOWN + 1])

    def translations_of(self, state: ProgressState) -> list[Translation]:
        """Give the finished translations of a state, in the languages that the user translates."""
        if not locales_reached(self.user, LocaleRole.TRANSLATOR):
            return []
        return list(awaiting(self.user, state, self.today)[: SHOWN + 1])

    def refused(self) -> list[Refusal]:
        """Give what was not published as scheduled, as far as it is the user's."""
        return refusals_for(self.user, self.now - EXPIRY_NOTICE)[: SHOWN + 1]

    def discussed_translations(self) -> list[Translation]:
        """Give the translations with open comments, in the languages of the user's roles."""
        return list(discussed(self.user)[: SHOWN + 1])

    def old_facts(self) -> tuple[int, int]:
        """Count facts to look at again, and the organizations they are about."""
        facts = OrganizationFact.objects.filter(page__in=self.editable).sources()
        counts = facts.older_than(self.year_ago).aggregate(
            rows=Count("pk"), pages=Count("page", distinct=True)
        )
        return counts["rows"], counts["pages"]

    def old_roles(self) -> tuple[int, int]:
        """Count roles to look at again, and the people who have them."""
        pages = first_pages(Page.objects.filter(pk__in=self.editable)).order_by().values("pk")
        counts = (
            PersonRole.objects.filter(page__in=pages)
            .older_than(self.year_ago)
            .aggregate(rows=Count("pk"), pages=Count("page", distinct=True))
        )
        return counts["rows"], counts["pages"]

    def sessions(self) -> list[SessionState]:
        """Give the next sessions, with what those that begin soon lack in their latest draft."""
        sessions = list(
            source_sessions()
            .filter(pk__in=self.editable, end_date__gte=self.today)
            .exclude(status__in=QUIET_STATUSES)
            .select_related("latest_revision")
            .order_by("start_date", "pk")[: SHOWN + 1]
        )
        Page.objects.annotate_parent_page(sessions)
        programmes = overviews(sessions)
        states = [SessionState(session, programmes[session.pk]) for session in sessions]
        images = self._images(sessions)
        default_locale = Locale.get_default().pk
        for state in states:
            if state.session.start_date <= self.today + SOON:
                state.lacks = _lacks(state, images, default_locale)
        return states

    @staticmethod
    def _images(sessions: list[TrainingSessionPage]) -> dict[int, Image]:
        keys = {_draft(session)["listing_image"] for session in sessions} - {None}
        return Image.objects.prefetch_related("alt_texts").in_bulk(keys)


def _page_type() -> ContentType:
    return ContentType.objects.get_for_model(Page)


def _outer_key() -> Cast:
    """Give the outer page's key as revisions and reviews store it."""
    return Cast(OuterRef("pk"), CharField())


def _draft(session: TrainingSessionPage) -> dict[str, Any]:
    """Give what the latest draft holds, or the page if there is none."""
    names = ("venue", "listing_image", "mode", "registration_mode", "registration_url")
    revision = session.latest_revision
    if revision is not None:
        return {name: revision.content.get(name) for name in names}
    return {name: getattr(session, f"{name}_id", getattr(session, name)) for name in names}


def _lacks(state: SessionState, images: dict[int, Image], default_locale: int) -> list[str]:
    """Name what a session lacks, the most important first."""
    draft = _draft(state.session)
    image = images.get(draft["listing_image"])
    tests = {
        "unpublished": not state.session.live,
        "conflicts": state.programme.errors > 0,
        "programme": state.programme.slots == 0,
        "venue": not draft["venue"] and draft["mode"] != SessionMode.ONLINE,
        "registration": draft["registration_mode"] == RegistrationMode.ANNOUNCED,
        "image": image is None,
        "alt": image is not None and not image.has_alt(state.session.locale_id, default_locale),
        "changes": state.session.live and state.session.has_unpublished_changes,
    }
    return [name for name, is_lacking in tests.items() if is_lacking]


def count_sets(model: type[Model], user: Any) -> int:
    """Count the pages of a type that a user may see, each once for all its languages."""
    policy = policy_registry.get_by_type(Page)
    seen = policy.explorable_instances(user).order_by().values("pk")
    pages = model._default_manager.filter(pk__in=seen, alias_of__isnull=True)
    return pages.aggregate(number=Count("translation_key", distinct=True))["number"]
