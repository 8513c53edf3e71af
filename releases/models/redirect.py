"""A redirect that a bundle makes."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.redirects.models import Redirect

from .bundle import ReleaseBundle

LONGEST_PATH = 255


class BundleRedirect(models.Model):
    """A redirect that is there from the release on."""

    is_in_no_answer = True
    wagtail_reference_index_ignore = True

    bundle = models.ForeignKey(ReleaseBundle, on_delete=models.CASCADE, related_name="redirects")
    old_path = models.CharField(
        _("redirect from"), max_length=LONGEST_PATH, help_text=_("A path, such as /old-address/.")
    )
    site = models.ForeignKey(
        "wagtailcore.Site",
        verbose_name=_("site"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Leave it empty for all sites."),
    )
    # None beside no link: the page was deleted.
    redirect_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("redirect to a page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    redirect_link = models.CharField(
        _("redirect to any URL"),
        blank=True,
        max_length=255,
        validators=[URLValidator(["http", "https"])],
    )
    is_permanent = models.BooleanField(_("permanent"), default=True)
    # The redirect that the release has made.
    made = models.PositiveBigIntegerField(null=True, editable=False)

    class Meta:
        """Names for editors."""

        verbose_name = _("redirect of a release bundle")
        verbose_name_plural = _("redirects of release bundles")

    def __str__(self) -> str:
        """Give the path."""
        return self.old_path

    def clean(self) -> None:
        """Write the path as redirects have it, and ask for one place to lead to."""
        super().clean()
        self.old_path = Redirect.normalise_path(self.old_path)
        if bool(self.redirect_page_id) == bool(self.redirect_link):
            raise ValidationError(_("Choose a page, or write an address: one of the two."))
        if len(self.old_path) > LONGEST_PATH:
            raise ValidationError({"old_path": _("The path is too long.")})
        same = type(self).objects.filter(
            bundle=self.bundle_id, old_path=self.old_path, site=self.site_id
        )
        if same.exclude(pk=self.pk).exists():
            raise ValidationError({"old_path": _("The bundle has a redirect from there already.")})

    @property
    def leads_nowhere(self) -> bool:
        """Say whether the page to which it was to lead was deleted."""
        return not (self.redirect_page_id or self.redirect_link)

    def write_to(self, redirect: Redirect) -> Any:
        """Have a redirect be as this one."""
        redirect.redirect_page_id = self.redirect_page_id
        redirect.redirect_page_route_path = ""
        redirect.redirect_link = self.redirect_link
        redirect.is_permanent = self.is_permanent
        redirect.automatically_created = False
        return redirect
