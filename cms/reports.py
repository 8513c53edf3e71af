"""The report on the operations of the API that take most of the server's time, in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from cms.graphql.proposals import report
from cms.telemetry.dearest import since

if TYPE_CHECKING:
    from django.http import HttpRequest

    from cms.graphql.proposals import Row


def may_see_report(request: HttpRequest) -> bool:
    """Whether a user looks after the server: what it shows is none of the editors' work."""
    return bool(request.user.is_superuser)


class DearestMenuItem(MenuItem):
    """The entry, for those who may see the report."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Hide it from all others."""
        return may_see_report(request)


class OperationColumn(Column):
    """An operation with its document, its clients and its errors."""

    cell_template_name = "cms/reports/operation_cell.html"


class NumberColumn(Column):
    """A number, rounded, with a unit that its heading names."""

    cell_template_name = "cms/reports/number_cell.html"

    def __init__(self, *args: Any, digits: int = 0, **kwargs: Any) -> None:
        """Take how many digits are shown."""
        super().__init__(*args, classname="miti-number", **kwargs)
        # With thousands separated, as people write numbers.
        self.digits = f"{digits}g"


class ProposalsColumn(Column):
    """What may help, as a list."""

    cell_template_name = "cms/reports/proposals_cell.html"


class DearestReport(ReportView):
    """The operations with the most time in all; the same as `manage.py dearest_operations`."""

    page_title = _("Dearest operations")
    header_icon = "time"
    results_template_name = "cms/reports/dearest_results.html"
    index_url_name = "dearest_report"
    index_results_url_name = "dearest_report_results"
    permission_required = "view"
    # There are twenty of them.
    paginate_by = None
    export_headings = {
        "operation.name": _("Operation"),
        "operation.document": _("Document"),
        "clients": _("Clients"),
        "errors": _("Errors"),
        "operation.count": _("Requests"),
        "operation.seconds": _("Seconds in all"),
        "operation.milliseconds": _("Milliseconds each"),
        "operation.statements_each": _("SQL statements each"),
        "operation.sql_milliseconds": _("Milliseconds of SQL each"),
        "operation.cost_each": _("Cost each"),
        "operation.hits": _("Share from cache"),
        "proposals": _("Proposals"),
    }
    list_export = list(export_headings)
    columns = [
        OperationColumn("operation", label=_("Operation")),
        ProposalsColumn("proposals", label=_("Proposals")),
        NumberColumn("requests", label=_("Requests"), accessor="operation.count"),
        NumberColumn("seconds", label=_("Seconds"), accessor="operation.seconds", digits=1),
        NumberColumn("each", label=_("ms each"), accessor="operation.milliseconds", digits=1),
        NumberColumn("sql", label=_("SQL"), accessor="operation.statements_each", digits=1),
        NumberColumn("ms", label=_("ms SQL"), accessor="operation.sql_milliseconds", digits=1),
        NumberColumn("cost", label=_("Cost"), accessor="operation.cost_each"),
        NumberColumn("cached", label=_("% cached"), accessor="hits_percent"),
    ]

    def user_has_permission(self, _permission: str) -> bool:
        """Let in those who look after the server."""
        return may_see_report(self.request)

    def get_filename(self) -> str:
        """Name the exported file."""
        return "dearest-operations"

    def get_queryset(self) -> list[Row]:
        """Give the rows, which come from the figures and not from the database."""
        from cms.schema import schema  # app ready: hooks are read before all types are declared

        return report(schema.graphql_schema)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Tell of which time the figures are."""
        return super().get_context_data(*args, since=since(), **kwargs)
