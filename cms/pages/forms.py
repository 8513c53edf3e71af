"""Admin forms that tell an object whether a draft is being checked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import COMMENTS_RELATION_NAME, Locale, Page, TranslatableMixin

from .validation import locale_error

if TYPE_CHECKING:
    from django.forms import ModelForm

# Others hold what is written from left to right in any language: addresses, numbers, dates.
TEXT_WIDGETS = {forms.TextInput, forms.Textarea, AdminAutoHeightTextInput}


class ContentLanguageForm(WagtailAdminModelForm):
    """A form whose texts run as the language of what is edited does, not as the admin's.

    The script `cms/content-language.js` does the same to what is not a field of this form: rows,
    blocks, formatted texts.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say the language of each text."""
        super().__init__(*args, **kwargs)
        locale = self.content_locale()
        if locale is None:
            return
        direction = "rtl" if locale.is_bidi else "ltr"
        said = {"lang": locale.language_code, "dir": direction, "data-content-language": "true"}
        for field in self.fields.values():
            if type(field.widget) in TEXT_WIDGETS:
                field.widget.attrs |= said

    def content_locale(self) -> Locale | None:
        """Give the language of what is edited."""
        parent = getattr(self, "parent_page", None)
        locale_id = getattr(self.instance, "locale_id", None) or getattr(parent, "locale_id", None)
        return Locale.objects.filter(pk=locale_id).first() if locale_id else None


class CheckedForm(ContentLanguageForm):
    """A form whose object knows that it is checked by a form, and whether as a draft."""

    def _post_clean(self) -> None:
        self.instance.is_deferred_validation = self.is_deferred_validation
        self.instance.is_checked_by_form = True
        try:
            super()._post_clean()
        finally:
            self.instance.is_deferred_validation = False
            self.instance.is_checked_by_form = False


class BasePageForm(CheckedForm, WagtailAdminPageForm):
    """The form of every page: rows are checked against the page, and for the pages they choose.

    Of several things to choose it offers those in the page's language only.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Narrow the lists of translated things."""
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelMultipleChoiceField):
                self.offer_in_language(name)

    def offer_in_language(self, name: str) -> None:
        """Offer objects of the page's language and, in a translation, those already chosen."""
        field = self.fields.get(name)
        locale = self.instance.locale_id or getattr(self.parent_page, "locale_id", None)
        if field is None or locale is None:
            return
        queryset = field.queryset
        if not issubclass(queryset.model, TranslatableMixin):
            return
        # A key, a list, or what stands for a list: a draft's rows are not in the database.
        chosen = self.initial.get(name) or []
        chosen = chosen if isinstance(chosen, Iterable) else [chosen]
        chosen = [getattr(item, "pk", item) for item in chosen]
        field.queryset = queryset.filter(locale=locale) | queryset.filter(pk__in=chosen)

    def is_valid(self) -> bool:
        """Check the form and, unless a draft is saved, its rows."""
        if not super().is_valid():
            return False
        if self.is_deferred_validation:
            return True
        locales = self.instance.allowed_locales()
        results = [
            self._is_row_valid(name, form, locales)
            for name, formset in self.formsets.items()
            if name != COMMENTS_RELATION_NAME
            for form in formset.forms
            if form.has_changed() or form.instance.pk
            if not form.cleaned_data.get("DELETE")
        ]
        return all(results)

    def _is_row_valid(self, relation: str, form: ModelForm, locales: set[int]) -> bool:
        for name, value in list(form.cleaned_data.items()):
            if isinstance(value, Page) and value.locale_id not in locales:
                form.add_error(name, locale_error(value))
        try:
            self.instance.clean_row(relation, form.instance)
        except ValidationError as error:
            form.add_error(None, error)
        return not form.errors
