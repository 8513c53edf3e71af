"""`python -m bench.faults`: brings faults about under load, and says whether readers notice."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack

from bench.dataset import DataError, DataSet
from bench.progress import Progress

from .scenarios import SCENARIOS, Finding, Stage
from .services import FOLDER, PostgreSQL, Redis, ServiceError
from .site import Site


def options() -> argparse.Namespace:
    """What is asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    add = parser.add_argument
    add("--seconds", type=float, default=5.0, help="how long each state is watched (5)")
    add("--workers", type=int, default=3, help="workers of gunicorn (3)")
    add("--sessions", type=int, default=20, help="training sessions in the site (20)")
    add("--only", nargs="*", choices=SCENARIOS, help="some of the faults")
    return parser.parse_args()


def findings(asked: argparse.Namespace, progress: Progress) -> Iterator[Finding]:
    """Start everything, and go through the faults."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        postgresql, redis = PostgreSQL(), Redis()
        progress.say("starting PostgreSQL and Redis")
        postgresql.start()
        stack.callback(postgresql.stop)
        redis.start()
        stack.callback(redis.stop)
        os.environ["DATABASE_URL"] = postgresql.url.removesuffix("cms") + "postgres"
        database = DataSet(asked.sessions, ("en",), "postgresql").prepare(progress)
        site = Site(database, redis.url, asked.workers)
        stack.callback(site.stop)
        stage = Stage(site, postgresql, redis, site.questions(), asked.seconds)
        for name in asked.only or SCENARIOS:
            progress.say(name)
            yield from SCENARIOS[name](stage)


def line(finding: Finding) -> str:
    """A row of the table."""
    verdict = "ok" if finding.holds else "FAILED"
    told = f"  {finding.told}" if finding.told else ""
    return (
        f"{finding.requirement:4} {finding.fault:30} {finding.what:48}"
        f" {finding.value:8.2f} <= {finding.limit:g}  {verdict}{told}\n"
    )


def main() -> int:
    """Print a table; end with an error if a figure is not met."""
    asked, progress = options(), Progress()
    failed = 0
    try:
        for finding in findings(asked, progress):
            progress.end()
            sys.stdout.write(line(finding))
            sys.stdout.flush()
            failed += not finding.holds
    except (ServiceError, DataError) as error:
        progress.end()
        sys.stderr.write(f"{error}\n")
        return 1
    progress.end()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
