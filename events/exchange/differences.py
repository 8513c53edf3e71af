"""What a file would change, as editors read it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.pages.languages import language_choices
from events.enums import SlotKind, SpeakerRole

from .comparing import differences
from .rows import RowType
from .tables import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .drafts import Block
    from .lookup import Found
    from .merging import Line
    from .rows import Row

NEW, MOVED, CHANGED, REMOVED = "new", "moved", "changed", "removed"
PLACE = frozenset({"date", "start", "end", "room"})
LABELS = {
    "date": gettext_lazy("Date"),
    "start": gettext_lazy("Start"),
    "end": gettext_lazy("End"),
    "title": gettext_lazy("Title"),
    "people": gettext_lazy("People"),
    "kind": gettext_lazy("Kind"),
    "track": gettext_lazy("Track"),
    "room": gettext_lazy("Room"),
    "languages": gettext_lazy("Languages"),
    "interpretation": gettext_lazy("Interpretation into"),
    "text": gettext_lazy("Summary"),
    "materials": gettext_lazy("Materials"),
}
TYPES = {
    RowType.DAY: gettext_lazy("Day"),
    RowType.SLOT: gettext_lazy("Slot"),
    RowType.NOTE: gettext_lazy("Note"),
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value as it was and as it is to be."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """A block that the file makes new, moves, changes or removes."""

    kind: str
    type: str
    when: str
    name: str
    line: int | None = None
    fields: list[FieldChange] = field(default_factory=list)


@dataclass(slots=True)
class Comparison:
    """All that is different, and how much is not."""

    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    is_reordered: bool = False

    def of(self, kind: str) -> list[Change]:
        """Give the changes of one kind."""
        return [change for change in self.changes if change.kind == kind]

    @property
    def counts(self) -> dict[str, int]:
        """Count the changes by kind."""
        return {kind: len(self.of(kind)) for kind in (NEW, MOVED, CHANGED, REMOVED)}


def compare(lines: list[Line], blocks: list[Block], found: Found) -> Comparison:
    """Compare the draft as it is to be with the draft as it is."""
    result = Comparison()
    moved: set[int] = set()
    for line in lines:
        if line.block is None:
            result.changes.append(_new(line, found))
            continue
        held = line.block.row
        if changed := _changed(line, held):
            is_moved = bool(changed.keys() & PLACE)
            moved |= {id(line.block)} if is_moved else set()
            result.changes.append(_change(line, held, changed, found))
        else:
            result.unchanged += 1
    kept = {id(line.block) for line in lines}
    result.changes += [_removed(block) for block in blocks if id(block) not in kept]
    before = [id(block) for block in blocks if id(block) in kept - moved]
    after = [id(line.block) for line in lines if id(line.block) in kept - moved and line.block]
    result.is_reordered = before != after
    return result


def _changed(line: Line, held: Row) -> dict[str, tuple[Any, Any]]:
    """Give what is different of a block that was there."""
    changed = differences(line.read, held) if line.read is not None else {}
    if line.date != held.date:
        changed["date"] = (held.date, line.date)
    return changed


def _new(line: Line, found: Found) -> Change:
    values = dict(line.read.values) if line.read is not None else {}
    title = values.pop("title", "") or values.pop("text", "")
    fields = [
        FieldChange(str(LABELS[name]), "", shown(name, value, found))
        for name, value in values.items()
        if value not in (None, "", ()) and name not in {"start", "end", "kind"}
    ]
    return Change(
        NEW,
        str(TYPES[line.type]),
        when(line.date, values.get("start"), values.get("end")),
        title,
        line.read.line if line.read is not None and line.read.line else None,
        fields,
    )


def _change(line: Line, held: Row, changed: dict[str, tuple[Any, Any]], found: Found) -> Change:
    return Change(
        MOVED if changed.keys() & PLACE else CHANGED,
        str(TYPES[line.type]),
        when(held.date, held.start, held.end),
        held.title or held.text,
        line.read.line if line.read is not None and line.read.line else None,
        list(_fields(changed, found)),
    )


def _fields(changed: dict[str, tuple[Any, Any]], found: Found) -> Iterator[FieldChange]:
    for name, label in LABELS.items():
        if name in changed:
            before, after = changed[name]
            yield FieldChange(str(label), shown(name, before, found), shown(name, after, found))


def _removed(block: Block) -> Change:
    row = block.row
    place = when(row.date, row.start, row.end)
    return Change(REMOVED, str(TYPES[row.type]), place, row.title or row.text)


def when(day: date | None, start: time | None, end: time | None) -> str:
    """Write day and times, as far as they are known."""
    times = "–".join(clock(part) for part in (start, end) if part is not None)
    # Between Arabic words, a range would be read from its end.
    times = f"\u2066{times}\u2069" if times else ""
    dated = date_format(day, "SHORT_DATE_FORMAT") if day else ""
    return " ".join(part for part in (dated, times) if part)


def shown(name: str, value: Any, found: Found) -> str:
    """Write a value as the editor shows it."""
    if isinstance(value, time):
        return clock(value)
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if name == "kind":
        return str(dict(SlotKind.choices).get(value, value))
    return ", ".join(_items(name, value, found)) if isinstance(value, tuple) else value or ""


def _items(name: str, value: tuple[Any, ...], found: Found) -> list[str]:
    if name == "people":
        return [_person(key, role, found) for key, role in value]
    if name == "materials":
        return [found.titles.get(pk, str(pk)) for pk in value]
    names = dict(language_choices())
    return [names.get(tag, tag) for tag in value]


def _person(key: Any, role: str, found: Found) -> str:
    name = found.names.get(key, str(key))
    if role == SpeakerRole.SPEAKER:
        return name
    label = dict(SpeakerRole.choices).get(role, role)
    return _("%(name)s (%(role)s)") % {"name": name, "role": label}
