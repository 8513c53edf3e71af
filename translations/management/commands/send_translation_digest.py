"""Send translators and reviewers their daily mail."""

from __future__ import annotations

import logging
from typing import Any

from django.core.mail import get_connection
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from translations.domain.digest import readers, send
from translations.domain.progress import refresh

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Run it once a day; a second run on the same day sends only what the first did not."""

    help = "Send translators and reviewers what is new, changed, waiting or due."

    def handle(self, **_options: Any) -> None:
        """Send all mails; one that fails does not keep the others from being sent."""
        now = timezone.now()
        sent = failed = 0
        refresh()
        connection = get_connection()
        for user in readers():
            # A mail server may fail in any way; the next run tries again.
            try:
                sent += send(user, now, connection)
            except Exception:
                logger.exception("No translation digest for user %s", user.pk)
                failed += 1
        self.stdout.write(f"{sent} mails sent.")
        if failed:
            raise CommandError(f"{failed} mails not sent; run it again.")
