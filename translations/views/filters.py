"""By what translations are narrowed down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.widgets import AdminDateInput
from wagtail.coreutils import get_locales_display_names
from wagtail.models import DraftStateMixin, Locale, get_translatable_models
from wagtail_localize.models import Translation

from translations.domain.centres import Centres
from translations.domain.policy import visible_translations
from translations.domain.targets import original_pages
from translations.enums import ProgressState

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

MINE, NOBODY, NONE = "mine", "nobody", "none"


class TranslationFilterSet(WagtailFilterSet):
    """By language, type, centre, state, translator and deadline."""

    language = django_filters.ChoiceFilter(
        label=_("Language"),
        field_name="target_locale__language_code",
        empty_label=_("All languages"),
    )
    type = django_filters.ChoiceFilter(
        label=_("Type"), field_name="source__specific_content_type", empty_label=_("All types")
    )
    centre = django_filters.ChoiceFilter(
        label=_("Centre"), method="keep_centre", empty_label=_("All centres")
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("State"),
        choices=ProgressState.choices,
        distinct=False,
        widget=forms.CheckboxSelectMultiple,
    )
    assignee = django_filters.ChoiceFilter(
        label=_("Translator"), method="keep_assignee", empty_label=_("Everybody")
    )
    overdue = django_filters.ChoiceFilter(
        label=_("Deadline past"), choices=[("true", _("Yes")), ("false", _("No"))],
        method="keep_overdue", empty_label=_("Either"),
    )  # fmt: skip
    until = django_filters.DateFilter(
        label=_("Deadline until"), field_name="deadline", lookup_expr="lte", widget=AdminDateInput
    )

    class Meta:
        """Translations."""

        model = Translation
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what there is to choose for this user."""
        super().__init__(*args, **kwargs)
        self.centres = Centres()
        names = get_locales_display_names()
        locales = Locale.objects.values_list("language_code", "pk")
        self._offer("language", sorted((code, names[pk]) for code, pk in locales))
        self._offer("type", _types())
        self._offer("centre", [*self.centres.choices, (NONE, _("No centre"))])
        self._offer("assignee", self._assignees())

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.filters[name].extra["choices"] = choices

    def _assignees(self) -> list[tuple[str, Any]]:
        """Give those to whom something is given that the user may open."""
        seen = visible_translations(self.request.user).order_by().values("pk")
        users = get_user_model().objects.filter(assigned_translations__translation__in=seen)
        names = [(str(user.pk), get_user_display_name(user)) for user in users.distinct()]
        return [
            (MINE, _("Me")),
            (NOBODY, _("Nobody")),
            *sorted(names, key=lambda item: item[1].casefold()),
        ]

    def keep_centre(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep what stands beneath the places of a centre; or beneath those of none."""
        keys = self.centres.names if value == NONE else [value]
        beneath = Q()
        for key in keys:
            for path in self.centres.paths(key):
                beneath |= Q(original_pages(path__startswith=path))
        if value == NONE:
            return queryset.exclude(beneath) if beneath else queryset
        return queryset.filter(beneath)

    def keep_assignee(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep what is given to somebody, or to nobody."""
        if value == NOBODY:
            return queryset.filter(assignee=None)
        return queryset.filter(assignee=self.request.user.pk if value == MINE else value)

    def keep_overdue(self, queryset: QuerySet, _name: str, value: date) -> QuerySet:
        """Keep what is not done although its deadline is past, or the others."""
        late = Q(deadline__isnull=False, overdue=True)
        return queryset.filter(late) if value == "true" else queryset.exclude(late)


def _types() -> list[tuple[int, str]]:
    """Give the types of pages and snippets that can be translated, by name."""
    models = [
        model
        for model in get_translatable_models(include_subclasses=True)
        if issubclass(model, DraftStateMixin)
    ]
    types = ContentType.objects.get_for_models(*models)
    named = [(kind.pk, capfirst(str(model._meta.verbose_name))) for model, kind in types.items()]
    return sorted(named, key=lambda item: item[1].casefold())
