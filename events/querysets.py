"""Questions about sessions, answered by SQL alone.

A session is over when its last day is over where it takes place. That instant is stored when the
session is saved (`ends_before`), so that “upcoming” is one comparison with an index, equal for all
zones, instead of a comparison with today's date in each zone.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Case, F, Q, TextField, When
from django.db.models.functions import Cast
from django.db.models.lookups import IContains
from wagtail.query import PageQuerySet

from cms.graphql.arguments import is_language_tag

if TYPE_CHECKING:
    from collections.abc import Collection


class TrainingSessionQuerySet(PageQuerySet):
    """Training sessions, by time, place, people and subject."""

    def upcoming(self, now: datetime) -> TrainingSessionQuerySet:
        """Keep sessions that are not over, in their own zones; those going on are upcoming too."""
        return self.filter(ends_before__gt=now)

    def past(self, now: datetime) -> TrainingSessionQuerySet:
        """Keep sessions whose last day is over, in their own zones."""
        return self.filter(ends_before__lte=now)

    def ongoing(self, now: datetime) -> TrainingSessionQuerySet:
        """Keep sessions that have begun and are not over."""
        return self.filter(starts_at__lte=now, ends_before__gt=now)

    def next_first(self, now: datetime) -> TrainingSessionQuerySet:
        """Order them: without dates, then the next one, and the past ones, the latest first."""
        to_come = Q(ends_before__gt=now) | Q(start_date__isnull=True)
        return self.order_by(
            Case(When(to_come, then=0), default=1),
            Case(When(to_come, then="start_date")).asc(nulls_first=True),
            F("start_date").desc(),
            "pk",
        )

    def in_year(self, year: int) -> TrainingSessionQuerySet:
        """Keep sessions that have a day in this year; none for a year that no calendar has."""
        if not date.min.year <= year <= date.max.year:
            return self.none()
        return self.filter(start_date__lte=date(year, 12, 31), end_date__gte=date(year, 1, 1))

    def starting(
        self, since: date | None = None, until: date | None = None
    ) -> TrainingSessionQuerySet:
        """Keep sessions that start between two days, both included."""
        return self._between("start_date", since, until)

    def ending(
        self, since: date | None = None, until: date | None = None
    ) -> TrainingSessionQuerySet:
        """Keep sessions that end between two days, both included."""
        return self._between("end_date", since, until)

    def organized_by(self, organization: UUID) -> TrainingSessionQuerySet:
        """Keep sessions with this organizer, by the key of its page."""
        rows = self.model.organizers.rel.related_model.objects
        return self.filter(
            pk__in=rows.filter(organization__translation_key=organization).values("page")
        )

    def hosted_by(self, organization: UUID) -> TrainingSessionQuerySet:
        """Keep sessions at this host, by the key of its page."""
        rows = self.model.hosts.rel.related_model.objects
        return self.filter(
            pk__in=rows.filter(organization__translation_key=organization).values("page")
        )

    def about(self, theme: UUID) -> TrainingSessionQuerySet:
        """Keep sessions on a theme, by its key."""
        rows = self.model.themes.through.objects
        rows = rows.filter(theme__translation_key=theme)
        return self.filter(pk__in=rows.values("trainingsessionpage"))

    def at(self, venue: UUID) -> TrainingSessionQuerySet:
        """Keep sessions at a venue, by its key."""
        return self.filter(venue__translation_key=venue)

    def in_mode(self, modes: Collection[str]) -> TrainingSessionQuerySet:
        """Keep sessions held in one of these modes."""
        return self.filter(mode__in=modes)

    def with_status(self, statuses: Collection[str]) -> TrainingSessionQuerySet:
        """Keep sessions with one of these statuses."""
        return self.filter(status__in=statuses)

    def with_speaker(self, person: UUID) -> TrainingSessionQuerySet:
        """Keep sessions, in all languages, in whose published programme a person takes part."""
        rows = self.model.programme_slots.rel.related_model.objects
        return self.filter(
            translation_key__in=rows.filter(speakers__person_key=person).values(
                "session__translation_key"
            )
        )

    def held_in_language(self, tag: str) -> TrainingSessionQuerySet:
        """Keep sessions held in a working language."""
        if not is_language_tag(tag):
            return self.none()
        return self.filter(language_index__contains=f"|{tag.lower()}|")

    def understood_in(self, tag: str) -> TrainingSessionQuerySet:
        """Keep sessions held in a language, or with a published slot in it or interpreted into it.

        The slots are those of the source, and count in all languages of its page.
        """
        if not is_language_tag(tag):
            return self.none()
        rows = self.model.programme_slots.rel.related_model.objects
        slots = rows.filter(_names(tag, "languages") | _names(tag, "interpretation"))
        return self.filter(
            Q(language_index__contains=f"|{tag.lower()}|")
            | Q(translation_key__in=slots.values("session__translation_key"))
        )

    def _between(
        self, column: str, since: date | None, until: date | None
    ) -> TrainingSessionQuerySet:
        bounds = {}
        if since is not None:
            bounds[f"{column}__gte"] = since
        if until is not None:
            bounds[f"{column}__lte"] = until
        return self.filter(**bounds)


def _names(tag: str, column: str) -> IContains:
    """The condition that a list of language tags holds one, written as JSON on any database."""
    return IContains(Cast(column, TextField()), f'"{tag}"')
