"""The daily mail about translations, in the account settings."""

from __future__ import annotations

from typing import Any

from django.forms import ModelForm
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, SettingsTab, notifications_tab
from wagtail.admin.widgets import SwitchInput

from translations.domain.policy import has_role
from translations.models import DigestPreference


class DigestForm(ModelForm):
    """Whether the mail is wanted, and in which language."""

    class Meta:
        """What a user decides."""

        model = DigestPreference
        fields = ["is_wanted", "language"]
        widgets = {"is_wanted": SwitchInput()}


class DigestPanel(BaseSettingsPanel):
    """The choice, for those who have a role for a language."""

    name = "translation_digest"
    title = _("Mail about translations")
    order = 350
    tab: SettingsTab = notifications_tab
    form_class = DigestForm

    def is_active(self) -> bool:
        """Offer it to those who may get one."""
        return has_role(self.user)

    def get_form(self) -> Any:
        """Change the user's own row, or make it."""
        row = DigestPreference.objects.filter(user=self.user).first()
        data = self.request.POST if self.request.method == "POST" else None
        instance = row or DigestPreference(user=self.user)
        return self.form_class(data, instance=instance, prefix=self.name)
