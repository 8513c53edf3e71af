"""The termbase in the admin: its list, its form, and who gets in."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Locale
from wagtail.permission_policies import BasePermissionPolicy

from translations.domain.policy import may_use_terms, term_locales
from translations.models import Term

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

READING = "view"


class TermPermissionPolicy(BasePermissionPolicy):
    """Wagtail's questions about terms, answered by the roles for languages."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Say whether a user may do something with the terms of any language."""
        return may_use_terms(user, editing=action != READING)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Term) -> bool:
        """Say whether a user may do something with this term."""
        return may_use_terms(user, instance.locale_id, editing=action != READING)


class OwnLanguagesMixin:
    """Opens a page about one term to those who may do there what it is for, in its language."""

    instance_permission = "change"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the right on the term."""
        term = get_object_or_404(Term, pk=kwargs["pk"])
        policy = TermPermissionPolicy(Term)
        if not policy.user_has_permission_for_instance(
            request.user, self.instance_permission, term
        ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class TermInspectView(OwnLanguagesMixin, generic.InspectView):
    """A term, to be read."""

    instance_permission = READING

    def get_edit_url(self) -> str | None:
        """Lead to the form those who may change it."""
        if may_use_terms(self.request.user, self.object.locale_id, editing=True):
            return super().get_edit_url()
        return None

    def get_delete_url(self) -> None:
        """Offer to delete from the form alone."""


class TermEditView(OwnLanguagesMixin, generic.EditView):
    """The form of a term."""


class TermDeleteView(OwnLanguagesMixin, generic.DeleteView):
    """Deleting a term."""

    instance_permission = "delete"


class TermHistoryView(OwnLanguagesMixin, HistoryView):
    """Who has changed a term."""


class TermUsageView(OwnLanguagesMixin, UsageView):
    """What refers to a term."""


def readable_locales(request: HttpRequest | None) -> QuerySet[Locale]:
    """Give the languages that a list can be limited to."""
    return term_locales(request.user) if request else Locale.objects.none()


class TermFilterSet(WagtailFilterSet):
    """By language, and names alone."""

    locale = django_filters.ModelChoiceFilter(
        label=_("Language of the translation"), queryset=readable_locales
    )

    class Meta:
        """The fields that can be asked for."""

        model = Term
        fields = ["locale", "source_locale", "is_name"]


class LanguageTextColumn(Column):
    """Words in a language of their own."""

    cell_template_name = "translations/admin/term_cell.html"

    def __init__(self, name: str, *, locale: str, **kwargs: Any) -> None:
        """Take the attribute that holds the language."""
        super().__init__(name, **kwargs)
        self.locale = locale

    def get_cell_context_data(self, instance: Term, parent_context: Any) -> dict[str, Any]:
        """Give the words, one a line, with their language."""
        context = super().get_cell_context_data(instance, parent_context)
        context["lines"] = context["value"].splitlines()
        context["code"] = getattr(instance, self.locale).language_code
        return context


class TermIndexView(generic.IndexView):
    """The terms of the languages that a user may read."""

    filterset_class = TermFilterSet
    add_item_label = _("Add term")

    def get_base_queryset(self) -> QuerySet[Term]:
        """Keep those."""
        terms = super().get_base_queryset().select_related("source_locale", "locale")
        return terms.filter(locale__in=term_locales(self.request.user))

    def get_edit_url(self, instance: Term) -> str | None:
        """Lead to the form those who may change it."""
        return super().get_edit_url(instance) if self._may_edit(instance) else None

    def get_delete_url(self, instance: Term) -> str | None:
        """Offer to delete to those who may."""
        return super().get_delete_url(instance) if self._may_edit(instance) else None

    def _may_edit(self, term: Term) -> bool:
        return may_use_terms(self.request.user, term.locale_id, editing=True)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Offer files of terms, and the memory, beside the form."""
        files = HeaderButton(
            _("Files of terms"), url=reverse("translations_terms"), icon_name="download"
        )
        memory = HeaderButton(
            _("Translation memory"),
            url=reverse("translations_memory"),
            icon_name="wagtail-localize-language",
        )
        return [*super().header_buttons, files, memory]


class TermForm(WagtailAdminModelForm):
    """A term of a language that the user reviews."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer those languages alone, and let words run as their language does."""
        super().__init__(*args, **kwargs)
        for name in ("text", "preferred", "forbidden", "note"):
            self.fields[name].widget.attrs["dir"] = "auto"
        self.fields["locale"].queryset = term_locales(self.for_user, editing=True)


class TermViewSet(ModelViewSet):
    """The termbase."""

    model = Term
    icon = "list-ul"
    menu_label = _("Terms")
    menu_order = 161
    add_to_admin_menu = False
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = [
        "text",
        "source_locale",
        "locale",
        "preferred",
        "forbidden",
        "is_name",
        "note",
    ]
    index_view_class = TermIndexView
    inspect_view_class = TermInspectView
    edit_view_class = TermEditView
    delete_view_class = TermDeleteView
    history_view_class = TermHistoryView
    usage_view_class = TermUsageView
    list_display = [
        "__str__",
        LanguageTextColumn("preferred", label=_("Preferred"), locale="locale"),
        LanguageTextColumn("forbidden", label=_("Forbidden"), locale="locale"),
        Column("source_locale", label=_("From")),
        Column("locale", label=_("Into")),
    ]
    search_fields = ["text", "preferred", "forbidden", "note"]
    search_backend_name = None
    ordering = ["text", "pk"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("source_locale"), FieldPanel("locale")]),
            FieldPanel("text"),
            FieldPanel("preferred"),
            FieldPanel("forbidden"),
            FieldPanel("is_name"),
            FieldPanel("note"),
        ],
        base_form_class=TermForm,
    )


term_viewset = TermViewSet("terms")


class TermsMenuItem(MenuItem):
    """The way to the termbase for those who may read any of it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask for a role."""
        return may_use_terms(request.user)
