"""Admin forms that tell an object whether a draft is being checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.models import COMMENTS_RELATION_NAME, Page

from .validation import locale_error

if TYPE_CHECKING:
    from django.forms import ModelForm


class CheckedForm(WagtailAdminModelForm):
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
    """The form of every page: rows are checked against the page, and for the pages they choose."""

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
