"""What a conflict is, whom and what it is about, and what becomes of it."""

import hashlib
import uuid
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from events.enums import ConflictCode, ConflictLevel

from .entries import Day, Note, Slot
from .naming import name_of

# What each kind means where nobody has chosen otherwise. All others always stop a publication:
# what they are about cannot be shown to readers at all.
DEFAULT_LEVELS = {
    ConflictCode.SPEAKER_TWICE: ConflictLevel.BLOCK,
    ConflictCode.ROOM_TWICE: ConflictLevel.BLOCK,
    ConflictCode.SPEAKER_ELSEWHERE: ConflictLevel.CONFIRM,
    ConflictCode.ROOM_ELSEWHERE: ConflictLevel.CONFIRM,
    ConflictCode.OUTSIDE_SESSION: ConflictLevel.BLOCK,
    ConflictCode.TRACK_OVERLAP: ConflictLevel.NOTICE,
    ConflictCode.ZERO_LENGTH: ConflictLevel.BLOCK,
    ConflictCode.NEGATIVE_LENGTH: ConflictLevel.BLOCK,
    ConflictCode.AMBIGUOUS_TIME: ConflictLevel.NOTICE,
    ConflictCode.OUT_OF_ORDER: ConflictLevel.NOTICE,
    ConflictCode.LONG_GAP: ConflictLevel.NOTICE,
}
LONGEST_GAP = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Policy:
    """What each kind of conflict means, and how long a gap may be."""

    levels: Mapping[ConflictCode, ConflictLevel] = field(default_factory=dict)
    longest_gap: timedelta = LONGEST_GAP

    def level_of(self, code: ConflictCode) -> ConflictLevel:
        """Give what a kind of conflict means."""
        if code not in DEFAULT_LEVELS:
            return ConflictLevel.BLOCK
        return self.levels.get(code, DEFAULT_LEVELS[code])


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A slot of another session; its title is empty where it may not be told."""

    session: int
    uid: uuid.UUID
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    title: str = ""
    is_editable: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that is wrong, said at one block of the stream."""

    code: ConflictCode
    message: str
    block: Day | Slot | Note
    other: Slot | None = None
    elsewhere: Elsewhere | None = None
    # Who or what is needed twice.
    resource: Hashable = ""
    level: ConflictLevel = ConflictLevel.BLOCK

    @property
    def block_id(self) -> uuid.UUID:
        """The key of the block."""
        return self.block.uid

    @property
    def position(self) -> int:
        """The place of the block in the stream."""
        return self.block.position

    @property
    def where(self) -> str:
        """The block as people call it."""
        return name_of(self.block)

    @property
    def other_where(self) -> str:
        """The other block as people call it."""
        return name_of(self.other) if self.other else ""

    @property
    def concerns_both(self) -> bool:
        """Say whether the other block is as much to be changed as this one."""
        return self.other is not None and self.code != ConflictCode.OUT_OF_ORDER

    @property
    def is_error(self) -> bool:
        """Say whether it stops a publication whatever anybody says."""
        return self.level == ConflictLevel.BLOCK

    @property
    def needs_confirmation(self) -> bool:
        """Say whether somebody has to confirm it."""
        return self.level == ConflictLevel.CONFIRM

    @property
    def fingerprint(self) -> str:
        """What a confirmation holds for: times, and who or what, but no titles or block ids."""
        facts = [self.code.value, str(self.resource), *_facts(self.block), *_facts(self.other)]
        if self.elsewhere is not None:
            facts += [str(self.elsewhere.session), self.elsewhere.starts_at.isoformat()]
            facts.append(self.elsewhere.ends_at.isoformat())
        return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:32]

    @property
    def identity(self) -> tuple[Hashable, ...]:
        """What tells whether it was there before a change of times."""
        elsewhere = self.elsewhere.uid if self.elsewhere else None
        return self.code, self.block.uid, self.other and self.other.uid, elsewhere


def _facts(block: Day | Slot | Note | None) -> list[str]:
    if block is None:
        return ["-"]
    day = block if isinstance(block, Day) else block.day
    times = [block.start, block.end] if isinstance(block, Slot) else []
    return [str(day and day.date), *map(str, times)]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a programme: one key for all languages, and a name."""

    key: Hashable
    name: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The session around a programme, as far as conflicts depend on it."""

    first: date | None = None
    last: date | None = None
    zone: ZoneInfo | None = None
    longest_gap: timedelta = LONGEST_GAP
