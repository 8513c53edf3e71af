"""The form of a redirect that a bundle makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.widgets import AdminPageChooser

from releases.domain.gathering import add_redirect
from releases.domain.problems import ReleaseRefusedError
from releases.domain.rights import may_write_redirects
from releases.models import BundleRedirect

from .bundle import bundle_to_change

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

HTTP_REFUSED = 409


class RedirectForm(forms.ModelForm):
    """As redirects are written elsewhere."""

    class Meta:
        """All that an editor says of a redirect."""

        model = BundleRedirect
        fields = ["old_path", "site", "redirect_page", "redirect_link", "is_permanent"]
        widgets = {"redirect_page": AdminPageChooser()}


def add_redirect_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a redirect to a bundle."""
    bundle = bundle_to_change(request, pk)
    if not may_write_redirects(request.user):
        raise PermissionDenied
    data: Any = request.POST if request.method == "POST" else None
    form = RedirectForm(data, instance=BundleRedirect(bundle=bundle))
    if form.is_valid():
        try:
            add_redirect(form.instance, request.user)
        except ReleaseRefusedError as error:
            form.add_error(None, error.messages[0])
        else:
            messages.success(request, _("Redirect added."))
            return redirect("releases_bundle", bundle.pk)
    context = {"form": form, "bundle": bundle, "title": _("Add a redirect")}
    status = HTTP_REFUSED if form.errors else 200
    return TemplateResponse(request, "releases/admin/form.html", context, status=status)
