"""The column that says whether a person has consented: a file gives consent only with its date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.spreadsheets.cells import as_iso_date, as_text
from cms.spreadsheets.problems import CellError

from .columns import Column
from .problems import Code

if TYPE_CHECKING:
    from django.db.models import Model

    from .columns import Content
    from .known import Known

YES, NO = "yes", "no"
FIRST_YEAR = 1900


class Consent(Column):
    """Yes or no as it is; a date where consent was given since; nothing where nothing is said."""

    def read(self, cell: Any, _model: type[Model]) -> Any:
        """Read yes, no, nothing or a date that is not in the future."""
        text = as_text(cell).lower()
        if text in {YES, NO, ""}:
            return text
        plain = as_iso_date(text)
        try:
            day = date.fromisoformat(plain[:10]) if plain[10:] in {"", " 00:00:00"} else None
        except ValueError:
            day = None
        # A year before that is one of another calendar.
        if day is None or not day.year >= FIRST_YEAR or day > timezone.localdate():
            raise CellError(Code.BAD_CONSENT, found=text)
        return day

    def resolve(self, value: Any, held: Any, _known: Known) -> bool:
        """Keep what is not said; raises CellError for a yes that is new and has no date."""
        if value == YES and not held:
            raise CellError(Code.CONSENT_DATE)
        return bool(held) if value == "" else value != NO

    def held(self, content: Content, _known: Known) -> bool:
        """Say whether consent is noted."""
        return bool(content.get(self.field))

    def written(self, value: Any, _known: Known) -> str:
        """Write yes or no."""
        return YES if value else NO

    def shown(self, value: Any, _known: Known) -> str:
        """Write yes or no for people."""
        return _("Yes") if value else _("No")
