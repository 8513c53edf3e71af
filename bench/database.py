"""Databases to measure in: a file below var/bench/, or one beside that of DATABASE_URL."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

FOLDER = Path("var/bench")


class NoServerError(Exception):
    """PostgreSQL is asked for, and DATABASE_URL does not say where it is."""


@dataclass(frozen=True)
class Database:
    """A database of our own."""

    kind: str
    name: str

    @property
    def url(self) -> str:
        """The address of the database, for DATABASE_URL."""
        if self.kind == "sqlite":
            return f"sqlite:///{self.file.resolve()}"
        return _beside(_server(), self.name_on_server)

    @property
    def file(self) -> Path:
        """The file of an SQLite database."""
        return FOLDER / f"{self.name}.sqlite3"

    @property
    def media(self) -> Path:
        """Where its pictures are."""
        return FOLDER / f"{self.name}-{self.kind}-media"

    @property
    def name_on_server(self) -> str:
        """Its name on a PostgreSQL server."""
        base = urlsplit(_server()).path.strip("/") or "cms"
        return f"{base}_bench_{self.name}".replace("-", "_")

    def create(self, template: Database | None = None) -> None:
        """Make it anew: empty, or a copy of another that nobody uses."""
        if self.kind == "sqlite":
            FOLDER.mkdir(parents=True, exist_ok=True)
            for suffix in ("", "-wal", "-shm"):
                Path(f"{self.file}{suffix}").unlink(missing_ok=True)
            if template is not None:
                shutil.copyfile(template.file, self.file)
            return
        name = sql.Identifier(self.name_on_server)
        with psycopg.connect(_server(), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
            source = sql.Identifier(template.name_on_server if template else "template1")
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name, source))

    def exists(self) -> bool:
        """Whether it is there."""
        if self.kind == "sqlite":
            return self.file.exists()
        with psycopg.connect(_server()) as connection:
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            return connection.execute(query, [self.name_on_server]).fetchone() is not None

    def version(self) -> str:
        """The name and version of the database."""
        if self.kind == "sqlite":
            import sqlite3  # optional dependency: Python can be built without it

            return f"SQLite {sqlite3.sqlite_version}"
        with psycopg.connect(_server()) as connection:
            row = connection.execute("SHOW server_version").fetchone()
            return f"PostgreSQL {str(row[0]).split()[0]}" if row else "PostgreSQL"

    def cpu(self) -> dict[int, float]:
        """CPU seconds of each server process of a PostgreSQL on this machine; none else."""
        if self.kind == "sqlite":
            return {}
        with psycopg.connect(_server()) as connection:
            query = "SELECT pid FROM pg_stat_activity WHERE datname = %s"
            pids = [pid for (pid,) in connection.execute(query, [self.name_on_server])]
        return {pid: seconds for pid in pids if (seconds := _postgres_cpu(pid)) is not None}


def default_kind() -> str:
    """The kind of the database that DATABASE_URL names."""
    return "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"


def _server() -> str:
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        raise NoServerError("Name a database of the PostgreSQL server in DATABASE_URL.")
    return url


def _beside(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _postgres_cpu(pid: int) -> float | None:
    process = Path(f"/proc/{pid}")
    try:
        if not (process / "comm").read_text().startswith("postgres"):
            return None
        return int((process / "schedstat").read_text().split()[0]) / 1e9
    except OSError:
        return None
