"""In which languages the texts of a session may be shown."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from cms.graphql.pages import visible_pages
from cms.statements import KEY, any_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from cms.graphql.context import Scope
    from events.models import TrainingSessionPage


def readable_locales(sessions: Sequence[TrainingSessionPage], scope: Scope) -> dict[UUID, set[int]]:
    """The locales in which each session is visible: texts of a hidden translation stay hidden."""
    keys = {session.translation_key for session in sessions}

    def build() -> QuerySet[Any, Any]:
        versions = visible_pages(scope).filter(any_of("translation_key", keys, KEY))
        return versions.values_list("translation_key", "locale")

    locales = defaultdict(set)
    for key, locale_id in scope.rows("readable locales", build, values=keys):
        locales[key].add(locale_id)
    return locales
