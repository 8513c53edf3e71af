"""What a line says of a slot beside what the draft has, in the same terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from events.enums import SpeakerRole

if TYPE_CHECKING:
    from collections.abc import Callable

    from .read_rows import ReadFile, ReadRow
    from .rows import Row

HELD: dict[str, Callable[[Row], Any]] = {
    "start": lambda row: row.start,
    "end": lambda row: row.end,
    "title": lambda row: row.title,
    "people": lambda row: tuple((person.key, person.role) for person in row.people),
    "kind": lambda row: row.kind,
    "track": lambda row: row.track,
    "room": lambda row: row.room,
    "languages": lambda row: row.languages,
    "interpretation": lambda row: row.interpretation,
    "text": lambda row: row.text,
    "materials": lambda row: tuple(file.pk for file in row.materials),
}


def complete(
    read: ReadRow, held: Row | None, file: ReadFile, session_languages: tuple[str, ...]
) -> None:
    """Fill in what a line leaves to the draft, and take as equal what its format cannot tell."""
    values = read.values
    if "people" in values:
        values["people"] = _with_roles(values["people"], held)
    if not file.is_schedule:
        return
    if held is not None:
        _keep_times(read, held)
    if "languages" in values:
        shown = held.languages if held is not None else ()
        if values["languages"] == (shown or session_languages):
            values["languages"] = shown
        elif values["languages"] == session_languages:
            values["languages"] = ()


def differences(read: ReadRow, held: Row) -> dict[str, tuple[Any, Any]]:
    """Give the fields that a line says differently, each as it was and as it is to be."""
    return {
        name: (HELD[name](held), value)
        for name, value in read.values.items()
        if HELD[name](held) != value
    }


def _with_roles(people: tuple[tuple[Any, str | None], ...], held: Row | None) -> tuple[Any, ...]:
    """Let those without a role keep the one that they have."""
    known = held.people if held is not None else ()
    if people == tuple(dict.fromkeys((person.key, None) for person in known)):
        return tuple((person.key, person.role) for person in known)
    roles: dict[Any, list[str]] = {}
    for person in known:
        roles.setdefault(person.key, []).append(person.role)
    complete = []
    for key, role in people:
        if role is not None:
            complete.append((key, role))
            continue
        kept = roles.pop(key, [SpeakerRole.SPEAKER.value])
        complete += [(key, kept_role) for kept_role in kept]
    return tuple(dict.fromkeys(complete))


def _keep_times(read: ReadRow, held: Row) -> None:
    """Take wall times as equal that stand for the instants of the file."""
    if held.starts_at is None or held.starts_at != read.starts_at:
        return
    read.date = held.date
    read.values["start"] = held.start
    length_is_same = (read.ends_at or read.starts_at) == (held.ends_at or held.starts_at)
    if length_is_same:
        read.values["end"] = held.end
