"""The ways from a listing to its table, and how the history names what was done with tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import Locale

from organizations.exchange.applying import IMPORTED, UNDONE
from organizations.exchange.kinds import kinds
from organizations.exchange.rights import may_exchange

if TYPE_CHECKING:
    from django.http import HttpRequest

FIRST = 60


class ExchangeButtonsMixin:
    """A listing that offers to import and export what it lists."""

    exchange_kind = ""
    request: HttpRequest

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the two, for those who may use them, in the language that is listed."""
        buttons = list(super().header_more_buttons)
        kind = kinds()[self.exchange_kind]
        if not may_exchange(kind, self.request.user):
            return buttons
        code = self.request.GET.get("locale", "")
        is_known = bool(code) and Locale.objects.filter(language_code=code).exists()
        query = f"?{urlencode({'locale': code})}" if is_known else ""
        for place, (name, arguments, label, icon) in enumerate(WAYS):
            url = reverse(name, args=[kind.name, *arguments]) + query
            buttons.append(Button(label, url=url, icon_name=icon, priority=FIRST + place))
        return buttons


WAYS: tuple[tuple[str, tuple[str, ...], Any, str], ...] = (
    ("organizations_import_records", (), _("Import"), "upload"),
    ("organizations_export_records", ("xlsx",), _("Export"), "download"),
)


def register_log_actions(actions: Any) -> None:
    """Name the entries that imports and their undoing leave."""

    @actions.register_action(IMPORTED)
    class ImportedRecords(LogFormatter):
        """A file that was taken over, as a whole or into one record."""

        label = _("Import people or places")

        def format_message(self, log_entry: Any) -> str:
            """Name the file and count the changes."""
            if "name" not in log_entry.data:
                return gettext("Changed by the import of a file")
            text = gettext(
                "%(format)s file “%(name)s” taken over: %(new)s new, %(changed)s changed"
            )
            if log_entry.data.get("published"):
                text = gettext(
                    "%(format)s file “%(name)s” taken over and published: %(new)s new,"
                    " %(changed)s changed"
                )
            return text % log_entry.data

    @actions.register_action(UNDONE)
    class UndoneRecords(LogFormatter):
        """A file that was taken back."""

        label = _("Undo an import of people or places")

        def format_message(self, log_entry: Any) -> str:
            """Name the file."""
            return gettext("The import of “%(name)s” was undone") % log_entry.data
