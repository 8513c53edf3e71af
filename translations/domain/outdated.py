"""Which public translations are outdated, text by text, and what readers get of them.

A draft remembers the originals that it was made from. What is published takes them over, and is
compared with what the original says now: whenever either of both is published, in that transaction.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from wagtail.log_actions import log
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.pages.aliases import follow
from cms.pages.translation import lock_translations
from cms.references.guard import references_may_break
from cms.translation_state.models import (
    DraftState,
    OutdatedAction,
    OutdatedPolicy,
    TranslationState,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from wagtail.models import Revision
    from wagtail_localize.models import Translation

logger = logging.getLogger(__name__)

DIGEST_LENGTH = 16
WITHDRAWN = "translations.withdraw"
RETURNED = "translations.return"


def originals_of(instance: Any) -> dict[str, str]:
    """Give a digest of the original text at each path; a rich text may have many sentences."""
    texts = defaultdict(list)
    for segment in extract_segments(instance):
        if isinstance(segment, StringSegmentValue):
            texts[segment.path].append(segment.string.data)
    return {path: _digest(strings) for path, strings in texts.items()}


def _digest(strings: list[str]) -> str:
    return sha256("\0".join(strings).encode()).hexdigest()[:DIGEST_LENGTH]


def difference(
    made_from: dict[str, str], now: dict[str, str], overlaid: Iterable[str]
) -> list[str]:
    """Give the paths at which a translation does not say what its original says now.

    A text that is gone from the original still stands in the translation, except in what is
    overlaid: there the original's structure is what readers get.
    """
    changed = {path for path, digest in now.items() if made_from.get(path) != digest}
    gone = {path for path in made_from.keys() - now.keys() if path.split(".")[0] not in overlaid}
    return sorted(changed | gone)


# --- Drafts -------------------------------------------------------------------------------------


def remember(translation: Translation, revision: Revision) -> None:
    """Note what a draft was made from; call it in the transaction that saves the draft."""
    DraftState.objects.update_or_create(
        revision=revision,
        defaults={
            "originals": originals_of(translation.source.as_instance()),
            "untranslated": untranslated(translation),
        },
    )


def untranslated(translation: Translation) -> list[str]:
    """Give the paths of texts for which readers get the original's."""
    done = StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"),
        context_id=OuterRef("context_id"),
        locale=translation.target_locale_id,
        has_error=False,
    )
    missing = StringSegment.objects.filter(source=translation.source_id).exclude(Exists(done))
    return sorted(set(missing.values_list("context__path", flat=True)))


# --- What is public -----------------------------------------------------------------------------


@transaction.atomic
def on_published(instance: Any, revision: Revision | None) -> None:
    """Compare what was published with its original, and its translations with it."""
    if not isinstance(instance, TranslatableMixin) or getattr(instance, "alias_of_id", None):
        return
    content_type = ContentType.objects.get_for_model(type(instance))
    if revision is not None:
        _take_over(instance, content_type, revision)
    _compare_translations(instance, content_type)


def _take_over(instance: Any, content_type: ContentType, revision: Revision) -> None:
    """Note what the version that is public now was made from."""
    states = TranslationState.objects.filter(
        content_type=content_type,
        translation_key=instance.translation_key,
        locale=instance.locale_id,
    )
    draft = DraftState.objects.filter(revision=revision).first()
    if draft is None:
        # Written otherwise than on the desk: nobody knows of which original.
        states.delete()
        return
    state, _created = TranslationState.objects.update_or_create(
        content_type=content_type,
        translation_key=instance.translation_key,
        locale_id=instance.locale_id,
        defaults={
            "originals": draft.originals,
            "untranslated": draft.untranslated,
            "outdated": [],
            "withdrawn": None,
        },
    )
    original = _public_original(instance, content_type)
    if original is not None:
        _compare([state], original)


def adopt_translations() -> int:
    """Note what public translations were made from that nobody has noted; give how many.

    For those that were published before there were notes, or by an import: they are taken to have
    been made of their originals as these were taken over last.
    """
    adopted = 0
    for source in TranslationSource.objects.filter(translations__enabled=True).distinct():
        adopted += _adopt(source)
    return adopted


@transaction.atomic
def _adopt(source: TranslationSource) -> int:
    content_type = source.specific_content_type
    try:
        original = source.get_source_instance()
    except ObjectDoesNotExist:
        return 0
    known = states_from(original, content_type).values("locale")
    targets = type(original)._default_manager.filter(
        translation_key=source.object_id, live=True, alias_of=None
    )
    translations = source.translations.filter(
        enabled=True, target_locale__in=targets.values("locale")
    ).exclude(target_locale__in=known)
    if not translations:
        return 0
    originals = originals_of(source.as_instance())
    states = [
        TranslationState(
            content_type=content_type,
            translation_key=source.object_id,
            locale_id=translation.target_locale_id,
            originals=originals,
            untranslated=untranslated(translation),
        )
        for translation in translations
    ]
    TranslationState.objects.bulk_create(states)
    if original.live:
        _compare(states, original)
    return len(states)


def _public_original(instance: Any, content_type: ContentType) -> Any:
    """Find what a translation is made from, if it is public."""
    source = TranslationSource.objects.filter(
        object_id=instance.translation_key,
        specific_content_type=content_type,
        translations__target_locale=instance.locale_id,
        translations__enabled=True,
    ).first()
    try:
        original = source.get_source_instance() if source else None
    except ObjectDoesNotExist:
        return None
    return original if getattr(original, "live", True) else None


def _compare_translations(original: Any, content_type: ContentType) -> None:
    """Say of all translations of what was published whether they still hold."""
    states = list(states_from(original, content_type).select_related("withdrawn"))
    if states:
        _compare(states, original)


def _compare(states: list[TranslationState], original: Any) -> None:
    now, overlaid = originals_of(original), getattr(original, "overlaid_fields", ())
    for state in states:
        state.outdated = difference(state.originals, now, overlaid)
    TranslationState.objects.bulk_update(states, ["outdated"])
    apply_policy(states, original)


def states_from(original: Any, content_type: ContentType) -> Any:
    """Give the states of the translations that are made from an object in its language."""
    sources = TranslationSource.objects.filter(
        object_id=original.translation_key,
        specific_content_type=content_type,
        locale=original.locale_id,
        translations__enabled=True,
        translations__target_locale=OuterRef("locale_id"),
    )
    return TranslationState.objects.filter(
        Exists(sources), content_type=content_type, translation_key=original.translation_key
    )


def state_of(target: Any) -> TranslationState | None:
    """Give what is known of a translation that is public, or withdrawn."""
    return TranslationState.objects.filter(
        content_type=ContentType.objects.get_for_model(type(target)),
        translation_key=target.translation_key,
        locale=target.locale_id,
    ).first()


def forget(instance: Any, *, is_deleted: bool = False) -> None:
    """Forget what was public, when somebody takes it off the site.

    What is withdrawn already is kept, unless somebody takes away what stands in its place.
    """
    states = TranslationState.objects.filter(
        content_type=ContentType.objects.get_for_model(type(instance)),
        translation_key=instance.translation_key,
        locale=instance.locale_id,
    )
    if not is_deleted and getattr(instance, "alias_of_id", None) is None:
        states = states.filter(withdrawn=None)
    states.delete()


# --- What readers get ---------------------------------------------------------------------------


def action_for(content_type: ContentType) -> str:
    """Give what readers get of outdated translations of a type."""
    policy = OutdatedPolicy.objects.filter(content_type=content_type).first()
    return policy.action if policy else OutdatedAction.SHOW


def apply_policy(states: Iterable[TranslationState], original: Any) -> int:
    """Withdraw what readers should not get, and give back what they should; count both."""
    changed = 0
    action = action_for(ContentType.objects.get_for_model(type(original)))
    for state in states:
        versions = type(original)._default_manager.filter(translation_key=state.translation_key)
        target = versions.filter(locale=state.locale_id).first()
        if target is None:
            continue
        if state.withdrawn is not None:
            if not state.outdated or action == OutdatedAction.SHOW:
                changed += _give_back(state, target)
            elif action != _applied_to(target):
                changed += _switch(state, target, original, action)
        elif state.outdated and action != OutdatedAction.SHOW and target.live:
            changed += _withdraw(state, target, original, action)
    return changed


def _withdraw(state: TranslationState, target: Any, original: Any, action: str) -> bool:
    if target.live_revision is None:
        return False
    state.withdrawn = target.live_revision
    state.save(update_fields=["withdrawn"])
    # So that it is known to be outdated when it comes back, whoever made it.
    DraftState.objects.get_or_create(
        revision=state.withdrawn,
        defaults={"originals": state.originals, "untranslated": state.untranslated},
    )
    _put_in_place(target, original, action)
    _log_withdrawn(state, target, action)
    return True


def _put_in_place(target: Any, original: Any, action: str) -> None:
    """Give readers the original in place of a translation, or nothing."""
    if action == OutdatedAction.HIDE:
        # It was decided for all translations of a kind; readers get the original or nothing.
        with _schedule_kept(target), references_may_break():
            target.unpublish(log_action=False)
    else:
        _show_original(target, original)


def _applied_to(target: Any) -> str:
    """Say by which policy a translation is withdrawn: the original stands in its place, or none."""
    return OutdatedAction.HIDE if target.alias_of_id is None else OutdatedAction.FALL_BACK


def _switch(state: TranslationState, target: Any, original: Any, action: str) -> bool:
    """Do with what is withdrawn already as another policy says."""
    if action == OutdatedAction.HIDE:
        type(target)._default_manager.filter(pk=target.pk).update(alias_of=None)
        target = type(target)._default_manager.get(pk=target.pk)
    _put_in_place(target, original, action)
    _log_withdrawn(state, target, action)
    return True


def _log_withdrawn(state: TranslationState, target: Any, action: str) -> None:
    log(
        instance=target,
        action=WITHDRAWN,
        revision=state.withdrawn,
        data={"action": action, "texts": len(state.outdated)},
    )


def _show_original(target: Any, original: Any) -> None:
    """Make an alias of a translation; its drafts and its history stay."""
    if not isinstance(target, Page):
        target.alias_of = original
        follow(original, target)
        return
    type(target).objects.filter(pk=target.pk).update(alias_of=original)
    original.update_aliases()


def _give_back(state: TranslationState, target: Any) -> bool:
    revision = cast("Revision", state.withdrawn)
    try:
        with transaction.atomic(), _schedule_kept(target):
            revision.publish(log_action=False)
            log(instance=target, action=RETURNED, revision=revision)
    except ValidationError:
        # What the original requires now, the translation as it was has not: it stays withdrawn.
        logger.warning("return_refused model=%s pk=%s", target._meta.label, target.pk)
        return False
    return True


@contextmanager
def _schedule_kept(target: Any) -> Iterator[None]:
    """Keep what is going to be public later: Wagtail takes it off the schedule."""
    waiting = dict(
        target.revisions.filter(approved_go_live_at__isnull=False).values_list(
            "pk", "approved_go_live_at"
        )
    )
    yield
    for pk, moment in waiting.items():
        target.revisions.filter(pk=pk).update(approved_go_live_at=moment)


def apply_policies() -> int:
    """Apply the policies to what is outdated already, one object at a time; count changes."""
    changed = 0
    states = TranslationState.objects.exclude(outdated=[], withdrawn=None)
    keys: set[tuple[int, UUID]] = set(states.values_list("content_type_id", "translation_key"))
    for content_type_id, key in sorted(keys, key=str):
        content_type = ContentType.objects.get_for_id(content_type_id)
        sources = TranslationSource.objects.filter(
            object_id=key, specific_content_type=content_type
        )
        for source in sources:
            changed += _apply_to(source, content_type)
    return changed


@transaction.atomic
def _apply_to(source: TranslationSource, content_type: ContentType) -> int:
    try:
        original = source.get_source_instance()
    except ObjectDoesNotExist:
        return 0
    lock_translations(type(original), original.translation_key)
    return apply_policy(states_from(original, content_type).select_related("withdrawn"), original)
