"""The pages on which an editor takes a file over into a programme, and the draft as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages

from events.domain.rights import session_to_change
from events.exchange.drafts import programme_of_draft
from events.exchange.formats import IMPORTABLE, WRITERS, file_name
from events.exchange.importing import (
    apply_import,
    keep_file,
    plan_import,
    undo_import,
    why_not_undone,
)
from events.exchange.problems import RefusedFileError
from events.exchange.reading import check_size
from events.models import ProgrammeImport, TrainingSessionPage

if TYPE_CHECKING:
    from django.http import HttpRequest

    from events.exchange.importing import Plan

UPLOAD = "events/admin/import_programme.html"
REVIEW = "events/admin/review_import.html"
UNPROCESSABLE = 422
# More than anybody reads; who corrects these sees the next.
SHOWN = 100


class ProgrammeFileForm(forms.Form):
    """A programme as a file, or as cells that were copied in a spreadsheet."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.xml"}),
    )
    cells = forms.CharField(
        label=gettext_lazy("Or cells of a spreadsheet"),
        help_text=gettext_lazy(
            "Copy them in your spreadsheet program, with the names of the columns, and paste them"
            " here: date, start, end, title, people, room."
        ),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the limit."""
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "CSV, XLSX or schedule.xml, at most %(limit)s. The format is recognised."
        ) % {"limit": filesizeformat(settings.PROGRAMME_FILE_MAX_BYTES)}

    def clean(self) -> dict[str, Any]:
        """Ask for one of both."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "file" in self.errors:
            return cleaned
        given = [bool(cleaned.get("file")), bool(cleaned.get("cells", "").strip())]
        if not any(given):
            raise ValidationError(_("Choose a file, or paste cells."))
        if all(given):
            raise ValidationError(_("Choose a file or paste cells, not both."))
        return cleaned

    @property
    def named_data(self) -> tuple[str, bytes]:
        """Give what was sent, and what it is called; raises RefusedFileError if it is too large."""
        if file := self.cleaned_data["file"]:
            check_size(file.size)
            return file.name, file.read()
        return _("Cells of a spreadsheet"), self.cleaned_data["cells"].encode()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def upload_view(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take a file, and lead to what it would change; say what is wrong with it."""
    session = session_to_change(request.user, page_id)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ProgrammeFileForm(*sent)
    context: dict[str, Any] = {"page": session, "form": form, "formats": IMPORTABLE}
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid() and (answer := _looked_at(request, session, form, context)):
            return answer
    context["done"] = _last_import(session)
    return TemplateResponse(request, UPLOAD, context, status=status)


def _looked_at(
    request: HttpRequest,
    session: TrainingSessionPage,
    form: ProgrammeFileForm,
    context: dict[str, Any],
) -> HttpResponse | None:
    """Compare a file with the draft; nothing if something is wrong with it."""
    try:
        name, data = form.named_data
        plan = plan_import(session, data, request.user)
    except RefusedFileError as error:
        context["problems"] = [error.problem]
        return None
    if plan.problems:
        context["problems"] = plan.problems[:SHOWN]
        context["more_problems"] = max(0, len(plan.problems) - SHOWN)
        return None
    if plan.is_same and not plan.missing:
        messages.success(request, _("The draft has all of this already. Nothing was changed."))
        return redirect("events_import_programme", session.pk)
    waiting = keep_file(session, plan, data, name, request.user)
    return redirect("events_review_import", session.pk, waiting.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review_view(request: HttpRequest, page_id: int, import_id: int) -> HttpResponse:
    """Show what a file would change, and take it over once the editor has seen that."""
    session = session_to_change(request.user, page_id)
    waiting = get_object_or_404(ProgrammeImport, pk=import_id, session=session, user=request.user)
    if waiting.applied_at:
        # Clicked twice, or come back to: what was taken over stays, and can be undone there.
        messages.info(request, _("This file was taken over already."))
        return redirect("events_import_programme", session.pk)
    if request.method == "POST":
        return _taken_over(request, waiting)
    plan = plan_import(session, bytes(waiting.data), request.user)
    return TemplateResponse(request, REVIEW, _review_context(session, waiting, plan))


def _review_context(
    session: TrainingSessionPage, waiting: ProgrammeImport, plan: Plan
) -> dict[str, Any]:
    comparison = plan.comparison
    conflicts = plan.conflicts
    return {
        "page": session,
        "waiting": waiting,
        "plan": plan,
        "groups": [
            (label, comparison.of(kind))
            for kind, label in (
                ("removed", _("Removed")),
                ("moved", _("Moved")),
                ("changed", _("Changed")),
                ("new", _("New")),
            )
        ],
        "conflicts": conflicts[:SHOWN],
        "more_conflicts": max(0, len(conflicts) - SHOWN),
        "warnings": plan.warnings[:SHOWN],
    }


def _taken_over(request: HttpRequest, waiting: ProgrammeImport) -> HttpResponse:
    try:
        apply_import(
            waiting,
            user=request.user,
            state=request.POST.get("state", ""),
            without_missing="without_missing" in request.POST,
        )
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return redirect("events_review_import", waiting.session_id, waiting.pk)
    messages.success(request, _("The file is in the draft. Nothing was published."))
    return redirect("events_import_programme", waiting.session_id)


@require_POST
def undo_view(request: HttpRequest, page_id: int, import_id: int) -> HttpResponse:
    """Undo what a file has changed, unless somebody has saved since."""
    session = session_to_change(request.user, page_id)
    done = get_object_or_404(ProgrammeImport, pk=import_id, session=session)
    try:
        undo_import(done, user=request.user)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    else:
        messages.success(request, _("The draft is as it was before the file."))
    return redirect("events_import_programme", session.pk)


@never_cache
@require_GET
def draft_file_view(request: HttpRequest, page_id: int, kind: str) -> HttpResponse:
    """Give the draft as a file, of a kind that can be taken over again."""
    if kind not in IMPORTABLE:
        raise Http404
    session = session_to_change(request.user, page_id)
    programme = programme_of_draft(session.get_latest_revision_as_object())
    writer = WRITERS[kind]
    response = HttpResponse(writer.write(programme), content_type=writer.CONTENT_TYPE)
    name = file_name(programme, kind)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


def _last_import(session: TrainingSessionPage) -> dict[str, Any] | None:
    """Give the file that was taken over last, and whether that can be undone."""
    done = (
        ProgrammeImport.objects.filter(session=session, applied_at__isnull=False)
        .select_related("user", "before")
        .order_by("-applied_at")
        .first()
    )
    if done is None:
        return None
    return {"file": done, "why_not": why_not_undone(done, session)}
