"""Where administrators say what readers get of outdated translations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Page, get_translatable_models

from cms.translation_state.models import OutdatedPolicy

if TYPE_CHECKING:
    from django.db.models import QuerySet


class TypeChoiceField(forms.ModelChoiceField):
    """Types by the names that editors know."""

    def label_from_instance(self, obj: Any) -> str:
        """Give the name without that of the application."""
        return capfirst(obj.name)


class OutdatedPolicyForm(WagtailAdminModelForm):
    """Offers the types of pages and snippets that can be translated."""

    content_type = TypeChoiceField(
        ContentType.objects.none(),
        label=_("Type"),
        help_text=_("Types that are not in the list of policies show outdated translations."),
    )

    class Meta:
        """The fields, in the order of the form."""

        model = OutdatedPolicy
        fields = ["content_type", "action"]
        widgets = {"action": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave out what is no page or snippet of its own."""
        super().__init__(*args, **kwargs)
        types = ContentType.objects.get_for_models(
            *(model for model in get_translatable_models(include_subclasses=True) if _is_own(model))
        )
        self.fields["content_type"].queryset = ContentType.objects.filter(
            pk__in=[content_type.pk for content_type in types.values()]
        ).order_by("model")


def _is_own(model: type) -> bool:
    """Say whether somebody publishes objects of a model by themselves."""
    return model is not Page and hasattr(model, "live_revision")


class OutdatedPolicyIndexView(generic.IndexView):
    """The list of policies, with the name of each type read with it."""

    def get_base_queryset(self) -> QuerySet[OutdatedPolicy]:
        """Read both in one statement."""
        return super().get_base_queryset().select_related("content_type")


class OutdatedPolicyViewSet(ModelViewSet):
    """Policies, one for each type."""

    model = OutdatedPolicy
    icon = "history"
    menu_label = _("Outdated translations")
    menu_order = 850
    add_to_settings_menu = True
    url_namespace = "outdated_policies"
    form_class = OutdatedPolicyForm
    copy_view_enabled = False
    inspect_view_enabled = False
    index_view_class = OutdatedPolicyIndexView
    # The first is a name and no column, so that it leads to the form for those who may change it.
    list_display = [
        "type_name",
        Column("action", label=_("Readers get"), accessor="get_action_display"),
    ]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        """Give the form."""
        return OutdatedPolicyForm
