"""Who may do what with which translation: every view and command asks here, and nowhere else.

There are two sources of rights. A *role* (`GroupLocaleRole`) is for all translations into one
language, or for those below one page (`.reach`), and gives none of Wagtail's rights, so that
whatever is not told here is closed to it. The other are *Wagtail's rights* on the page that is the
translation, or on its kind of snippet, in the languages of the groups that give them
(`.languages`).
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from wagtail.models import (
    GroupCollectionPermission,
    Locale,
    Page,
    TranslatableMixin,
    get_translatable_models,
)
from wagtail.permissions import policy_registry
from wagtail_localize.models import Translation

from translations.enums import LocaleRole
from translations.models import GroupLocaleRole

from .languages import languages_of
from .reach import has_any, locales_reached, reaches, translations_reached

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from wagtail_localize.models import TranslationSource

# Wagtail-localize's own right. It opens nothing by itself: it is asked for beside the rights on
# what is translated, and on where the translation goes.
SUBMIT = "wagtail_localize.submit_translation"
ENTER = "wagtailadmin.access_admin"
EDIT = ("change", "publish")


class TargetRights:
    """What a user may do with a page or snippet that is a translation."""

    def __init__(self, user: Any, target: Any) -> None:
        """Take the page or snippet."""
        self.user = user
        self.target = target

    @cached_property
    def may_open(self) -> bool:
        """See texts, original and translation, and files of them."""
        return self.may_translate or self.may_publish

    @cached_property
    def may_translate(self) -> bool:
        """Write texts by hand, by file or by machine, save them as a draft, ask for a review."""
        return self.is_translator or self.may_arrange

    @cached_property
    def may_publish(self) -> bool:
        """Publish, schedule and unpublish."""
        return self.is_reviewer or has_right(self.user, "publish", self.target)

    @property
    def may_review_texts(self) -> bool:
        """Approve single texts, or take that back."""
        return self.may_publish

    @property
    def may_comment(self) -> bool:
        """Discuss texts: read, write and resolve comments, delete one's own."""
        return self.may_open

    @cached_property
    def may_arrange(self) -> bool:
        """Change more than texts: values and links of this language, leaving the guided way."""
        return has_right(self.user, "change", self.target)

    @cached_property
    def may_alias(self) -> bool:
        """Throw the translation away for the original, which is public at once."""
        return self.may_arrange and has_right(self.user, "publish", self.target)

    @cached_property
    def may_assign(self) -> bool:
        """Say who translates it, and until when."""
        return self.is_reviewer or self.may_arrange

    @property
    def is_translator(self) -> bool:
        """Hold the role of a translator for this language."""
        return reaches(self.user, LocaleRole.TRANSLATOR, self.target)

    @property
    def is_reviewer(self) -> bool:
        """Hold the role of a reviewer for this language."""
        return holds(self.user, LocaleRole.REVIEWER, self.target.locale_id)


class TranslationRights(TargetRights):
    """What a user may do with one translation."""

    def __init__(self, user: Any, translation: Translation, target: Any) -> None:
        """Take the translation, and the page or snippet that it fills."""
        super().__init__(user, target)
        self.translation = translation


def rights_of(user: Any, translation: Translation) -> TranslationRights | None:
    """Tell what a user may do with a translation; None if its page or snippet is gone."""
    try:
        target = translation.get_target_instance()
    except ObjectDoesNotExist:
        return None
    return TranslationRights(user, translation, target)


def may_write_texts(user: Any, target: Any) -> bool:
    """Say whether a user may write the texts of a translation, for wagtail-localize's own views."""
    return TargetRights(user, target).may_translate


def may_review_texts(user: Any, translation: Translation) -> bool:
    """Say whether what a user says of the texts of a translation counts as a review."""
    rights = rights_of(user, translation) if user is not None else None
    return rights is not None and rights.may_review_texts


def holds(user: Any, role: LocaleRole, locale_id: int | None) -> bool:
    """Say whether a user has a role for a whole language."""
    return GroupLocaleRole.objects.holds(user, role, locale_id)


def has_role(user: Any) -> bool:
    """Say whether a user has a role for any language, or for a part of one."""
    return has_any(user)


def has_role_only(user: Any) -> bool:
    """Say whether a role is all that opens the admin to a user."""
    if user.is_superuser or user.get_all_permissions() - {ENTER, SUBMIT}:
        return False
    if len(policy_registry.get_by_type(Page).get_cached_permissions_for_user(user)):
        return False
    if not has_role(user):
        return False
    beyond = GroupCollectionPermission.objects.filter(group__user=user).exclude(
        permission__codename__startswith="choose_"
    )
    return not beyond.exists()


def has_right(user: Any, action: str, instance: Any) -> bool:
    """Say whether Wagtail's rights allow something on a page, or on a snippet of a language."""
    if isinstance(instance, Page):
        tester = instance.permissions_for_user(user)
        return {"change": tester.can_edit, "publish": tester.can_publish}[action]()
    return policy_registry.get(instance).user_has_permission_for_instance(user, action, instance)


# --- Beginning and bringing up to date ----------------------------------------------------------


def why_not_begin(user: Any, source: Any, locale: Locale) -> str:
    """Say why a user may not begin to translate something into a language; empty if they may."""
    by_role = reaches(user, LocaleRole.TRANSLATOR, source, locale.pk)
    if by_role and not is_public(source):
        by_role = False
    if not (by_role or _may_begin_by_right(user, source, locale)):
        return _(
            "You may not translate this into %(language)s. Translators of a language translate "
            "what is public; who may edit the original and that language's pages, drafts too."
        ) % {"language": locale.get_display_name()}
    if _lacks_parent(source, locale) and not _may_show_parents(user, source, locale):
        return _(
            "The page above “%(page)s” does not exist in %(language)s. It would be made, and be "
            "public, without a translation. Translate that page first, or ask a reviewer to begin."
        ) % {"page": source, "language": locale.get_display_name()}
    return ""


def is_public(instance: Any) -> bool:
    """Say whether everybody may read it, so that its text is no secret to any translator."""
    if not getattr(instance, "live", True):
        return False
    return not isinstance(instance, Page) or not instance.get_view_restrictions().exists()


def may_hand_out_draft(user: Any, source: Any) -> bool:
    """Say whether a user may have translators read a draft of an original that is not public."""
    has_draft = not source.live or source.has_unpublished_changes
    return has_draft and source.latest_revision is not None and has_right(user, "change", source)


def _may_begin_by_right(user: Any, source: Any, locale: Locale) -> bool:
    """Ask for Wagtail's rights on the original, and on the place of the translation."""
    if not (user.has_perm(SUBMIT) and has_right(user, "change", source)):
        return False
    target = source.get_translation_or_none(locale)
    if target is not None:
        return has_right(user, "change", target)
    if not isinstance(source, Page):
        return has_right(user, "add", type(source)(locale=locale))
    place = _place_of(source, locale)
    return policy_registry.get(place).user_has_permission_for_instance(user, "add", place)


def _lacks_parent(source: Any, locale: Locale) -> bool:
    if not isinstance(source, Page):
        return False
    parent = source.get_parent()
    return not parent.is_root() and not parent.has_translation(locale)


def _may_show_parents(user: Any, source: Page, locale: Locale) -> bool:
    """Pages above are made as aliases, which are public: that takes the right to publish there."""
    if holds(user, LocaleRole.REVIEWER, locale.pk):
        return True
    place = _place_of(source, locale)
    return policy_registry.get(place).user_has_permission_for_instance(user, "publish", place)


def _place_of(source: Page, locale: Locale) -> Page:
    """Find the nearest page of a language under which the translation would come to be."""
    for ancestor in source.get_ancestors().order_by("-depth"):
        if ancestor.is_root():
            return ancestor
        if (place := ancestor.get_translation_or_none(locale)) is not None:
            return place
    return source.get_root()


def may_synchronize(user: Any, source: TranslationSource, targets: Iterable[Any]) -> bool:
    """Say whether a user may take changes of an original over into its translations' texts.

    It publishes nothing and changes no text: translators of any of its languages need it.
    """
    if any(reaches(user, LocaleRole.TRANSLATOR, target) for target in targets):
        return is_public(source.get_source_instance())
    return user.has_perm(SUBMIT) and has_right(user, "change", source.get_source_instance())


# --- Terms, and files of the memory: both belong to a language, and to no page ------------------


def term_locales(user: Any, *, editing: bool = False) -> QuerySet[Locale]:
    """Give the languages of which a user may read terms and memory, or edit them as reviewer."""
    if user.is_superuser and user.is_active:
        return Locale.objects.all()
    roles = {LocaleRole.REVIEWER} if editing else set(LocaleRole)
    reached = set().union(*(locales_reached(user, role) for role in roles))
    return Locale.objects.filter(pk__in=reached)


def may_use_terms(user: Any, locale_id: int | None = None, *, editing: bool = False) -> bool:
    """Say whether a user may read, or edit, what belongs to a language; without one, to any."""
    if user.is_superuser and user.is_active:
        return True
    roles = {LocaleRole.REVIEWER} if editing else set(LocaleRole)
    return any(locale_id in {None, pk} for role in roles for pk in locales_reached(user, role))


# --- Lists --------------------------------------------------------------------------------------


def may_see_translations(user: Any) -> bool:
    """Say whether lists of translations are for a user, whether or not there are any."""
    if not user.is_active:
        return False
    actions = {"change", "publish"}
    models = [Page, *get_translatable_models(include_subclasses=False)]
    return has_role(user) or any(_has_right_on_model(user, model, actions) for model in models)


def visible_translations(user: Any) -> QuerySet[Translation]:
    """Give the translations that a user may open."""
    return _translations(user, set(LocaleRole), {"change", "publish"})


def assignable_translations(user: Any) -> QuerySet[Translation]:
    """Give the translations of which a user may say who translates them, and until when."""
    return _translations(user, {LocaleRole.REVIEWER}, {"change"}).filter(enabled=True)


def _translations(user: Any, roles: set[LocaleRole], actions: set[str]) -> QuerySet[Translation]:
    """Give the translations that one of some roles opens, or one of Wagtail's rights."""
    translations = Translation.objects.all()
    if user.is_active and user.is_superuser:
        return translations
    allowed = Q(enabled=True) & translations_reached(user, roles)
    allowed |= _pages_with_right(user, actions)
    for model in get_translatable_models(include_subclasses=True):
        if not issubclass(model, Page):
            allowed |= _snippets_with_right(user, model, actions)
    return translations.filter(allowed)


def _snippets_with_right(user: Any, model: type[TranslatableMixin], actions: set[str]) -> Q:
    if not _has_right_on_model(user, model, actions):
        return Q(pk__in=[])
    allowed = Q(
        source__specific_content_type__app_label=model._meta.app_label,
        source__specific_content_type__model=model._meta.model_name,
    )
    languages = languages_of(user, model, actions)
    return allowed if languages is None else allowed & Q(target_locale__in=languages)


def _has_right_on_model(user: Any, model: type[TranslatableMixin], actions: set[str]) -> bool:
    return policy_registry.get_by_type(model).user_has_any_permission(user, actions)


def _pages_with_right(user: Any, actions: set[str]) -> Q:
    policy = policy_registry.get_by_type(Page)
    pages = policy.instances_user_has_any_permission_for(user, actions)
    return Q(
        Exists(
            Page.objects.filter(
                pk__in=pages.order_by().values("pk"),
                translation_key=OuterRef("source__object_id"),
                locale=OuterRef("target_locale"),
            )
        )
    )
