"""Versions of the programmes of a site that is made for tests, without releasing each by itself."""

from itertools import cycle, islice

from django.utils import timezone

from events.domain.frozen import freeze
from events.domain.overview import source_sessions
from events.models import ProgrammeVersion

KINDS = ("NEW", "CANCELLED", "MOVED")


def release_all(number):
    """Let each session have so many versions, with so many changes, of all kinds in turn."""
    ProgrammeVersion.objects.all().delete()
    now = timezone.now()
    versions = []
    for session in source_sessions():
        content = freeze(session.translation_key)
        versions += [
            ProgrammeVersion(
                session=session,
                number=place + 1,
                released_at=now,
                content=content,
                changes=changes_of(content["slots"][:number], place),
            )
            for place in range(number)
        ]
    ProgrammeVersion.objects.bulk_create(versions)


def changes_of(slots, first):
    """Say of each slot that something has become of it, beginning with one of the kinds."""
    kinds = islice(cycle(KINDS), first, None)
    return [
        {
            "kind": kind,
            "uid": slot["uid"],
            "aspects": ["TIME"] if kind == "MOVED" else [],
            "before": None if kind == "NEW" else slot,
            "after": None if kind == "CANCELLED" else slot,
        }
        for kind, slot in zip(kinds, slots, strict=False)
    ]
