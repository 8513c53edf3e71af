"""Prints the digest of generated content in a database: `python -m bench.digest 200 en,fr,es 6`."""

import sys

import django

from .dataset import SEED


def main() -> None:
    """Print it."""
    django.setup()
    from home.sample.generated.digest import digest  # app ready: needs the models
    from home.sample.generated.plan import Plan  # app ready: needs the models

    sessions, locales, slots_a_day = sys.argv[1:]
    plan = Plan(SEED, int(sessions), tuple(locales.split(",")), int(slots_a_day))
    sys.stdout.write(f"{digest(plan)}\n")


if __name__ == "__main__":
    main()
