"""The data set: generated once for its parameters, and used again while it is what it was."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .database import FOLDER, Database
from .servers import environment

if TYPE_CHECKING:
    from .progress import Progress

SEED = 1
SLOTS_A_DAY = 6


class DataError(Exception):
    """The data set cannot be made."""


@dataclass(frozen=True)
class Tables:
    """A database of tables without content, which all others of its kind are copied from."""

    kind: str

    def prepare(self, progress: Progress) -> Database:
        """Make it, unless it is there with all migrations."""
        database = Database(self.kind, "tables")
        if not database.exists() or not has_tables(database):
            progress.say(f"making the tables ({self.kind})")
            database.create()
            _must_run(database, "manage.py", "migrate", "--verbosity", "0")
        return database


def has_tables(database: Database) -> bool:
    """Whether all migrations have been applied."""
    return _run(database, "manage.py", "migrate", "--check").returncode == 0


def _run(database: Database, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own commands
        [sys.executable, *arguments],
        env=environment("product", database),
        capture_output=True,
        text=True,
        check=False,
    )


def _must_run(database: Database, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = _run(database, *arguments)
    if done.returncode:
        raise DataError(f"{' '.join(arguments)} failed:\n{done.stderr[-2000:]}")
    return done


@dataclass(frozen=True)
class DataSet:
    """So many sessions in these languages, in a kind of database."""

    sessions: int
    locales: tuple[str, ...]
    kind: str
    slots_a_day: int = SLOTS_A_DAY

    @property
    def name(self) -> str:
        """A name for files and databases."""
        usual = self.slots_a_day == SLOTS_A_DAY
        slots = "" if usual else f"-{self.slots_a_day}-slots"
        return f"{self.sessions}-{'-'.join(self.locales)}{slots}"

    @property
    def database(self) -> Database:
        """Where it is."""
        return Database(self.kind, self.name)

    @property
    def stamp(self) -> Path:
        """The file that says what was made."""
        return FOLDER / f"{self.name}-{self.kind}.json"

    def prepare(self, progress: Progress) -> Database:
        """Make it, unless it is there as it was made."""
        progress.say(f"checking the data set {self.name} ({self.kind})")
        if not self._is_there():
            self._make(progress)
        return self.database

    def _is_there(self) -> bool:
        if not self.stamp.exists() or not self.database.exists():
            return False
        stamp = json.loads(self.stamp.read_text())
        digest = stamp.pop("digest")
        if stamp != self._parameters() or not has_tables(self.database):
            return False
        found = _run(
            self.database,
            *("-m", "bench.digest"),
            *(str(self.sessions), ",".join(self.locales), str(self.slots_a_day)),
        )
        return found.returncode == 0 and found.stdout.strip() == digest

    def _make(self, progress: Progress) -> None:
        self.stamp.unlink(missing_ok=True)
        tables = Tables(self.kind).prepare(progress)
        self.database.create(tables)
        progress.say(f"generating {self.sessions} sessions in {len(self.locales)} languages")
        made = _must_run(
            self.database,
            "manage.py",
            "generate_content",
            *("--sessions", str(self.sessions), "--locales", ",".join(self.locales)),
            *("--slots-a-day", str(self.slots_a_day), "--seed", str(SEED)),
            *("--settle", "--verbosity", "0"),
        )
        digest = made.stdout.split()[-1]
        self.stamp.write_text(json.dumps({**self._parameters(), "digest": digest}, indent=2))

    def _parameters(self) -> dict[str, object]:
        return json.loads(json.dumps({**asdict(self), "seed": SEED}))
