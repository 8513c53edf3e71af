"""Questions that editors' listings, reports and the API ask of organizations and people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, QuerySet, Subquery
from wagtail.query import PageQuerySet

from .dates import begins_by, lasts_until

if TYPE_CHECKING:
    from datetime import date
    from typing import Self
    from uuid import UUID


class OrganizationQuerySet(PageQuerySet):
    """Organizations."""

    def of_kind(self, *kinds: str) -> OrganizationQuerySet:
        """Keep organizations of these kinds."""
        return self.filter(kind__in=kinds)

    def in_country(self, code: str) -> OrganizationQuerySet:
        """Keep organizations of a country, by its two-letter code."""
        return self.filter(country=code.upper())

    def related_to(self, key: UUID, *kinds: str) -> OrganizationQuerySet:
        """Keep organizations with a relation to the one with this key, of one of these kinds."""
        relation = Q(relations__organization__translation_key=key)
        if kinds:
            relation &= Q(relations__kind__in=kinds)
        return self.filter(relation).distinct()


class PersonQuerySet(PageQuerySet):
    """People."""

    def with_role_in(self, key: UUID) -> PersonQuerySet:
        """Keep people who have, or had, a role in the organization with this key."""
        return self.filter(roles__organization__translation_key=key).distinct()


class RelationQuerySet(QuerySet):
    """Relations between organizations."""

    def on(self, day: date) -> RelationQuerySet:
        """Keep relations that hold on a day, as far as their dates tell."""
        return self.filter(
            Q(since__isnull=True) | begins_by("since", day),
            Q(until__isnull=True) | lasts_until("until", day),
        )


class TranslatedRowQuerySet(QuerySet):
    """Rows of pages that are copied with them into other languages."""

    def sources(self) -> Self:
        """Keep the first of each row and its translations."""
        first = self.model._default_manager.filter(translation_key=OuterRef("translation_key"))
        return self.filter(pk=Subquery(first.order_by("pk").values("pk")[:1]))


class RoleQuerySet(TranslatedRowQuerySet):
    """Roles of people."""

    def on(self, day: date) -> RoleQuerySet:
        """Keep roles that are known to hold on a day.

        Where a start or an end is not known, the role is known for the date of its source only:
        an office read in a leaflet of 2015 is not said to be held today.
        """
        begun = Q(starts_on__isnull=False) & begins_by("starts_on", day)
        begun |= Q(starts_on__isnull=True, as_of__isnull=False) & begins_by("as_of", day)
        begun |= Q(starts_on__isnull=True, as_of__isnull=True)
        lasting = Q(ends_on__isnull=False) & lasts_until("ends_on", day)
        lasting |= Q(ends_on__isnull=True, as_of__isnull=False) & lasts_until("as_of", day)
        lasting |= Q(ends_on__isnull=True, as_of__isnull=True)
        return self.filter(begun, lasting)

    def older_than(self, day: date) -> RoleQuerySet:
        """Keep roles that may have ended: no end is known, and they were last seen before a day."""
        undated = Q(as_of__isnull=True) & (Q(starts_on__isnull=True) | Q(starts_on__lt=day))
        return self.filter(undated | Q(as_of__lt=day), ends_on__isnull=True)


class FactQuerySet(TranslatedRowQuerySet):
    """Facts about organizations."""

    def older_than(self, day: date) -> FactQuerySet:
        """Keep facts whose date is before a day, or not known."""
        return self.filter(Q(as_of__isnull=True) | Q(as_of__lt=day))
