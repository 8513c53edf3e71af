"""To which languages a group is limited where it works on snippets."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from translations.querysets import GroupLanguageQuerySet


class GroupLanguage(models.Model):
    """A group's rights on snippets hold for this language.

    A group without a row is not limited. The row of a language that was deleted stays, so that no
    group comes to be unlimited by that. Pages need none of this: rights on them hold below a page,
    and each language has a tree of its own.
    """

    group = models.ForeignKey(
        "auth.Group", verbose_name=_("group"), on_delete=models.CASCADE, related_name="languages"
    )
    locale = models.ForeignKey(
        "wagtailcore.Locale",
        verbose_name=_("language"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="limited_groups",
    )

    objects = GroupLanguageQuerySet.as_manager()

    class Meta:
        """One row for each group and language."""

        verbose_name = _("language of a group")
        verbose_name_plural = _("languages of groups")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "locale"], name="translations_one_language_of_a_group"
            )
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.locale or '-'}"
