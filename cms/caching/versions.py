"""Versions of tags: one number for a set of them, which rises whenever any of them changes.

A version is good for an answer only if it is from before the answer's data were read. So whoever
makes an answer first takes a moment, and asks for the version as it was at that moment afterwards.
"""

from __future__ import annotations

import json
import secrets
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from django.db import connections, transaction
from django.db.models import BigIntegerField, Max, TextField
from django.utils import timezone

from cms.statements import Place, fetch, written

from . import tags
from .models import TagChange
from .triggers import TABLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cms.statements import Statement

DEFAULT = "default"
# Below every sum of weights.
OFF = -(2**62)
# No sum of a database's past or of a restored copy's other future is met by chance.
LEAP = 2**30
# The key of a lock: any number that nothing else uses.
COMPACTION_LOCK = 0x6D_69_74_69
MAX_REMEMBERED = 512


def version_of(*names: str, using: str = DEFAULT) -> str:
    """The version of tags of our own as SQL; negative while the triggers are off."""
    asked = ", ".join(f"'{name}'" for name in _with_common(names))
    return f"(SELECT {_engine(using).version} FROM {TABLE} WHERE tag IN ({asked}))"


def present_moment(using: str = DEFAULT) -> str:
    """The present moment as SQL."""
    return f"(SELECT {_engine(using).now})"


class Moment(NamedTuple):
    """A moment in the database's history, in its own terms."""

    value: str | int


class Engine(Protocol):
    """What differs between databases."""

    version: str
    is_among: str
    now: str
    seen: str
    is_new: str

    def list_of(self, names: list[str]) -> str:
        """Write tags as the one value that `is_among` takes."""

    def is_seen(self, value: Any, moment: Moment) -> bool:
        """Whether all that a statement found was there at a moment."""

    def compact(self, using: str) -> int:
        """Fold rows of the same tag into one without changing their sum."""

    def raise_everything(self, using: str) -> None:
        """Raise the version that is part of every other."""


def begin(using: str = DEFAULT) -> Moment:
    """Take the present moment."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT {_engine(using).now}")
        return Moment(cursor.fetchone()[0])


def check(names: Iterable[str], using: str = DEFAULT) -> tuple[int | None, Moment]:
    """Read the version of a set of tags and take the moment, in one statement.

    The version is None while the triggers are off.
    """
    asked = _among(connections[using].vendor, tuple(names))
    ((version, moment),) = fetch(_check(using), names=asked)
    return (version if version >= 0 else None), Moment(moment)


@cache
def _check(using: str) -> Statement:
    """The question that every stored answer costs, prepared."""
    engine = _engine(using)
    sql = f"SELECT {engine.version}, {engine.now} FROM {TABLE} WHERE {engine.is_among}"
    place = Place("names", TextField(), is_list=False)
    return written(sql, [BigIntegerField(), TextField()], [place], using)


@lru_cache(maxsize=MAX_REMEMBERED)
def _among(vendor: str, names: tuple[str, ...]) -> str:
    """Tags as `is_among` takes them, written once for an answer that is asked for often."""
    return ENGINES[vendor].list_of(_with_common(names))


def version_at(names: Iterable[str], moment: Moment, using: str = DEFAULT) -> int | None:
    """Read the version of a set of tags; None if any of them has changed since the moment."""
    engine = _engine(using)
    parameters: list[Any] = [engine.list_of(_with_common(names))]
    if "%s" in engine.seen:
        parameters = [moment.value, *parameters]
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"SELECT {engine.version}, {engine.seen} FROM {TABLE} WHERE {engine.is_among}",
            parameters,
        )
        version, seen = cursor.fetchone()
    return version if version >= 0 and engine.is_seen(seen, moment) else None


def changed_since(moment: Moment, using: str = DEFAULT) -> tuple[set[str], Moment]:
    """Read which tags have changed since a moment, and take the present one, in one statement."""
    engine = _engine(using)
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"SELECT now.now, tag FROM (SELECT {engine.now} AS now) now"
            f" LEFT JOIN {TABLE} ON {engine.is_new} OR tag = %s",
            [moment.value, tags.SUSPENDED],
        )
        rows = cursor.fetchall()
    return {tag for _now, tag in rows if tag}, Moment(rows[0][0])


def forget_everything(using: str = DEFAULT) -> None:
    """Have no stored answer hold any more."""
    _engine(using).raise_everything(using)


def compact(using: str = DEFAULT) -> int:
    """Fold old rows, and return how many are gone."""
    return _engine(using).compact(using)


def suspend_versions(using: str = DEFAULT) -> None:
    """Have no version be good for anything."""
    _write(using, tags.SUSPENDED, OFF)


def is_sound(using: str = DEFAULT) -> bool:
    """Whether versions count, and are those of this database and no other."""
    marks = TagChange.objects.using(using).filter(tag__in=(tags.SUSPENDED, tags.ORIGIN))
    return set(marks.values_list("tag", flat=True)) == {tags.ORIGIN}


def resume(using: str = DEFAULT) -> None:
    """Let versions count again, all of them new."""
    with transaction.atomic(using=using):
        marks = TagChange.objects.using(using)
        marks.filter(tag=tags.SUSPENDED).delete()
        # Once for a database: a new one could be lower, and versions may only rise.
        if not marks.filter(tag=tags.ORIGIN).exists():
            _write(using, tags.ORIGIN, secrets.randbelow(LEAP) + 1)
        forget_everything(using)


def _engine(using: str) -> Engine:
    return ENGINES[connections[using].vendor]


def _with_common(names: Iterable[str]) -> list[str]:
    return [*dict.fromkeys(names), tags.EVERYTHING, tags.ORIGIN, tags.SUSPENDED]


def _write(using: str, tag: str, weight: int) -> None:
    TagChange.objects.using(using).bulk_create(
        [TagChange(tag=tag, transaction_id=0, weight=weight, changed_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["tag", "transaction_id"],
        update_fields=["weight", "changed_at"],
    )


class PostgresEngine:
    """A row for each tag and transaction, and the database's own notion of what is visible."""

    version = "coalesce(sum(weight), 0)::bigint"
    now = "pg_current_snapshot()::text"
    seen = (
        "coalesce(bool_and(pg_visible_in_snapshot("
        "transaction_id::text::xid8, %s::pg_snapshot)), true)"
    )
    is_new = "NOT pg_visible_in_snapshot(transaction_id::text::xid8, %s::pg_snapshot)"

    # One parameter: adapting hundreds of them costs more than looking them up.
    is_among = "tag = ANY(string_to_array(%s, chr(31)))"

    def list_of(self, names: list[str]) -> str:
        return "\x1f".join(names)

    def is_seen(self, value: Any, moment: Moment) -> bool:
        return bool(value)

    def compact(self, using: str) -> int:
        with transaction.atomic(using=using), connections[using].cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [COMPACTION_LOCK])
            if not cursor.fetchone()[0]:
                return 0
            cursor.execute(self._renumber)
            cursor.execute(self._fold)
            return int(cursor.fetchone()[0])

    # After a restore, rows may have numbers that transactions here have yet to get.
    _renumber = f"""
        WITH gone AS (
            DELETE FROM {TABLE} WHERE transaction_id
                >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint
            RETURNING tag, weight
        ) INSERT INTO {TABLE} (tag, transaction_id, weight, changed_at)
        SELECT tag, 0, sum(weight), now() FROM gone GROUP BY tag
        ON CONFLICT (tag, transaction_id)
        DO UPDATE SET weight = {TABLE}.weight + excluded.weight"""
    # The row that stays has the last number, so that who makes an answer meanwhile still sees that
    # the tag has changed.
    _fold = f"""
        WITH old AS (
            SELECT tag, max(transaction_id) AS last, sum(weight) AS weight
            FROM {TABLE} WHERE transaction_id
                < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
            GROUP BY tag HAVING count(*) > 1
        ), gone AS (
            DELETE FROM {TABLE} one USING old
            WHERE one.tag = old.tag AND one.transaction_id < old.last RETURNING 1
        ), kept AS (
            UPDATE {TABLE} one SET weight = old.weight FROM old
            WHERE one.tag = old.tag AND one.transaction_id = old.last
        ) SELECT count(*) FROM gone"""

    def raise_everything(self, using: str) -> None:
        leap = secrets.randbelow(LEAP) + 1
        with connections[using].cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {TABLE} (tag, transaction_id, weight, changed_at)"
                " VALUES (%s, pg_current_xact_id()::text::bigint, %s, now())"
                " ON CONFLICT (tag, transaction_id)"
                f" DO UPDATE SET weight = {TABLE}.weight + excluded.weight",
                [tags.EVERYTHING, leap],
            )


class SqliteEngine:
    """One row for each tag: its weight tells when it changed last; the tag '' counts changes."""

    version = "coalesce(sum(weight), 0)"
    now = f"coalesce((SELECT weight FROM {TABLE} WHERE tag = ''), 0)"
    seen = "coalesce(max(weight), 0)"
    is_new = "weight > %s"

    is_among = "tag IN (SELECT value FROM json_each(%s))"

    def list_of(self, names: list[str]) -> str:
        return json.dumps(names)

    def is_seen(self, value: Any, moment: Moment) -> bool:
        return bool(value <= moment.value)

    def compact(self, using: str) -> int:
        return 0

    def raise_everything(self, using: str) -> None:
        with transaction.atomic(using=using):
            last = TagChange.objects.using(using).aggregate(last=Max("weight"))["last"] or 0
            weight = max(last, 0) + secrets.randbelow(LEAP) + 1
            for tag in ("", tags.EVERYTHING):
                _write(using, tag, weight)


ENGINES: dict[str, Engine] = {"postgresql": PostgresEngine(), "sqlite": SqliteEngine()}
