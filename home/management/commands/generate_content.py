"""Generates a large site."""

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from home.sample.generated.digest import digest
from home.sample.generated.generate import AlreadyGeneratedError, generate
from home.sample.generated.plan import DAYS, MAX_SLOTS_A_DAY, STARTS, Plan

WIDTH = 30


class Command(BaseCommand):
    """Makes many sessions with programmes, people and organizations, the same for the same seed."""

    help = (
        "Generate a large site for tests and measurements; all of it is marked as sample content."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--sessions", type=int, default=100, help="how many training sessions (100)"
        )
        parser.add_argument(
            "--locales", default="en,fr,es", help="languages, the source first (en,fr,es)"
        )
        parser.add_argument(
            "--slots-a-day",
            type=int,
            default=len(STARTS),
            help=f"how many slots each of a session's {DAYS} days has ({len(STARTS)})",
        )
        parser.add_argument("--seed", type=int, default=1, help="another seed, another site (1)")
        parser.add_argument(
            "--settle",
            action="store_true",
            help="also make the renditions of its pictures and refresh the database's statistics",
        )

    def handle(
        self,
        *args: Any,
        sessions: int,
        locales: str,
        slots_a_day: int,
        seed: int,
        settle: bool,
        **options: Any,
    ) -> None:
        languages = tuple(
            dict.fromkeys(code.strip() for code in locales.split(",") if code.strip())
        )
        known = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
        if sessions < 1 or not languages or not set(languages) <= set(known):
            raise CommandError(
                f"Give at least one session, and languages out of: {', '.join(known)}."
            )
        if not 1 <= slots_a_day <= MAX_SLOTS_A_DAY:
            raise CommandError(f"A day has 1 to {MAX_SLOTS_A_DAY} slots.")
        plan = Plan(seed, sessions, languages, slots_a_day)
        began = time.monotonic()
        progress = self._progress if options["verbosity"] else lambda *state: None
        try:
            pages = generate(plan, progress=progress, settle=settle)
        except AlreadyGeneratedError:
            raise CommandError(
                f"Content of seed {seed} is there already. Choose another seed or remove it: "
                "manage.py remove_sample_content --yes (all sample content goes with it)."
            ) from None
        seconds = time.monotonic() - began
        self.stdout.write(
            f"{sessions} sessions, {pages} pages in {seconds:.0f} s; digest {digest(plan)}"
        )

    def _progress(self, what: str, done: int, total: int) -> None:
        full = WIDTH * done // max(total, 1)
        end = "\r" if done < total and sys.stderr.isatty() else "\n"
        self.stderr.write(f"[{'#' * full}{'.' * (WIDTH - full)}] {what} {done}/{total}", ending=end)
