"""Wagtail's command, with language versions of one instant published in one transaction."""

from typing import Any

from wagtail.management.commands.publish_scheduled import Command as WagtailCommand

from cms.pages.scheduling import SCHEDULED_WORK, keep_what_is_used, publish_groups


class Command(WagtailCommand):
    """Publishes what is due, together what was scheduled together."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Keep what is used, do other apps' work, publish the groups, then do what is left."""
        if not options["dryrun"]:
            keep_what_is_used()
            for work in SCHEDULED_WORK:
                work()
            publish_groups()
        super().handle(*args, **options)
