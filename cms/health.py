"""Answers for probes: whether the process is alive, and whether it is ready to serve."""

import logging
from collections.abc import Callable

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms import deadlines

logger = logging.getLogger(__name__)

# In seconds. Who probes gives up after a few.
PATIENCE = 2


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Say that the process answers; asks nothing of the database."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether requests can be served, and name what is missing.

    A cache that is down makes answers slower, not wrong, so it is named but does not take the
    process out of service; the database and its migrations do.
    """
    with deadlines.at_most(PATIENCE):
        failing = [name for name, works in CHECKS.items() if not passes(name, works)]
    status = ("unavailable" if NEEDED & set(failing) else "degraded") if failing else "ok"
    return JsonResponse(
        {"status": status, "failing": failing}, status=503 if status == "unavailable" else 200
    )


def passes(name: str, works: Callable[[], bool]) -> bool:
    """Run one check; a failure to run is a failure, told to the log alone."""
    try:
        return works()
    except (DatabaseError, OSError):
        logger.warning("Readiness check %s failed", name, exc_info=True)
        return False


def database_answers() -> bool:
    """Ask the database for nothing but an answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def migrations_are_applied() -> bool:
    """Compare the migrations on disk with those in the database."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def cache_remembers() -> bool:
    """Write to the cache and read it back."""
    cache.set("readyz", "remembered", timeout=10)
    return bool(cache.get("readyz") == "remembered")


CHECKS = {
    "database": database_answers,
    "migrations": migrations_are_applied,
    "cache": cache_remembers,
}
NEEDED = {"database", "migrations"}
