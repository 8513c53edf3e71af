"""`python -m bench`: makes the data set, runs the systems side by side, says how they compare."""

from __future__ import annotations

import argparse
import signal
import sys
from typing import Any

from . import plots, report
from .compare import DifferentAnswersError, compare
from .database import NoServerError, default_kind
from .dataset import SLOTS_A_DAY, DataError, DataSet
from .growth import SESSIONS, measure_growth
from .load import WrongAnswerError
from .progress import Progress
from .servers import ServerError

FULL, USUAL = 1000, 200


def options() -> argparse.Namespace:
    """What is asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    add = parser.add_argument
    add("--sessions", type=int, help=f"how many training sessions ({USUAL})")
    add("--locales", default="en,fr,es", help="languages, the source first (en,fr,es)")
    add("--slots-a-day", type=int, default=SLOTS_A_DAY, help=f"of 4 days each ({SLOTS_A_DAY})")
    add("--database", choices=("sqlite", "postgresql"), help="default: that of DATABASE_URL")
    add("--full", action="store_true", help=f"{FULL} sessions, more rounds")
    add("--rounds", type=int, help="rounds of load on each system (5, full: 9)")
    add("--seconds", type=float, default=1.0, help="how long a round is (1)")
    add("--workers", type=int, default=1, help="processes of each server (1)")
    add("--growth", action="store_true", help="also measure growth: sessions, locales, depth")
    sizes = ",".join(map(str, SESSIONS))
    add("--growth-sessions", default=sizes, help=f"the sizes of sites to grow through ({sizes})")
    add("--plots", action="store_true", help="also write the plots of docs/performance/")
    return parser.parse_args()


def run(asked: argparse.Namespace, progress: Progress) -> tuple[DataSet, dict[str, Any]]:
    """Measure what is asked for."""
    locales = tuple(asked.locales.split(","))
    kind = asked.database or default_kind()
    data = DataSet(
        asked.sessions or (FULL if asked.full else USUAL), locales, kind, asked.slots_a_day
    )
    rounds = asked.rounds or (9 if asked.full else 5)
    database = data.prepare(progress)
    results: dict[str, Any] = {
        "sessions": data.sessions,
        "locales": locales,
        "slots_a_day": data.slots_a_day,
        "machine": report.machine(database.version()),
        "workers": asked.workers,
        **compare(database, rounds, asked.seconds, progress, asked.workers),
    }
    report.write(data, results)
    if asked.growth:
        sizes = tuple(int(size) for size in asked.growth_sessions.split(","))
        results["growth"] = measure_growth(kind, sizes, rounds, asked.seconds, progress)
    return data, results


def main() -> int:
    """Run, print the tables, write the files."""
    asked, progress = options(), Progress()
    # Ended from outside, it must still stop its servers.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        data, results = run(asked, progress)
    except (
        NoServerError,
        DataError,
        ServerError,
        WrongAnswerError,
        DifferentAnswersError,
    ) as error:
        progress.end()
        sys.stderr.write(f"{error}\n")
        return 1
    progress.end()
    path = report.write(data, results)
    machine = results["machine"]
    sys.stdout.write(
        f"{data.sessions} sessions in {len(data.locales)} languages; {machine['database']},"
        f" Python {machine['python']}, {machine['cores']} cores\n\n{report.table(results)}\n"
    )
    if "growth" in results:
        sys.stdout.write(f"\n{report.growth_table(results['growth'])}\n")
    sys.stdout.write(f"\n{path}\n")
    if asked.plots:
        for plot in plots.write(results):
            sys.stdout.write(f"{plot}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
