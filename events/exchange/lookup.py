"""Who and what a file names: people by key or name, documents by number or title."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wagtail.documents import get_document_model
from wagtail.permissions import policy_registry

from cms.spreadsheets.cells import as_compared
from organizations.models import PersonPage

from .problems import Code, Problem
from .read_rows import Named, NamedFile
from .tables import name_in_cell

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from .drafts import Block
    from .read_rows import ReadFile, ReadRow


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody whom a file names and who was not found."""

    line: int
    name: str
    is_ambiguous: bool = False


@dataclass(slots=True)
class Found:
    """What was found: the pages of people by key, their names, and who is missing."""

    pages: dict[UUID, int] = field(default_factory=dict)
    names: dict[UUID, str] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)
    missing: list[Missing] = field(default_factory=list)


def look_up(file: ReadFile, blocks: Iterable[Block], locale_id: int, user: Any) -> Found:
    """Put what was found in place of names, in all lines; two statements, one if nobody is named.

    What names somebody or something wrongly is added to the problems of the file.
    """
    found = Found()
    blocks = list(blocks)
    if any(row.values.get("people") for row in file.rows):
        people = People(locale_id)
        for row in file.rows:
            _find_people(row, people, file, found)
        found.pages = people.pages
        found.names |= people.titles
    for block in blocks:
        found.names |= {person.key: person.name for person in block.row.people}
        found.titles |= {material.pk: material.title for material in block.row.materials}
    if any(row.values.get("materials") for row in file.rows):
        documents = Documents(user, set(found.titles))
        for row in file.rows:
            _find_documents(row, documents, file)
        found.titles = documents.titles
    return found


class People:
    """All people of a language by the names that they have, and in which language they exist."""

    def __init__(self, locale_id: int) -> None:
        self.pages: dict[UUID, int] = {}
        self.titles: dict[UUID, str] = {}
        self._by_name: dict[str, set[UUID]] = defaultdict(set)
        self._names: dict[UUID, set[str]] = defaultdict(set)
        columns = ("pk", "translation_key", "locale_id", "title", "draft_title", "native_name")
        for pk, key, locale, *names in PersonPage.objects.order_by("pk").values_list(*columns):
            for name in filter(None, names):
                self._names[key].add(_folded(name))
            if locale == locale_id:
                self.pages.setdefault(key, pk)
                self.titles.setdefault(key, names[0])
        for key in self.pages:
            for name in self._names[key]:
                self._by_name[name].add(key)

    def is_called(self, key: UUID, name: str) -> bool:
        """Whether somebody has a name, in any language."""
        return not name or _folded(name) in self._names[key]

    def named(self, name: str) -> set[UUID]:
        """The keys of all who have a name."""
        return self._by_name.get(_folded(name), set())


def _folded(name: str) -> str:
    return as_compared(name_in_cell(name))


def _find_people(row: ReadRow, people: People, file: ReadFile, found: Found) -> None:
    named: tuple[Named, ...] = row.values.get("people") or ()
    keys: dict[tuple[UUID, str | None], None] = {}
    for person in named:
        if person.key in people.pages:
            if not people.is_called(person.key, person.name) and not file.is_schedule:
                known = people.titles[person.key]
                params = {"known": known, "found": person.name}
                file.problems.append(Problem(Code.PERSON_DIFFERS, row.line, "people", params))
            keys[person.key, person.role] = None
            continue
        candidates = people.named(person.name)
        if len(candidates) == 1:
            keys[next(iter(candidates)), person.role] = None
        else:
            name = person.name or str(person.key)
            found.missing.append(Missing(row.line, name, is_ambiguous=len(candidates) > 1))
    if "people" in row.values:
        row.values["people"] = tuple(keys)


class Documents:
    """The documents that an editor may choose, and those that the programme has already."""

    def __init__(self, user: Any, used: set[int]) -> None:
        model = get_document_model()
        policy = policy_registry.get_by_type(model)
        allowed = policy.instances_user_has_permission_for(user, "choose")
        rows = model.objects.filter(pk__in=allowed.values("pk")) | model.objects.filter(pk__in=used)
        self.titles: dict[int, str] = dict(rows.values_list("pk", "title"))
        self._by_title: dict[str, list[int]] = defaultdict(list)
        for pk, title in self.titles.items():
            self._by_title[_folded(title)].append(pk)

    def find(self, named: NamedFile) -> int | None:
        """The document of a number and title, or the only one of a title."""
        if named.pk is not None:
            title = self.titles.get(named.pk)
            is_it = title is not None and _folded(named.title) in ("", _folded(title))
            return named.pk if is_it else None
        same = self._by_title[_folded(named.title)]
        return same[0] if len(same) == 1 else None


def _find_documents(row: ReadRow, documents: Documents, file: ReadFile) -> None:
    if "materials" not in row.values:
        return
    pks = []
    for named in row.values["materials"]:
        pk = documents.find(named)
        if pk is None:
            params = {"found": named.title or str(named.pk)}
            problem = Problem(Code.UNKNOWN_FILE, row.line, "materials", params)
            (file.warnings if file.is_schedule else file.problems).append(problem)
        else:
            pks.append(pk)
    row.values["materials"] = tuple(dict.fromkeys(pks))
