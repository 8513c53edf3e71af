"""Questions about roles and languages of groups, terms, marks of texts and comments on them."""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Permission
from django.db import models
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from .enums import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from .enums import LocaleRole

CACHE = "_locale_roles"
PLACES = "_locale_roles_below"
VERSION_LENGTH = 16


def version_of(stored: str) -> str:
    """Tell states of a translation apart."""
    return sha256(stored.encode()).hexdigest()[:VERSION_LENGTH]


LIMITS = "_language_limits"


class GroupLocaleRoleQuerySet(models.QuerySet):
    """Roles of groups, each for one language."""

    def held_by(self, user: Any) -> frozenset[tuple[str, int]]:
        """Give the roles of a user for whole languages."""
        return frozenset((role, locale) for role, locale, below in self._rows(user) if not below)

    def held_below(self, user: Any) -> frozenset[tuple[str, int, str]]:
        """Give the roles of a user for parts of languages, with the paths of the pages above."""
        if not hasattr(user, PLACES):
            limited = [row for row in self._rows(user) if row[2]]
            keys = {below for _role, _locale, below in limited}
            pages = Page.objects.filter(translation_key__in=keys) if keys else Page.objects.none()
            paths: dict[UUID | None, list[str]] = defaultdict(list)
            for key, path in pages.order_by().values_list("translation_key", "path"):
                paths[key].append(path)
            found = {(role, pk, path) for role, pk, below in limited for path in paths[below]}
            setattr(user, PLACES, frozenset(found))
        return getattr(user, PLACES)

    def _rows(self, user: Any) -> frozenset[tuple[str, int, UUID | None]]:
        """Read all roles of a user, once for each user object."""
        if not (user.is_active and user.is_authenticated):
            return frozenset()
        if not hasattr(user, CACHE):
            rows = self.filter(group__user=user).values_list("role", "locale_id", "below")
            setattr(user, CACHE, frozenset(rows))
        return getattr(user, CACHE)

    def holds(self, user: Any, role: LocaleRole, locale_id: int | None) -> bool:
        """Say whether a user has a role for a whole language."""
        return (role, locale_id) in self.held_by(user)


class TermQuerySet(models.QuerySet):
    """Terms, each between two languages."""

    def between(self, source_locale_id: int, locale_id: int) -> TermQuerySet:
        """Keep those of one language with their translations into another."""
        return self.filter(source_locale=source_locale_id, locale=locale_id)

    def in_order(self) -> TermQuerySet:
        """Sort them as files have them, with their languages."""
        return self.select_related("source_locale", "locale").order_by(
            "source_locale__language_code", "key", "pk"
        )


class TextMarkQuerySet(models.QuerySet):
    """Marks of translations."""

    def set(self, rows: Iterable[StringTranslation], mark: Mark, user: Any) -> None:
        """Say it of the words that translations have now, in one statement for any number."""
        now = timezone.now()
        self.bulk_create(
            [
                self.model(row=row, mark=mark, version=version_of(row.data), by=user, at=now)
                for row in rows
            ],
            update_conflicts=True,
            unique_fields=["row"],
            update_fields=["mark", "version", "by", "at"],
        )

    def approve(self, target: Any, user: Any) -> None:
        """Mark the texts of a page or snippet as reviewed."""
        rows = StringTranslation.objects.filter(
            locale=target.locale_id, context__object=target.translation_key, has_error=False
        )
        open_rows = [row for row in rows.select_related("mark") if not _is_reviewed(row)]
        self.set(open_rows, Mark.REVIEWED, user)


def _is_reviewed(row: StringTranslation) -> bool:
    mark = getattr(row, "mark", None)
    return bool(mark and mark.mark == Mark.REVIEWED and mark.version == version_of(row.data))


class TextCommentQuerySet(models.QuerySet):
    """Comments on texts."""

    def open(self) -> models.QuerySet:
        """Give what nobody has resolved."""
        return self.filter(resolved_at=None)


class GroupLanguageQuerySet(models.QuerySet):
    """Languages to which groups are limited."""

    def limits_of(self, user: Any) -> dict[str, frozenset[int | None]]:
        """Give a user's limited rights with their languages, read once for each user object.

        A right that is not in it holds for all languages. Several groups that give the same right
        add up, and a group without languages gives it for all. None stands for a deleted language.
        """
        if not hasattr(user, LIMITS):
            setattr(user, LIMITS, self._read_limits(user))
        return getattr(user, LIMITS)

    def _read_limits(self, user: Any) -> dict[str, frozenset[int | None]]:
        languages: dict[int, set[int | None]] = defaultdict(set)
        if user.is_active and user.is_authenticated and not user.is_superuser:
            for group, locale in self.filter(group__user=user).values_list("group", "locale"):
                languages[group].add(locale)
        if not languages:
            return {}
        limits: dict[str, set[int | None]] = defaultdict(set)
        unlimited = set(user.get_user_permissions())
        given = Permission.objects.filter(group__user=user).values_list(
            "content_type__app_label", "codename", "group"
        )
        for app_label, codename, group in given:
            name = f"{app_label}.{codename}"
            limits[name] |= languages.get(group, set())
            if group not in languages:
                unlimited.add(name)
        return {name: frozenset(limits[name]) for name in limits.keys() - unlimited}
