"""Which group does what with the translations of which language."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from translations.enums import LocaleRole
from translations.querysets import GroupLocaleRoleQuerySet


class GroupLocaleRole(models.Model):
    """A group translates, or reviews, all translations into one language.

    With `below`, the key that a page shares with its translations, it is of the pages at and below
    that page alone: of one centre's pages. If the page is gone, it is of none.

    It is the only right that its members need, and it gives none of Wagtail's: what is not told in
    `translations.domain.policy` stays closed to them.
    """

    group = models.ForeignKey(
        "auth.Group", verbose_name=_("group"), on_delete=models.CASCADE, related_name="locale_roles"
    )
    locale = models.ForeignKey(
        "wagtailcore.Locale",
        verbose_name=_("language"),
        on_delete=models.CASCADE,
        related_name="group_roles",
    )
    role = models.CharField(_("role"), max_length=20, choices=LocaleRole.choices)
    below = models.UUIDField(_("below the page"), null=True, blank=True)

    objects = GroupLocaleRoleQuerySet.as_manager()

    class Meta:
        """One row for each group, language, role and place; reviewers have a whole language."""

        verbose_name = _("role for a language")
        verbose_name_plural = _("roles for languages")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "locale", "role"],
                condition=models.Q(below=None),
                name="translations_one_role_of_a_group",
            ),
            models.UniqueConstraint(
                fields=["group", "locale", "role", "below"],
                name="translations_one_role_below_a_page",
            ),
            models.CheckConstraint(
                condition=models.Q(below=None) | models.Q(role=LocaleRole.TRANSLATOR),
                name="translations_reviewers_have_a_language",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.get_role_display()}, {self.locale}"
