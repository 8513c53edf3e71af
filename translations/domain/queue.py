"""What there is to translate, and what is not finished."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Length, Substr
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from translations.enums import LocaleRole
from translations.models import TextComment

from .reach import locales_reached, translations_reached

if TYPE_CHECKING:
    from django.db.models import QuerySet


def locales_of(user: Any, role: LocaleRole) -> QuerySet[Locale]:
    """Give the languages of which a role of a user reaches something."""
    return Locale.objects.filter(pk__in=locales_reached(user, role))


def may_begin(user: Any) -> bool:
    """Say whether there is a language into which a user may begin translations by role."""
    return locales_of(user, LocaleRole.TRANSLATOR).exists()


def original_titles(targets: list[Any]) -> dict[tuple[str, int], str]:
    """Give the title of the original of each translation among pages and snippets.

    By the key that translations share, and the language; in one statement.
    """
    keys = {target.translation_key for target in targets if hasattr(target, "translation_key")}
    if not keys:
        return {}
    rows = Translation.objects.filter(enabled=True, source__object_id__in=keys).values_list(
        "source__object_id", "target_locale_id", "source__object_repr"
    )
    return {(str(key), locale): title for key, locale, title in rows}


def languages_to_begin(user: Any) -> QuerySet[Locale]:
    """Give the languages of which a user is shown what nobody has begun to translate."""
    if user.is_active and user.is_superuser:
        return Locale.objects.all()
    return locales_of(user, LocaleRole.TRANSLATOR)


def unfinished(user: Any) -> QuerySet[Translation]:
    """Give the translations with texts missing, in the languages that a user translates.

    What is given to somebody else is theirs; what is due first comes first.
    """
    return (
        with_missing(Translation.objects.filter(enabled=True))
        .filter(translations_reached(user, {LocaleRole.TRANSLATOR}), missing__gt=0)
        .annotate(deadline=F("assignment__deadline"), assignee=F("assignment__assignee"))
        .filter(Q(assignee=None) | Q(assignee=user.pk))
        .select_related("source", "target_locale")
        .order_by(F("deadline").asc(nulls_last=True), "-source__last_updated_at", "pk")
    )


def with_missing(translations: QuerySet[Translation]) -> QuerySet[Translation]:
    """Count the texts of each that have no translation."""
    done = StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"),
        context_id=OuterRef("context_id"),
        locale_id=OuterRef(OuterRef("target_locale_id")),
        has_error=False,
    )
    missing = (
        StringSegment.objects.filter(source_id=OuterRef("source_id"))
        .exclude(Exists(done))
        .order_by()
        .values("source_id")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return translations.annotate(missing=Coalesce(Subquery(missing), 0))


def with_open_comments(translations: QuerySet[Translation]) -> QuerySet[Translation]:
    """Count the comments of each that nobody has resolved."""
    numbers = (
        TextComment.objects.filter(translation=OuterRef("pk"), resolved_at=None)
        .order_by()
        .values("translation")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return translations.annotate(open_comments=Coalesce(Subquery(numbers), 0))


def discussed(user: Any) -> QuerySet[Translation]:
    """Give the translations with open comments, in the languages of a user's roles."""
    return (
        with_open_comments(Translation.objects.filter(enabled=True))
        .filter(translations_reached(user, set(LocaleRole)), open_comments__gt=0)
        .select_related("source", "target_locale")
        .order_by("-source__last_updated_at", "pk")
    )


def pages_to_begin(locale: Locale, words: str = "", within: Q | None = None) -> QuerySet[Page]:
    """Give the public pages that nobody has begun to translate into a language.

    They are ready (`is_ready`) if the page above is there in that language.
    """
    versions = Page.objects.filter(
        translation_key=OuterRef("translation_key"), locale=locale
    ).exclude(alias_of__isnull=False, latest_revision=None)
    older = Page.objects.filter(
        translation_key=OuterRef("translation_key"), alias_of=None, pk__lt=OuterRef("pk")
    )
    parents = Page.objects.filter(path=OuterRef("parent_path")).values("translation_key")[:1]
    above = Page.objects.filter(translation_key=OuterRef("parent_key"), locale=locale)
    pages = (
        Page.objects.live()
        .public()
        .filter(alias_of=None, depth__gt=1)
        .exclude(Exists(versions) | Exists(older))
        .annotate(parent_path=Substr("path", 1, Length("path") - Page.steplen))
        .annotate(parent_key=Subquery(parents))
        .annotate(is_ready=Q(depth=2) | Exists(above))
    )
    if within:
        pages = pages.filter(within)
    if words:
        pages = pages.filter(Q(title__icontains=words))
    return pages.select_related("locale", "content_type").order_by("path")
