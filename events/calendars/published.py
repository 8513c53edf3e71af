"""Sessions as readers may see them now, with all that calendars show of them."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any

from grapple.registry import registry

from cms.graphql.columns import Columns
from cms.graphql.pages import content_locales, visible_pages
from cms.graphql.snippets import text_locales
from cms.statements import KEY, NUMBER, Batch, any_of, side_by_side
from events.domain.reading import load_programmes
from events.models import Theme, TrainingSessionPage, Venue
from organizations.models import ContactPoint, PersonPage

from .lines import Words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from django.db.models import Model, QuerySet

    from cms.graphql.context import Scope
    from events.domain.programme import ProgrammeData, SlotData

SESSION_COLUMNS = {
    "summary", "theme", "start_date", "end_date", "start_time", "end_time", "time_zone", "status",
    "venue_id", "last_published_at",
}  # fmt: skip


@cache
def columns() -> Columns:
    """The columns that calendars need; of all else, only what every page has."""
    needed = {
        TrainingSessionPage: SESSION_COLUMNS,
        PersonPage: {"honorific"},
        Venue: {"address"},
    }
    return Columns({registry.models[m]._meta.name: frozenset(n) for m, n in needed.items()})


class Published:
    """The visible ones of some sessions, each in the best language, with what belongs to them.

    The number of statements does not depend on how many sessions and slots there are.
    """

    def __init__(
        self, scope: Scope, keys: Collection[UUID], *, with_programmes: bool = False
    ) -> None:
        self.scope = scope
        self.pages: dict[UUID, TrainingSessionPage] = {}
        self.programmes: dict[int, ProgrammeData] = {}
        self._texts: dict[tuple[type[Model], int], str] = {}
        Batch().run(lambda: self._read(set(keys), with_programmes))

    def _read(self, keys: set[UUID], with_programmes: bool) -> None:
        found = self.scope.loaders.pages_by_key(keys)
        self.pages = {
            key: page for key, page in found.items() if isinstance(page, TrainingSessionPage)
        }
        pages = list(self.pages.values())
        side_by_side(
            lambda: self._read_venues(pages),
            lambda: self._read_themes(pages),
            lambda: self._read_contacts(pages),
            lambda: self._note_languages(pages),
            lambda: self._read_programmes(pages) if with_programmes else None,
        )

    def _read_venues(self, pages: list[TrainingSessionPage]) -> None:
        self.venues = self.scope.loaders.snippets(Venue, (page.venue_id for page in pages))
        self._note_snippets(Venue, self.venues.values())

    def _read_themes(self, pages: list[TrainingSessionPage]) -> None:
        self.themes = self._related(TrainingSessionPage.themes.through, Theme, pages)
        self._note_snippets(Theme, (item for row in self.themes.values() for item in row))

    def _read_contacts(self, pages: list[TrainingSessionPage]) -> None:
        through = TrainingSessionPage.contact_points.through
        self.contacts = self._related(through, ContactPoint, pages)
        self._note_snippets(ContactPoint, (item for row in self.contacts.values() for item in row))

    def _read_programmes(self, pages: list[TrainingSessionPage]) -> None:
        self.programmes = load_programmes(pages, self.scope.language_codes, self._readable_locales)
        speakers = {
            key
            for programme in self.programmes.values()
            for slot in programme.slots
            for key, _ in slot.speakers
        }
        self.people = self.scope.loaders.pages_by_key(speakers)

    def _readable_locales(self) -> dict[UUID, set[int]]:
        """The languages in which sessions are visible: texts of a hidden one stay hidden."""
        keys = list(self.pages)

        def build() -> QuerySet[Any, Any]:
            versions = visible_pages(self.scope).filter(any_of("translation_key", keys, KEY))
            return versions.values_list("translation_key", "locale")

        found = defaultdict(set)
        for key, locale in self.scope.rows("readable locales", build, values=keys):
            found[key].add(locale)
        return found

    def _related(
        self, through: Any, model: type[Any], pages: list[TrainingSessionPage]
    ) -> dict[int, list[Any]]:
        """The visible snippets of a many-to-many field, in the order they were chosen."""
        ids = [page.pk for page in pages]
        column = f"{model._meta.model_name}_id"

        def build() -> QuerySet[Any, Any]:
            rows = through.objects.filter(any_of("trainingsessionpage", ids, NUMBER))
            return rows.order_by("pk").values_list("trainingsessionpage_id", column)

        rows = self.scope.rows(("calendars", model), build, values=ids)
        found = self.scope.loaders.snippets(model, (pk for _, pk in rows))
        related = defaultdict(list)
        for page, pk in rows:
            if pk in found:
                related[page].append(found[pk])
        return related

    def _note_languages(self, pages: list[TrainingSessionPage]) -> None:
        found = content_locales(pages, self.scope).items()
        self._texts.update(
            ((TrainingSessionPage, pk), self.scope.locale(locale).language_code)
            for pk, locale in found
        )

    def _note_snippets(self, model: type[Model], snippets: Iterable[Any]) -> None:
        known = {snippet.pk: snippet for snippet in snippets}
        locales = text_locales(list(known.values()), self.scope)
        for pk, locale in zip(known, locales, strict=True):
            self._texts[model, pk] = self.scope.locale(locale).language_code

    def words(self, item: Any, text: str) -> Words:
        """A text of a page or snippet, with the language that it is in."""
        return Words(text, self._texts.get((type(item), item.pk), ""))

    def slots_of(self, page: TrainingSessionPage) -> list[SlotData]:
        """The slots of a session's published programme."""
        return self.programmes[page.pk].slots if page.pk in self.programmes else []

    def names_of(self, slot: SlotData) -> list[str]:
        """The names of a slot's people, as far as their pages are public."""
        found = [self.people[key] for key, _ in slot.speakers if key in self.people]
        return [f"{getattr(page, 'honorific', '')} {page.title}".strip() for page in found]
