"""The reports on translations: how far languages, types and centres are, and each translation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.reports import ReportView
from wagtail.coreutils import get_locales_display_names
from wagtail.models import Locale
from wagtail_localize.models import Translation

from translations.domain.addresses import desk_url
from translations.domain.listing import Total, listed, totals, type_name
from translations.domain.policy import (
    assignable_translations,
    may_see_translations,
)
from translations.domain.queue import locales_of
from translations.domain.reach import translators_of
from translations.enums import LocaleRole, ProgressState

from .assigning import AssignmentForm
from .filters import NONE, TranslationFilterSet
from .page import language_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet
    from django.http import StreamingHttpResponse

BYTE_ORDER_MARK = "\ufeff"


class TemplateColumn(Column):
    """A column with a cell of its own."""

    class Media:
        """What the cells look like."""

        css = {"all": ["translations/report.css"]}

    def __init__(self, name: str, template: str, **kwargs: Any) -> None:
        """Take the name of the cell's template."""
        super().__init__(name, **kwargs)
        self.cell_template_name = f"translations/admin/report/{template}.html"


class NumberColumn(TemplateColumn):
    """A whole number."""

    def __init__(self, name: str, label: Any, **kwargs: Any) -> None:
        """Set it like numbers."""
        super().__init__(name, "number_cell", label=label, classname="miti-number", **kwargs)


class ChoiceColumn(BaseColumn):
    """A box to choose a row, for those who may change it."""

    header_template_name = "translations/admin/report/choice_header.html"
    cell_template_name = "translations/admin/report/choice_cell.html"


class TranslationsReport(ReportView):
    """What both reports have in common."""

    model = Translation
    header_icon = "wagtail-localize-language"
    filterset_class = TranslationFilterSet
    permission_required = "view"
    is_searchable = True
    search_fields = ["source__object_repr"]
    search_backend_name = None

    def user_has_permission(self, _permission: str) -> bool:
        """Let in those who may open translations."""
        return may_see_translations(self.request.user)

    @cached_property
    def today(self) -> Any:
        """Give the day on which deadlines are past, or not."""
        return timezone.localdate()

    def get_queryset(self) -> QuerySet[Translation]:
        """List what the user may open."""
        return listed(self.request.user, self.today)

    def get_filtered_queryset(self) -> Any:
        """Keep those whose originals have the words in their title, and what the filters leave."""
        return self.search_queryset(super().get_filtered_queryset())

    def stream_csv(self, queryset: Any) -> Iterator[str]:
        """Begin with the mark by which spreadsheets know that letters of all scripts follow."""
        yield BYTE_ORDER_MARK
        yield from super().stream_csv(queryset)

    def write_csv_response(self, queryset: Any) -> StreamingHttpResponse:
        """Name the encoding to browsers."""
        response = super().write_csv_response(queryset)
        response["Content-Type"] = "text/csv; charset=utf-8"
        return response

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Say whether the user can begin translations without Wagtail's rights."""
        context = super().get_context_data(*args, **kwargs)
        user = self.request.user
        context["has_role"] = locales_of(user, LocaleRole.TRANSLATOR).exists()
        context["may_begin"] = context["has_role"] or user.is_superuser
        return context


class TotalsReport(TranslationsReport):
    """How far each language, type and centre is."""

    page_title = _("Progress of translations")
    results_template_name = "translations/admin/report/totals.html"
    index_url_name = "translations_totals"
    index_results_url_name = "translations_totals_results"
    paginate_by = 100
    columns = [
        TemplateColumn("language", "totals_cell", label=_("Language")),
        Column("type", label=_("Type")),
        Column("centre_name", label=_("Centre")),
        NumberColumn("objects", _("Objects")),
        NumberColumn("words", _("Words")),
        NumberColumn("words_done", _("Translated")),
        TemplateColumn("percent", "percent_cell", label=_("Done")),
        NumberColumn("changed", _("Changed")),
        NumberColumn("review", _("Awaiting review")),
        NumberColumn("overdue", _("Overdue")),
    ]
    export_headings = {
        "language": _("Language"),
        "type": _("Type"),
        "centre_name": _("Centre"),
        "objects": _("Objects"),
        "words": _("Words of the originals"),
        "words_done": _("Words translated"),
        "percent": _("Percent"),
        "changed": _("Changed since translated"),
        "review": _("Awaiting review"),
        "overdue": _("Overdue"),
    }
    list_export = list(export_headings)

    def get_filename(self) -> str:
        """Name the exported file."""
        return "progress-of-translations"

    def get_filtered_queryset(self) -> list[Total]:
        """Add up what the filters leave."""
        return totals(super().get_filtered_queryset(), self.filters.centres)

    def get_table(self, object_list: Iterable[Total]) -> Any:
        """Show the way from each total to its translations."""
        codes = dict(Locale.objects.values_list("pk", "language_code"))
        kept = {
            key: self.request.GET.getlist(key) for key in ("state", "assignee", "overdue", "until")
        }
        for total in object_list:
            total.url = f"{reverse('translations_list')}?" + urlencode(
                {
                    "language": codes[total.locale_id],
                    "type": total.type_id,
                    "centre": total.centre or NONE,
                    **{key: values for key, values in kept.items() if values},
                },
                doseq=True,
            )
        return super().get_table(object_list)


@dataclass
class Row:
    """One translation as the list shows it."""

    translation: Any
    title: str
    url: str
    source: dict[str, str]
    type: str
    language: str
    centre: str
    words: int
    words_done: int
    percent: int
    state: Any
    deadline: Any
    overdue: bool
    assignee: str
    may_assign: bool = False

    @property
    def is_overdue(self) -> str:
        """Say it in a spreadsheet."""
        return str(_("yes")) if self.overdue else ""


class ListReport(TranslationsReport):
    """Each translation: how far it is, until when, by whom."""

    page_title = _("Translations")
    results_template_name = "translations/admin/report/list.html"
    index_url_name = "translations_list"
    index_results_url_name = "translations_list_results"
    default_ordering = "deadline"
    columns = [
        ChoiceColumn("choice", label=_("Choose")),
        TemplateColumn(
            "title",
            "title_cell",
            label=_("Title"),
            sort_key="source__object_repr",
            classname="title",
        ),
        Column("language", label=_("Language"), sort_key="target_locale__language_code"),
        TemplateColumn("state", "state_cell", label=_("State"), sort_key="state"),
        NumberColumn("words", _("Words"), sort_key="words"),
        TemplateColumn("percent", "percent_cell", label=_("Done"), sort_key="percent"),
        TemplateColumn("deadline", "deadline_cell", label=_("Deadline"), sort_key="deadline"),
        TemplateColumn("assignee", "text_cell", label=_("Translator")),
    ]
    export_headings = {
        "title": _("Title"),
        "type": _("Type"),
        "centre": _("Centre"),
        "language": _("Language"),
        "state": _("State"),
        "words": _("Words of the original"),
        "words_done": _("Words translated"),
        "percent": _("Percent"),
        "deadline": _("Deadline"),
        "is_overdue": pgettext_lazy("of a deadline", "Overdue"),
        "assignee": _("Translator"),
    }
    list_export = list(export_headings)

    def get_filename(self) -> str:
        """Name the exported file."""
        return "translations"

    def get_filtered_queryset(self) -> QuerySet[Translation]:
        """Put what is due first at the top, whatever database it is; the rest by title."""
        found = super().get_filtered_queryset().select_related(
            "source__locale", "target_locale", "assignment__assignee"
        ).defer("source__content_json")  # fmt: skip
        name = self.ordering.removeprefix("-")
        first = (
            F(name).desc(nulls_last=True) if self.ordering != name else F(name).asc(nulls_last=True)
        )
        return found.order_by(first, "source__object_repr", "target_locale", "pk")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Give the cells of a spreadsheet."""
        return self._rows(object_list) if self.is_export else object_list

    def get_table(self, object_list: Any) -> Any:
        """Show rows, and who may change them."""
        if self.is_export:
            return super().get_table([])
        self.rows = self._rows(object_list)
        keys = [row.translation.pk for row in self.rows]
        mine = assignable_translations(self.request.user).filter(pk__in=keys)
        allowed = set(mine.values_list("pk", flat=True))
        for row in self.rows:
            row.may_assign = row.translation.pk in allowed
        return super().get_table(self.rows)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the form for those who may change a row."""
        context = super().get_context_data(*args, **kwargs)
        chosen = [row.translation for row in getattr(self, "rows", []) if row.may_assign]
        if chosen:
            people = translators_of(chosen)
            context["assignment_form"] = AssignmentForm(people=people)
            context["here"] = f"{self.index_url}?{self.request.GET.urlencode()}"
        return context

    def _rows(self, translations: Iterable[Any]) -> list[Row]:
        languages = get_locales_display_names()
        centres = self.filters.centres
        translations = list(translations)
        originals = {item.source.locale for item in translations}
        sources = {locale.pk: language_of(locale) for locale in originals}
        return [
            Row(
                translation=item,
                title=item.source.object_repr,
                url=desk_url(item),
                source=sources[item.source.locale_id],
                type=type_name(item.source.specific_content_type_id),
                language=languages[item.target_locale_id],
                centre=centres.names.get(centres.of(item.path), ""),
                words=item.words,
                words_done=item.words_done,
                percent=item.percent,
                state=ProgressState(item.state).label,
                deadline=item.deadline,
                overdue=bool(item.overdue),
                assignee=get_user_display_name(item.assignment.assignee) if item.assignee else "",
            )
            for item in translations
        ]
