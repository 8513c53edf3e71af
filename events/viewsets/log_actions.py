"""What is done with programmes, as the history of a session names it."""

from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter

from events.domain.versions import RELEASED
from events.exchange.importing import IMPORTED, UNDONE
from events.models import CONFIRMED


class ConfirmedConflicts(LogFormatter):
    """Somebody has seen conflicts and accepts them."""

    label = _("Confirm conflicts")

    def format_message(self, log_entry: Any) -> str:
        """Name what was confirmed."""
        found = list(log_entry.data.get("conflicts", {}).values())
        text = ngettext("Conflict confirmed: %(list)s", "Conflicts confirmed: %(list)s", len(found))
        return text % {"list": " ".join(found)}


def register_log_actions(actions: Any) -> None:
    """Name the entries that releases, imports, their undoing and confirmations leave."""
    actions.register_action(CONFIRMED)(ConfirmedConflicts)

    @actions.register_action(RELEASED)
    class ReleasedProgramme(LogFormatter):
        """A version that was released."""

        label = _("Release a version of the programme")

        def format_message(self, log_entry: Any) -> str:
            """Name the version."""
            return gettext("Version %(number)s of the programme released") % log_entry.data

    @actions.register_action(IMPORTED)
    class ImportedProgramme(LogFormatter):
        """A file that was taken over."""

        label = _("Import a programme")

        def format_message(self, log_entry: Any) -> str:
            """Name the file and count the changes."""
            return gettext(
                "%(format)s file “%(name)s” taken over: %(new)s new, %(moved)s moved,"
                " %(changed)s changed, %(removed)s removed"
            ) % {"new": 0, "moved": 0, "changed": 0, "removed": 0, **log_entry.data}

    @actions.register_action(UNDONE)
    class UndoneImport(LogFormatter):
        """A file that was taken back."""

        label = _("Undo an import")

        def format_message(self, log_entry: Any) -> str:
            """Name the file."""
            return gettext("The import of “%(name)s” was undone") % log_entry.data
