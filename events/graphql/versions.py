"""Released versions of programmes: which there are, and what has changed in each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import graphene
from django.db.models import BigAutoField

from cms.graphql.declarations import add_fields
from cms.graphql.fields import GraphQLComputed, enum_type, list_of
from cms.graphql.resolvers import resolver
from cms.statements import KEY, any_of, side_by_side
from events.domain.frozen import thaw_slot
from events.domain.readable import readable_locales
from events.domain.reading import chains
from events.enums import ProgrammeAspect, ProgrammeChangeKind
from events.models import ProgrammeVersion as Version
from events.models import TrainingSessionPage

from .programme import ProgrammeSlot

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from cms.graphql.info import Info
    from events.domain.programme_data import Chain


class ProgrammeChange(graphene.ObjectType):
    """What has become of one slot since the version before."""

    kind = graphene.Field(
        enum_type(ProgrammeChangeKind), required=True, description="What has become of it."
    )
    aspects = graphene.Field(
        graphene.NonNull(list_of(enum_type(ProgrammeAspect))),
        description="What of it is another; empty for a new or cancelled slot.",
    )
    uid = graphene.UUID(required=True, description="The slot, as in all versions.")
    before = graphene.Field(
        ProgrammeSlot, description="The slot in the version before; null for a new one."
    )
    after = graphene.Field(
        ProgrammeSlot, description="The slot in this version; null for a cancelled one."
    )


class ProgrammeVersion(graphene.ObjectType):
    """A programme as it was released: it never changes."""

    number = graphene.Int(
        required=True, description="Counts from 1; give it to `programme(version:)`."
    )
    released_at = graphene.DateTime(required=True, description="When it was released.")
    note = graphene.String(
        required=True, description="The editors' words on it, in one language; may be empty."
    )
    changes = graphene.Field(
        graphene.NonNull(list_of(ProgrammeChange)),
        description=(
            "What differs from the version before, in the order of the programme, cancelled "
            "slots last; empty for the first. Summaries and translated texts are not compared; "
            "at most 1000."
        ),
    )


add_fields(
    TrainingSessionPage,
    [
        GraphQLComputed(
            "programme_versions",
            list_of(ProgrammeVersion),
            required=True,
            description="The released versions of its programme, the latest first; at most 100.",
        ),
    ],
)


@dataclass(slots=True)
class VersionRow:
    """A version, with the page by which it was reached."""

    pk: int
    number: int
    released_at: datetime
    note: str
    session: TrainingSessionPage
    source: int


@resolver("TrainingSessionPage.programmeVersions", columns=("translation_key", "time_zone"))
def resolve_versions(sessions: list[TrainingSessionPage], info: Info) -> list[list[VersionRow]]:
    """Find the versions of all sessions together."""
    keys = {session.translation_key for session in sessions}

    def build() -> QuerySet[Any, Any]:
        rows = Version.objects.filter(any_of("session__translation_key", keys, KEY))
        return rows.order_by("-number").values_list(
            "session__translation_key",
            "session__locale_id",
            "pk",
            "number",
            "released_at",
            "comment",
        )

    found: dict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    for key, *row in info.scope.rows("versions of programmes", build, values=keys):
        found[key].append(tuple(row))
    return [
        [
            VersionRow(pk, number, released_at, note, session, source)
            for source, pk, number, released_at, note in found[session.translation_key]
        ]
        for session in sessions
    ]


@resolver("ProgrammeVersion.changes")
def resolve_changes(versions: list[VersionRow], info: Info) -> list[list[dict[str, Any]]]:
    """Read the changes of all versions together, in the languages that readers may see."""
    scope = info.scope
    keys = [version.pk for version in versions]

    def build() -> QuerySet[Any, Any]:
        rows = Version.objects.filter(any_of("pk", keys, BigAutoField()))
        return rows.values_list("pk", "changes")

    sessions = list({version.session.pk: version.session for version in versions}.values())
    rows, readable = side_by_side(
        lambda: scope.rows("changes of programmes", build, values=keys),
        lambda: readable_locales(sessions, scope),
    )
    changes = dict(rows)
    codes = {locale.pk: locale.language_code for locale in info.context.locales.values()}
    chain_of = chains(codes, scope.language_codes, readable)
    return [
        [
            _told(change, version, chain_of(version.session))
            for change in changes.get(version.pk, [])
        ]
        for version in versions
    ]


def _told(change: dict[str, Any], version: VersionRow, chain: Chain) -> dict[str, Any]:
    """A change with its slots as readers of one language see them."""
    slots = {
        name: thaw_slot(version.session, change[name], version.source, chain)
        for name in ("before", "after")
    }
    return {**change, **slots}
