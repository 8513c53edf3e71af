"""Which sessions belong to which centre, for whoever groups pages by centre."""

from __future__ import annotations

from events.models import TrainingSessionIndexPage
from organizations.models import OrganizationPage
from translations.domain.centres import Centre


def centres() -> list[Centre]:
    """Give the public centres that have lists of sessions, with the place of each list."""
    public = OrganizationPage.objects.live().public().order_by().values("pk")
    rows = (
        TrainingSessionIndexPage.objects.filter(centre__in=public)
        .order_by("-centre", "path")
        .values_list("centre__translation_key", "centre__title", "path")
    )
    return [Centre(str(key), name, path) for key, name, path in rows]
