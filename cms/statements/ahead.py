"""Reads that follow from others, read along with them.

What one read finds often says what the next one asks for: pages the tree paths whose children are
wanted, sessions the keys of their organizers. What an operation read shows which values came from
which columns. In its next runs such a read goes along in the same statement, with these columns in
place of the values. What it found is given to the read that asks with exactly these values; one
that asks with others is run by itself, as if nothing had been read ahead (docs/adr/0021).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import CharField, ForeignKey, IntegerField, TextField, UUIDField

from .running import Follower, Read, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import Field

    from .prepared import Statement
    from .rows import Row

# How often an operation's runs are looked at for what follows from what,
MAX_LESSONS = 16
# how many reads go along with others at most,
MAX_FOLLOWERS = 32
# and how often more what was read ahead may be in vain than asked for.
PATIENCE = 2
# How many values more may be read than are asked for, in parts of these.
SPARE = 0.25

Key = tuple["Statement", ...]


class _Link(NamedTuple):
    """A follower, and the reads that have the values of its other places, by name."""

    follower: Follower
    others: tuple[tuple[str, int], ...]


class Habits:
    """What the runs of one operation have shown: what follows the reads that come together."""

    def __init__(self) -> None:
        self.links: dict[Key, tuple[_Link, ...]] = {}
        self.lessons_left = MAX_LESSONS
        self._refused: set[Follower] = set()
        self._balance: dict[Follower, int] = {}

    def learn(self, rounds: Sequence[_Round]) -> None:
        """Find what of later rounds follows from each."""
        self.lessons_left -= 1
        for number in range(len(rounds) - 1):
            self._learn(rounds[number:])

    def _learn(self, rounds: Sequence[_Round]) -> None:
        """Find what of later rounds follows from the first one, be it by other followers."""
        first = rounds[0]
        known = list(first.reads)
        links = list(self.links.get(first.key, ()))
        if len(known) != len(first.key) + len(links):
            # What it had along has been let go of.
            return
        for done in (done for later in rounds[1:] for done in later.reads):
            link = _link(done.read, known, len(first.key))
            if link is None or link.follower in self._refused or len(links) >= MAX_FOLLOWERS:
                continue
            if all(link.follower != other.follower for other in links):
                links.append(link)
                known.append(done)
        self.links[first.key] = tuple(links)

    def note(self, follower: Follower, *, was_asked: bool) -> None:
        """Remember whether a read ahead was of use, and let go of one that is not."""
        balance = min(self._balance.get(follower, 0) + (1 if was_asked else -1), PATIENCE)
        self._balance[follower] = balance
        if balance < -PATIENCE:
            self._refused.add(follower)
            # Others may follow from it, by its number.
            self.links.clear()
            self.lessons_left = max(self.lessons_left, 1)


class _Done(NamedTuple):
    """A read with the rows that it found; of a follower with all that it has been read with."""

    read: Read
    rows: list[Row]


class _Round(NamedTuple):
    """Reads that were one statement: those that were asked for, and behind them the followers."""

    key: Key
    reads: list[_Done]


class _Ahead(NamedTuple):
    """What a follower has found before anybody asked."""

    follower: Follower
    done: _Done

    def is_asked_by(self, read: Read) -> bool:
        """Whether a read has the same values in all places, or some of those of the list.

        Some will do if rows tell which value they belong to.
        """
        name, known = self.follower.name, self.done.read.values
        asked = frozenset(read.values[name])
        if asked != known[name] and (read.statement.key is None or not asked <= known[name]):
            return False
        return all(read.values[key] == value for key, value in known.items() if key != name)

    def rows_for(self, read: Read) -> list[Row]:
        """The rows that the read would have found."""
        asked, key = frozenset(read.values[self.follower.name]), read.statement.key
        if key is None or len(asked) == len(self.done.read.values[self.follower.name]):
            return self.done.rows
        return [row for row in self.done.rows if row[key] in asked]


class ReadAhead:
    """The reads of one run of an operation."""

    def __init__(self, habits: Habits) -> None:
        self._habits = habits
        self._rounds: list[_Round] = []
        self._ahead: list[_Ahead] = []

    def given(self, reads: Sequence[Read]) -> list[list[Row]] | None:
        """The rows of reads that have all been read ahead; None if one has not."""
        if not self._ahead:
            return None
        found = [self._find(read) for read in reads]
        if None in found:
            return None
        return [
            self._take(ahead, read)
            for ahead, read in zip(found, reads, strict=True)
            if ahead is not None
        ]

    def run(self, reads: Sequence[Read]) -> list[list[Row]]:
        """The rows of reads: those read ahead, and of the others, with what follows from them."""
        found = [self._find(read) for read in reads]
        left = [read for read, ahead in zip(reads, found, strict=True) if ahead is None]
        rows = iter(self._run(left) if left else ())
        return [
            next(rows) if ahead is None else self._take(ahead, read)
            for ahead, read in zip(found, reads, strict=True)
        ]

    def end(self) -> None:
        """Learn from the run that is over."""
        for follower, done in self._ahead:
            if done.read.values[follower.name]:
                self._habits.note(follower, was_asked=False)
        if len(self._rounds) > 1 and self._habits.lessons_left:
            self._habits.learn(self._rounds)

    def _find(self, read: Read) -> _Ahead | None:
        statement = read.statement
        for ahead in self._ahead:
            if ahead.follower.statement is statement and ahead.is_asked_by(read):
                return ahead
        return None

    def _take(self, ahead: _Ahead, read: Read) -> list[Row]:
        # Two reads of one statement may ask for the same.
        left = [other for other in self._ahead if other is not ahead]
        if len(left) < len(self._ahead):
            self._ahead = left
            self._habits.note(ahead.follower, was_asked=True)
        return ahead.rows_for(read)

    def _run(self, reads: list[Read]) -> list[list[Row]]:
        if any(read.statement.sql is None for read in reads):
            return run(reads)
        key = tuple(read.statement for read in reads)
        followers = [
            (link.follower, {name: reads[number].values[name] for name, number in link.others})
            for link in self._habits.links.get(key, ())
        ]
        found = run(reads, followers)
        done = [_Done(read, rows) for read, rows in zip(reads, found, strict=False)]
        for (follower, others), rows in zip(followers, found[len(reads) :], strict=True):
            values = {**others, follower.name: frozenset(_values(follower, done))}
            done.append(_Done(Read(follower.statement, values), rows))
            self._ahead.append(_Ahead(follower, done[-1]))
        if self._habits.lessons_left:
            self._rounds.append(_Round(key, done))
        return found[: len(reads)]


def _values(follower: Follower, done: Sequence[_Done]) -> Iterable[Any]:
    for number, column in follower.sources:
        for row in done[number].rows:
            if row[column] is not None:
                yield row[column]


def _link(read: Read, known: Sequence[_Done], size: int) -> _Link | None:
    """How a read follows from others, if all that it asks with is theirs."""
    lists = {place.name: place for place in read.statement.places if place.is_list}
    if len(lists) != 1:
        return None
    ((name, place),) = lists.items()
    others = []
    for other in sorted({place.name for place in read.statement.places} - {name}):
        value = read.values[other]
        holders = (
            number
            for number, done in enumerate(known[:size])
            if other in done.read.values and done.read.values[other] == value
        )
        number = next(holders, None)
        if number is None:
            return None
        others.append((other, number))
    sources = _sources(frozenset(read.values[name]), place.field, read.statement, known)
    return _Link(Follower(read.statement, name, sources), tuple(others)) if sources else None


def _sources(
    wanted: frozenset[Any], field: Field[Any, Any], asking: Statement, known: Sequence[_Done]
) -> tuple[tuple[int, int], ...]:
    """The column that holds all the values wanted, or the columns of one read that do together.

    It may hold a few more: of a list that goes on, one row is read that is not shown.
    """
    most = len(wanted) * (1 + SPARE) + 1 if asking.key is not None else len(wanted)
    for number, (read, rows) in reversed(list(enumerate(known))):
        fields = read.statement.fields
        alike = [index for index in range(len(fields)) if _kind(fields[index]) is _kind(field)]
        held = {index: {row[index] for row in rows} - {None} for index in alike}
        whole = [index for index in alike if wanted <= held[index] and len(held[index]) <= most]
        if whole and wanted:
            best = min(whole, key=lambda index: _strangeness(fields[index], held[index], asking))
            return ((number, best),)
        part = [index for index in alike if held[index] and held[index] & wanted]
        together = frozenset().union(*(held[index] for index in part))
        if wanted and wanted <= together and len(together) <= most:
            return tuple((number, index) for index in part)
    return ()


KINDS = ((UUIDField,), (IntegerField,), (CharField, TextField))


def _kind(field: Any) -> Any:
    """What kind of values a column has, if things are looked for by it."""
    while isinstance(field, ForeignKey):
        field = field.target_field
    return next((kind for kind in KINDS if isinstance(field, kind)), None)


def _strangeness(field: Any, held: set[Any], asking: Statement) -> tuple[int, int]:
    """How little a column has to do with a statement: equal numbers may be of different things."""
    model = getattr(asking.fields[0], "model", None)
    if isinstance(field, ForeignKey):
        return (0 if field.related_model is model else 2, len(held))
    return (1, len(held))
