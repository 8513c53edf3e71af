"""A published programme as lines of a file: what every reader may see, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings

from cms.graphql.context import Context
from cms.graphql.errors import BadUserInput
from cms.graphql.localization import find_page
from cms.graphql.site_cache import forget_sites
from cms.graphql.sites import absolute_url
from cms.spreadsheets.cells import tidy, tidy_line
from cms.statements import Batch, side_by_side
from events.domain.programme import DayData, SlotData, load_programmes
from events.domain.readable import readable_locales
from events.models import TrainingSessionPage

from .rows import Material, ProgrammeFile, Row, RowType, Speaker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from cms.caching.dependencies import Dependencies
    from cms.graphql.context import Scope


@dataclass(frozen=True, slots=True)
class Asked:
    """Which programme, in which languages, on which site."""

    key: UUID
    languages: tuple[str, ...] = ()
    site: str | None = None

    @classmethod
    def of(cls, key: UUID, parameters: Any) -> Asked:
        """Read the parameters of an address; BAD_USER_INPUT for an unknown language."""
        codes = tuple(filter(None, parameters.get("locale", "").split(",")))
        known = {code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES}
        if not known.issuperset(codes):
            raise BadUserInput("`locale` has to be languages of the site, as `fr` or `ar,fr`.")
        return cls(key, codes, parameters.get("site") or None)


def load(asked: Asked, dependencies: Dependencies) -> ProgrammeFile | None:
    """Load a programme, None for what is not visible; a constant number of statements."""
    context = Context(dependencies=dependencies)
    found = Batch().run(lambda: _load(asked, context))
    if context.is_outdated:
        # Sites, languages or restrictions have changed since an earlier request read them.
        forget_sites()
        anew = Context(dependencies=dependencies)
        found = Batch().run(lambda: _load(asked, anew))
    return found


def _load(asked: Asked, context: Context) -> ProgrammeFile | None:
    scope = context.scope(site=asked.site, locales=asked.languages or None)
    session, _checked = side_by_side(
        lambda: find_page(scope, TrainingSessionPage, key=asked.key), context.check_sites
    )
    if session is None or context.is_outdated:
        return None
    return _programme(session, scope.in_locale(session.locale_id))


def _programme(session: TrainingSessionPage, scope: Scope) -> ProgrammeFile:
    programme = load_programmes(
        [session], scope.language_codes, lambda: readable_locales([session], scope)
    )[session.pk]
    slots = programme.slots
    people, documents = side_by_side(
        lambda: scope.loaders.pages_by_key(key for slot in slots for key, _ in slot.speakers),
        lambda: scope.loaders.documents(pk for slot in slots for pk in slot.materials),
    )
    return ProgrammeFile(
        key=session.translation_key,
        title=session.title,
        slug=session.slug,
        language=scope.locale(session.locale_id).language_code,
        time_zone=programme.time_zone,
        first=session.start_date,
        last=session.end_date,
        languages=tuple(session.working_languages or ()),
        page_url=scope.roots.url_of(session) or "",
        site_url=scope.roots.site.root_url,
        rows=[row for day in programme.days for row in _rows(day, people, documents)],
    )


def _rows(day: DayData, people: dict[UUID, Any], documents: dict[int, Any]) -> Iterator[Row]:
    """Give a day and what is below it, in the editors' order."""
    yield Row(RowType.DAY, day.uid, day.date, title=tidy_line(day.title))
    below = [(slot.position, _slot_row(slot, people, documents)) for slot in day.slots]
    below += [
        (note.position, Row(RowType.NOTE, note.uid, day.date, text=tidy(note.text)))
        for note in day.notes
        if note.text
    ]
    yield from (row for _position, row in sorted(below, key=lambda item: item[0]))


def _slot_row(slot: SlotData, people: dict[UUID, Any], documents: dict[int, Any]) -> Row:
    return Row(
        type=RowType.SLOT,
        uid=slot.uid,
        date=slot.day,
        start=slot.start_time,
        end=slot.end_time,
        title=tidy_line(slot.title),
        people=tuple(
            Speaker(key, people[key].title, role)
            for key, role in dict.fromkeys(slot.speakers)
            if key in people
        ),
        kind=slot.kind,
        track=tidy_line(slot.track),
        room=tidy_line(slot.room),
        languages=tuple(slot.languages),
        interpretation=tuple(slot.interpretation),
        text=tidy(slot.summary),
        materials=tuple(
            Material(pk, tidy_line(documents[pk].title), absolute_url(documents[pk].url))
            for pk in dict.fromkeys(slot.materials)
            if pk in documents
        ),
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
    )
