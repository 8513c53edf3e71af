"""What a group does in which language, in the form of groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.models import Group
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from translations.domain.roles import set_languages, set_roles
from translations.enums import LocaleRole
from translations.models import GroupLanguage, GroupLocaleRole

if TYPE_CHECKING:
    from django.utils.safestring import SafeString


class LanguagesField(forms.ModelMultipleChoiceField):
    """Any number of the site's languages, by their names."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        """Offer all languages."""
        super().__init__(
            Locale.objects.order_by("language_code"),
            required=False,
            **kwargs,
        )

    def label_from_instance(self, obj: Any) -> str:
        """Give the name in the language of the admin."""
        return obj.get_display_name()


class GroupLanguagesForm(forms.Form):
    """The roles of a group, and the languages to which it is limited.

    Wagtail's form of groups calls it, which is open only to those who may change groups.
    """

    translates = LanguagesField(
        label=_("Translates into"),
        help_text=_(
            "Members write the texts of all translations into these languages. It opens nothing"
            " else. They need “Can access Wagtail admin” above."
        ),
    )
    reviews = LanguagesField(
        label=_("Reviews translations into"),
        help_text=_(
            "Members approve, publish and unpublish translations into these languages. The group"
            " joins the step of the languages' workflows at which that is done."
        ),
    )
    snippets = LanguagesField(
        label=_("Snippets only in"),
        help_text=_(
            "What the group may do above with snippets (themes, venues, contact points, menus,"
            " notices, messages) it may do in these languages only. With none ticked, in all."
            " Pages are limited by the page below which the group has its rights."
        ),
    )

    def __init__(
        self, *args: Any, instance: Group | None = None, prefix: str = "languages", **kwargs: Any
    ) -> None:
        """Take the group; a new one has no key yet."""
        self.group = instance or Group()
        self.has_deleted_language = False
        super().__init__(*args, prefix=prefix, initial=self._stored(), **kwargs)

    def _stored(self) -> dict[str, Any]:
        if self.group._state.adding:
            return {}
        roles = GroupLocaleRole.objects.filter(group=self.group, below=None)
        limits = GroupLanguage.objects.filter(group=self.group)
        self.has_deleted_language = limits.filter(locale=None).exists()
        return {
            "translates": [row.locale_id for row in roles if row.role == LocaleRole.TRANSLATOR],
            "reviews": [row.locale_id for row in roles if row.role == LocaleRole.REVIEWER],
            "snippets": [row.locale_id for row in limits],
        }

    def save(self) -> None:
        """Store what was ticked, and remove what was not."""
        chosen = self.cleaned_data
        set_roles(
            self.group,
            {
                LocaleRole.TRANSLATOR: chosen["translates"],
                LocaleRole.REVIEWER: chosen["reviews"],
            },
        )
        set_languages(self.group, chosen["snippets"])

    def as_admin_panel(self) -> SafeString:
        """Show it in the form of groups."""
        return render_to_string("translations/admin/group_languages.html", {"form": self})
