"""Which group does what for which centre."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from home.enums import CentreRole


class CentreGroup(models.Model):
    """A group has one role of one centre: a group may be renamed and is still the centre's.

    The centre is the key that its organization shares with its translations, so that a language
    may come or go.
    """

    is_in_no_answer = True

    group = models.OneToOneField(
        "auth.Group",
        verbose_name=_("group"),
        on_delete=models.CASCADE,
        related_name="centre_role",
    )
    centre = models.UUIDField(_("centre"))
    role = models.CharField(_("role"), max_length=20, choices=CentreRole.choices)

    class Meta:
        """One group for each centre and role."""

        verbose_name = _("role of a centre")
        verbose_name_plural = _("roles of centres")
        constraints = [
            models.UniqueConstraint(fields=["centre", "role"], name="home_one_group_of_a_role")
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.get_role_display()}"
