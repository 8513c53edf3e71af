"""Several languages of one page or snippet, public at one instant: all of them, or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.pages.translation import lock_translations

from .obstacles import BlockedError
from .policy import has_right, rights_of
from .queue import with_missing
from .review import open_review, publish, scheduled

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from wagtail.models import Locale
    from wagtail_localize.models import Translation, TranslationSource


@dataclass(frozen=True)
class Member:
    """One language: the original, or a translation with what it lacks."""

    locale: Locale
    target: Any
    translation: Translation | None
    missing: int
    refusal: str

    @property
    def is_original(self) -> bool:
        """Say whether it is what the others are made from."""
        return self.translation is None

    @property
    def title(self) -> str:
        """Give the title of its latest draft."""
        return getattr(self.target, "draft_title", "") or str(self.target)

    @property
    def has_changes(self) -> bool:
        """Say whether publishing it would change anything."""
        return not self.target.live or self.target.has_unpublished_changes

    @property
    def go_live_at(self) -> datetime | None:
        """Give the moment for which it is scheduled."""
        revision = scheduled(self.target)
        return revision.approved_go_live_at if revision else None


def members_of(source: TranslationSource, user: Any) -> list[Member]:
    """Give the original and its translations, as far as the user may see them."""
    original = source.get_source_instance()
    found = []
    if has_right(user, "change", original) or has_right(user, "publish", original):
        found.append(_original(original, user))
    translations = with_missing(source.translations.filter(enabled=True))
    for translation in translations.select_related("source", "target_locale").order_by(
        "target_locale__language_code"
    ):
        rights = rights_of(user, translation)
        if rights is not None and rights.may_open:
            found.append(_translation(translation, rights))
    return found


def _original(original: Any, user: Any) -> Member:
    refusal = ""
    if not has_right(user, "publish", original):
        refusal = _("You may not publish the original.")
    elif original.latest_revision is None:
        refusal = _("It has no draft.")
    return Member(original.locale, original, None, 0, refusal or _closed(original, user))


def _translation(translation: Translation, rights: Any) -> Member:
    refusal = "" if rights.may_publish else _("You may not publish this language.")
    return Member(
        translation.target_locale,
        rights.target,
        translation,
        translation.missing,
        refusal or _closed(rights.target, rights.user),
    )


def _closed(target: Any, user: Any) -> str:
    if open_review(target) is not None:
        return _("A review is open.")
    lock = target.get_lock()
    return _("Somebody has locked it.") if lock and lock.for_user(user) else ""


@transaction.atomic
def release(
    source: TranslationSource,
    user: Any,
    locale_ids: Collection[int],
    go_live_at: datetime | None = None,
) -> int:
    """Publish the chosen languages now or when told, in one transaction; give how many.

    Raises PermissionDenied if the user may not publish one of them, and ValidationError if one is
    not fit for it, with its language in front, or BlockedError with the translation whose texts are
    in the way; nothing has changed then.
    """
    original = source.get_source_instance()
    lock_translations(type(original), original.translation_key)
    members = {member.locale.pk: member for member in members_of(source, user)}
    if not set(locale_ids) <= members.keys():
        raise PermissionDenied
    # The original first: translations are compared with it.
    chosen = sorted(
        (members[pk] for pk in set(locale_ids)), key=lambda member: not member.is_original
    )
    for member in chosen:
        if member.refusal:
            raise ValidationError(f"{member.locale.get_display_name()}: {member.refusal}")
        try:
            _publish(member, user, go_live_at)
        except BlockedError as error:
            error.translation = member.translation
            raise
        except ValidationError as error:
            raise ValidationError(
                [f"{member.locale.get_display_name()}: {line}" for line in error.messages]
            ) from error
    return len(chosen)


def _publish(member: Member, user: Any, go_live_at: datetime | None) -> None:
    if member.translation is not None:
        publish(member.translation, user, go_live_at=go_live_at)
        return
    draft = member.target.get_latest_revision_as_object()
    draft.go_live_at = go_live_at
    revision = draft.save_revision(user=user)
    if go_live_at is not None:
        revision.as_object().full_clean()  # Wagtail would ask only when it goes public.
    revision.publish(user=user)
