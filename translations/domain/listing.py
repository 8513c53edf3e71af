"""Translations with their numbers, state, deadline and centre: what reports and mails tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.text import capfirst
from wagtail.coreutils import get_locales_display_names
from wagtail.models import Page
from wagtail_localize.models import Translation

from translations.enums import LocaleRole, ProgressState

from .centres import Centres
from .policy import visible_translations
from .progress import refresh
from .queue import with_open_comments
from .reach import translations_reached
from .targets import is_in_review, is_public

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

COMPLETE = 100


def listed(user: Any, today: date) -> QuerySet[Translation]:
    """Give the translations that a user may open, with numbers that are true now.

    What somebody has taken off the guided way is a page like others, and not among them.
    """
    refresh()
    return with_open_comments(with_state(visible_translations(user).filter(enabled=True), today))


def awaiting(user: Any, state: ProgressState, today: date) -> QuerySet[Translation]:
    """Give the finished translations of a state, in the languages that a user translates.

    What is given to somebody else is theirs. Those with texts missing are listed as such.
    """
    found = Translation.objects.filter(
        translations_reached(user, {LocaleRole.TRANSLATOR}),
        enabled=True,
        progress__texts_done=F("progress__texts"),
    )
    refresh()
    return (
        with_state(found, today)
        .filter(Q(assignee=None) | Q(assignee=user.pk), state=state)
        .select_related("source", "target_locale")
        .order_by(F("deadline").asc(nulls_last=True), "-source__last_updated_at", "pk")
    )


def with_state(translations: QuerySet[Translation], today: date) -> QuerySet[Translation]:
    """Tell of each how far it is, and whether its deadline is past."""
    original = Page.objects.filter(
        translation_key=OuterRef("source__object_id"), locale=OuterRef("source__locale_id")
    )
    behind = Q(progress__is_behind=True, progress__examined__gt=F("source__last_updated_at"))
    states = [
        (is_in_review(), ProgressState.REVIEW),
        (Q(progress__changed__gt=0) | behind, ProgressState.CHANGED),
        (Q(progress__texts_done=0, progress__texts__gt=0), ProgressState.NEW),
        (Q(progress__texts_done__lt=F("progress__texts")), ProgressState.STARTED),
        (is_public(), ProgressState.PUBLIC),
    ]
    return translations.annotate(
        state=Case(
            *(When(condition, then=Value(state.value)) for condition, state in states),
            default=Value(ProgressState.TRANSLATED.value),
            output_field=CharField(),
        ),
        words=Coalesce("progress__words", 0),
        words_done=Coalesce("progress__words_done", 0),
        percent=percent_of_columns(),
        deadline=F("assignment__deadline"),
        assignee=F("assignment__assignee"),
        path=Subquery(original.values("path")[:1]),
    ).annotate(
        overdue=ExpressionWrapper(
            Q(deadline__lt=today) & ~Q(state=ProgressState.PUBLIC), output_field=BooleanField()
        )
    )


def is_overdue(translation: Translation, today: date) -> bool:
    """Say of one translation whether its deadline is past and it is not done."""
    refresh()
    found = with_state(
        Translation.objects.filter(pk=translation.pk, assignment__deadline__lt=today), today
    )
    return found.filter(overdue=True).exists()


def percent_of_columns() -> Case:
    """Say in SQL what `percent` says."""
    done, texts = F("progress__words_done"), F("progress__words")
    return Case(
        When(progress__texts_done=F("progress__texts"), then=Value(COMPLETE)),
        When(progress__words__gt=0, then=done * COMPLETE / texts),
        default=Value(0),
    )


def percent(done: int, words: int) -> int:
    """Give whole percents, rounded down: 100 is said when nothing is missing."""
    return done * COMPLETE // words if words else COMPLETE


@dataclass
class Total:
    """The numbers of several translations."""

    locale_id: int
    type_id: int = 0
    centre: str = ""
    language: str = ""
    type: str = ""
    centre_name: str = ""
    objects: int = 0
    words: int = 0
    words_done: int = 0
    changed: int = 0
    review: int = 0
    overdue: int = 0
    # Where its translations are listed.
    url: str = ""

    @property
    def percent(self) -> int:
        """Give how many of the words are translated, in percent."""
        return percent(self.words_done, self.words)


# --- Totals ---------------------------------------------------------------------------------------

NUMBERS = ("words", "words_done", "state", "overdue")


def totals(translations: QuerySet[Translation], centres: Centres) -> list[Total]:
    """Add up translations by language, type and centre, in one statement."""
    found: dict[tuple[int, int, str], Total] = {}
    for locale, kind, path, *numbers in translations.order_by().values_list(
        "target_locale_id", "source__specific_content_type_id", "path", *NUMBERS
    ):
        key = locale, kind, centres.of(path)
        _add(found.get(key) or found.setdefault(key, Total(*key)), *numbers)
    return _named(found.values(), centres.names)


def totals_by_language(translations: QuerySet[Translation]) -> list[Total]:
    """Add up translations by language, in one statement."""
    found: dict[int, Total] = {}
    for locale, *numbers in translations.order_by().values_list("target_locale_id", *NUMBERS):
        _add(found.get(locale) or found.setdefault(locale, Total(locale)), *numbers)
    return _named(found.values(), {})


def _add(total: Total, words: int, done: int, state: str, overdue: bool | None) -> None:
    total.objects += 1
    total.words += words
    total.words_done += done
    total.changed += state == ProgressState.CHANGED
    total.review += state == ProgressState.REVIEW
    total.overdue += bool(overdue)


def _named(found: Iterable[Total], centres: dict[str, str]) -> list[Total]:
    languages = get_locales_display_names()
    for total in found:
        total.language = languages.get(total.locale_id, "")
        total.centre_name = centres.get(total.centre, "")
        total.type = type_name(total.type_id) if total.type_id else ""
    return sorted(found, key=lambda total: (total.language, total.type, total.centre_name))


def type_name(content_type: int) -> str:
    """Name a type of pages or snippets."""
    return capfirst(ContentType.objects.get_for_id(content_type).name)
