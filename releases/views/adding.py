"""Putting a page, a snippet or a redirect into a bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.log_actions import log

from cms.references.refusal import used_line
from releases.domain.gathering import add, versions_of
from releases.domain.problems import ReleaseRefusedError
from releases.domain.rights import ADD, may_change_bundles
from releases.enums import MemberAction
from releases.models import ReleaseBundle
from releases.models.bundle import OPEN

from .bundle import bundle_to_change
from .kinds import chooser, model_to_choose, object_to_add

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

HTTP_REFUSED = 409


class AddForm(forms.Form):
    """Into which bundle, in which languages, and what becomes of them."""

    bundle = forms.ModelChoiceField(
        ReleaseBundle.objects.none(),
        label=gettext_lazy("Release bundle"),
        required=False,
        empty_label=gettext_lazy("A new one"),
    )
    title = forms.CharField(
        label=gettext_lazy("Title of the new one"),
        required=False,
        max_length=255,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"), widget=forms.CheckboxSelectMultiple
    )
    action = forms.ChoiceField(
        label=gettext_lazy("What the release does"),
        choices=MemberAction.choices,
        initial=MemberAction.PUBLISH,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, versions: list[Any], may_create: bool, **kwargs: Any) -> None:
        """Offer what the user may."""
        super().__init__(*args, **kwargs)
        bundles = ReleaseBundle.objects.filter(state__in=OPEN).order_by("-pk")
        cast("forms.ModelChoiceField", self.fields["bundle"]).queryset = bundles
        cast("forms.MultipleChoiceField", self.fields["languages"]).choices = [
            (str(version.pk), version.locale.get_display_name()) for version in versions
        ]
        if not may_create:
            del self.fields["title"]
            self.fields["bundle"].required = True

    def clean(self) -> dict[str, Any]:
        """Ask for a title where there is no bundle."""
        data = super().clean() or {}
        if not data.get("bundle") and "title" in self.fields and not data.get("title"):
            self.add_error("title", _("Choose a bundle, or give a new one a title."))
        return data


def add_view(request: HttpRequest, app_label: str, model_name: str, pk: str) -> HttpResponse:
    """Ask where a page or snippet goes, and put it there."""
    if not may_change_bundles(request.user):
        raise PermissionDenied
    instance = object_to_add(request.user, app_label, model_name, pk)
    versions = versions_of(instance, request.user)
    initial = {
        "bundle": request.GET.get("bundle"),
        "languages": [str(version.pk) for version in versions],
    }
    form = AddForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        versions=versions,
        may_create=request.user.has_perm(ADD),
    )
    if form.is_valid():
        try:
            bundle = _add(form, versions, request.user)
        except ReleaseRefusedError as error:
            form.add_error("bundle", error.messages[0])
        else:
            number = len(form.cleaned_data["languages"])
            text = ngettext("%(number)d added.", "%(number)d added.", number)
            messages.success(request, text % {"number": number})
            return redirect("releases_bundle", bundle.pk)
    context = {"form": form, "item": used_line(instance), "title": _("Add to a bundle")}
    status = HTTP_REFUSED if form.errors else 200
    return TemplateResponse(request, "releases/admin/form.html", context, status=status)


@transaction.atomic
def _add(form: AddForm, versions: list[Any], user: Any) -> ReleaseBundle:
    data = form.cleaned_data
    bundle = data["bundle"]
    if bundle is None:
        bundle = ReleaseBundle.objects.create(title=data["title"])
        log(instance=bundle, action="wagtail.create", user=user)
    chosen = [version for version in versions if str(version.pk) in data["languages"]]
    add(bundle, chosen, MemberAction(data["action"]), user)
    return bundle


def choose_view(request: HttpRequest, pk: int, app_label: str, model_name: str) -> HttpResponse:
    """Let somebody choose one of a kind, and lead to its form."""
    bundle = bundle_to_change(request, pk)
    model = model_to_choose(app_label, model_name)

    class ChooseForm(forms.Form):
        """One of a kind."""

        chosen = forms.ModelChoiceField(
            model._default_manager.all(),
            label=capfirst(str(model._meta.verbose_name)),
            widget=chooser(model),
        )

    form = ChooseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        meta = model._meta
        args = [meta.app_label, meta.model_name, form.cleaned_data["chosen"].pk]
        return redirect(f"{reverse('releases_add', args=args)}?bundle={bundle.pk}")
    context = {"form": form, "bundle": bundle, "title": _("Choose what to add")}
    status = HTTP_REFUSED if form.errors else 200
    return TemplateResponse(request, "releases/admin/form.html", context, status=status)
