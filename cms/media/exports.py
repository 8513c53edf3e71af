"""Spreadsheets that open without running anything: all that Wagtail's admin exports.

CSV and XLSX come from one class of Wagtail's for listings, reports and the site's history alike;
texts are treated there, so that a report that is added tomorrow is safe, too.
"""

from __future__ import annotations

from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin, list_to_str

from cms.spreadsheets import guarded


def guarded_list(values: list[Any]) -> Any:
    """Write a list as Wagtail does, as one safe cell."""
    return guarded(list_to_str(values))


def make_exports_safe() -> None:
    """Have Wagtail write no formulas, whatever is exported."""
    formats = SpreadsheetExportMixin.FORMATS
    SpreadsheetExportMixin.custom_value_preprocess |= {
        str: dict.fromkeys(formats, guarded),
        list: dict.fromkeys(formats, guarded_list),
    }
