"""The list of bundles, and the form of a bundle's title and note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from releases.domain.gathering import require_all_seen
from releases.domain.rights import may_change_bundles, may_see_bundles
from releases.models import ReleaseBundle

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse


def bundle_url(bundle: ReleaseBundle) -> str:
    """Give the address of a bundle's page."""
    return reverse("releases_bundle", args=[bundle.pk])


class BundleForm(WagtailAdminModelForm):
    """A title and a note, in whatever direction they are written."""

    class Meta:
        """What is in the bundle is chosen on its page."""

        model = ReleaseBundle
        fields = ["title", "note"]
        widgets = {
            "title": forms.TextInput(attrs={"dir": "auto"}),
            "note": forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        }

    def save(self, commit: bool = True) -> ReleaseBundle:
        """Write the title and the note alone: the bundle may have been released meanwhile."""
        if not commit or self.instance.pk is None:
            created: ReleaseBundle = super().save(commit)
            return created
        self.instance.save(update_fields=self._meta.fields)
        return self.instance


class BundleIndexView(generic.IndexView):
    """All bundles, the latest first."""

    def get_base_queryset(self) -> QuerySet[ReleaseBundle]:
        """Count the members, and read who released with the rest."""
        bundles = super().get_base_queryset().select_related("released_by", "scheduled_by")
        return bundles.annotate(number=Count("members", distinct=True))


class ToBundleMixin:
    """Leads from a form to the page of its bundle."""

    object: ReleaseBundle

    def get_success_url(self) -> str:
        """Give that page."""
        return bundle_url(self.object)


class BundleCreateView(ToBundleMixin, generic.CreateView):
    """A new bundle."""


class AllSeenMixin:
    """Refuses a bundle of which some member is hidden from the user."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse it, after the right on bundles has been asked for."""
        if may_change_bundles(request.user):
            bundle = get_object_or_404(ReleaseBundle, pk=kwargs["pk"])
            require_all_seen(bundle, request.user)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class BundleEditView(AllSeenMixin, ToBundleMixin, generic.EditView):
    """The title and the note of a bundle."""


class BundleDeleteView(AllSeenMixin, generic.DeleteView):
    """Deleting a bundle; one that waits for its time stays."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead back to it if it is scheduled."""
        bundle = get_object_or_404(ReleaseBundle, pk=kwargs["pk"])
        if bundle.is_scheduled and may_change_bundles(request.user):
            messages.error(request, _("The bundle is scheduled. Call it off before you delete it."))
            return redirect(bundle_url(bundle))
        return super().dispatch(request, *args, **kwargs)


class BundleViewSet(ModelViewSet):
    """Release bundles."""

    model = ReleaseBundle
    icon = "folder-open-1"
    menu_label = _("Release bundles")
    add_to_admin_menu = False
    add_to_reference_index = False
    url_namespace = "release_bundles"
    url_prefix = "release-bundles"
    copy_view_enabled = False
    inspect_view_enabled = False
    form_class = BundleForm
    index_view_class = BundleIndexView
    add_view_class = BundleCreateView
    edit_view_class = BundleEditView
    delete_view_class = BundleDeleteView
    ordering = ["-pk"]
    search_fields = ["title", "note"]
    search_backend_name = None
    list_filter = ["state"]
    list_display = [
        TitleColumn("title", label=_("Title"), get_url=bundle_url, sort_key="title"),
        Column("get_state_display", label=_("State"), sort_key="state"),
        DateColumn("go_live_at", label=_("Release date and time"), sort_key="go_live_at"),
        Column("number", label=_("Members")),
        DateColumn("released_at", label=_("Released"), sort_key="released_at"),
        Column("released_by", label=_("By")),
    ]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        """Give the form."""
        return BundleForm


bundle_viewset = BundleViewSet("release_bundles")


class BundlesMenuItem(MenuItem):
    """The way to the bundles, for those who may fill them."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask for the right."""
        return may_see_bundles(request.user)
