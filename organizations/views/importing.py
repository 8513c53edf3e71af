"""The pages on which an editor takes a table of records over, and the records as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.models import Locale

from cms.spreadsheets.problems import RefusedFileError
from cms.spreadsheets.tables import check_size
from organizations.exchange.applying import apply_import, keep_file, plan_of
from organizations.exchange.planning import plan_import
from organizations.exchange.rights import kind_for, places
from organizations.exchange.undoing import undo_import
from organizations.exchange.writing import FORMATS, write
from organizations.models import RecordImport

if TYPE_CHECKING:
    from django.http import HttpRequest

    from organizations.exchange.kinds import Kind
    from organizations.exchange.planning import Plan

UPLOAD = "organizations/exchange/upload.html"
REVIEW = "organizations/exchange/review.html"
UNPROCESSABLE = 422
# More than anybody reads; who corrects these sees the next.
SHOWN = 100
# How many imports are shown, to be undone.
LAST = 5


class PlaceChoiceField(forms.ModelChoiceField):
    """Pages beneath which records stand, each named with its address."""

    def label_from_instance(self, obj: Any) -> str:
        """Tell pages of one name apart."""
        return f"{obj.get_admin_display_title()} ({obj.url_path})"


class RecordFileForm(forms.Form):
    """A table of records, and where new ones belong."""

    file = forms.FileField(
        label=gettext_lazy("File"), widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"})
    )

    def __init__(self, kind: Kind, user: Any, locale: Locale, *args: Any) -> None:
        """Name the limit, and ask for a place where there are several."""
        super().__init__(*args)
        limit = filesizeformat(settings.PROGRAMME_FILE_MAX_BYTES)
        text = _("CSV or XLSX, at most %(limit)s. The format is recognised.")
        self.fields["file"].help_text = text % {"limit": limit}
        self.only_place = None
        if kind.is_page:
            found = places(kind, user, locale.pk)
            offered = list(found[:2])
            if len(offered) == 1:
                self.only_place = offered[0]
            elif offered:
                label = gettext_lazy("New ones belong to")
                self.fields["place"] = PlaceChoiceField(found, label=label, required=True)

    @property
    def place(self) -> Any:
        """Give the place that was chosen, or the only one."""
        return self.cleaned_data.get("place") or self.only_place


def locale_of(request: HttpRequest) -> Locale:
    """Give the language that is asked for, else the default one; raises Http404."""
    code = request.GET.get("locale")
    return get_object_or_404(Locale, language_code=code) if code else Locale.get_default()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def upload_view(request: HttpRequest, kind_name: str) -> HttpResponse:
    """Take a file, and lead to what it would change; say what is wrong with it."""
    kind = kind_for(request.user, kind_name)
    locale = locale_of(request)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = RecordFileForm(kind, request.user, locale, *data)
    context: dict[str, Any] = {"kind": kind, "form": form, "locale": locale}
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid() and (answer := _looked_at(request, kind, form, context)):
            return answer
    context["locales"] = Locale.objects.order_by("language_code")
    context["formats"] = FORMATS
    context["imports"] = _last_imports(kind, locale)
    context["listing"] = reverse(kind.listing)
    return TemplateResponse(request, UPLOAD, context, status=status)


def _last_imports(kind: Kind, locale: Locale) -> Any:
    done = RecordImport.objects.filter(kind=kind.name, locale=locale, applied_at__isnull=False)
    return done.select_related("user").defer("records", "data").order_by("-applied_at")[:LAST]


def _looked_at(
    request: HttpRequest, kind: Kind, form: RecordFileForm, context: dict[str, Any]
) -> HttpResponse | None:
    """Compare a file with the drafts; nothing if something is wrong with it."""
    file = form.cleaned_data["file"]
    locale: Locale = context["locale"]
    try:
        check_size(file.size, settings.PROGRAMME_FILE_MAX_BYTES)
        data = file.read()
        plan = plan_import(kind, data, locale_id=locale.pk, place=form.place, user=request.user)
    except RefusedFileError as error:
        context["problems"] = [error.problem]
        return None
    if plan.problems:
        context.update(_problems(plan))
        return None
    if plan.is_same:
        messages.success(request, _("All of this is here already. Nothing was changed."))
        return redirect(upload_address(kind, locale))
    waiting = keep_file(plan, data, file.name, locale_id=locale.pk, user=request.user)
    return redirect("organizations_review_records", kind.name, waiting.pk)


def _problems(plan: Plan) -> dict[str, Any]:
    more = max(0, len(plan.problems) - SHOWN)
    return {"problems": plan.problems[:SHOWN], "more_problems": more}


def upload_address(kind: Kind, locale: Locale) -> str:
    """Give the address of the page of a kind and a language."""
    address = reverse("organizations_import_records", args=[kind.name])
    return f"{address}?locale={locale.language_code}"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review_view(request: HttpRequest, kind_name: str, import_id: int) -> HttpResponse:
    """Show what a file would change, and take it over once the editor has seen that."""
    kind = kind_for(request.user, kind_name)
    waiting = get_object_or_404(
        RecordImport.objects.select_related("locale", "place"),
        pk=import_id,
        kind=kind.name,
        user=request.user,
    )
    if waiting.applied_at:
        # Clicked twice, or come back to: what was taken over stays, and can be undone there.
        messages.info(request, _("This file was taken over already."))
        return redirect(upload_address(kind, waiting.locale))
    if request.method == "POST":
        return _taken_over(request, kind, waiting)
    plan = plan_of(waiting, request.user)
    context = {
        "kind": kind,
        "waiting": waiting,
        "plan": plan,
        "groups": [(_("New"), plan.new), (_("Changed"), plan.changed)],
        "warnings": plan.warnings[:SHOWN],
        "upload": upload_address(kind, waiting.locale),
        **_problems(plan),
    }
    return TemplateResponse(request, REVIEW, context)


def _taken_over(request: HttpRequest, kind: Kind, waiting: RecordImport) -> HttpResponse:
    publish = "publish" in request.POST
    state = request.POST.get("state", "")
    try:
        apply_import(waiting, user=request.user, state=state, publish=publish)
    except ValidationError as error:
        _tell(request, error)
        return redirect("organizations_review_records", kind.name, waiting.pk)
    done = (
        _("The file was taken over and published.")
        if publish
        else _("The file is in the drafts. Nothing was published.")
    )
    messages.success(request, done)
    return redirect(upload_address(kind, waiting.locale))


def _tell(request: HttpRequest, error: ValidationError) -> None:
    for message in error.messages[:SHOWN]:
        messages.error(request, message)


@require_POST
def undo_view(request: HttpRequest, kind_name: str, import_id: int) -> HttpResponse:
    """Undo what a file has changed, unless something was saved since."""
    kind = kind_for(request.user, kind_name)
    done = get_object_or_404(
        RecordImport.objects.select_related("locale"), pk=import_id, kind=kind.name
    )
    try:
        undo_import(done, user=request.user)
    except ValidationError as error:
        _tell(request, error)
    else:
        messages.success(request, _("Everything is as it was before the file."))
    return redirect(upload_address(kind, done.locale))


@never_cache
@require_GET
def export_view(request: HttpRequest, kind_name: str, file_format: str) -> HttpResponse:
    """Give the records that the user may change as a file, of the form that can be imported."""
    if file_format not in FORMATS:
        raise Http404
    kind = kind_for(request.user, kind_name)
    locale = locale_of(request)
    content = write(kind, locale.pk, request.user, file_format)
    response = HttpResponse(content, content_type=FORMATS[file_format].CONTENT_TYPE)
    name = f"{kind.name}-{locale.language_code}.{file_format}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
