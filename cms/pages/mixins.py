"""Small groups of fields that pages share, one reason each."""

from html import unescape

from django.db import models
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from cms.media.samples import SampleMixin

# What search engines show of a description, in characters.
DESCRIPTION_LENGTH = 160

__all__ = ["ListingMixin", "SampleMixin", "SeoFieldsMixin"]


class SeoFieldsMixin(models.Model):
    """What search engines and social networks show, besides Wagtail's title and description."""

    # The field whose text describes the page where editors wrote no description for it.
    described_by = ""

    social_image = models.ForeignKey(
        "media.Image",
        verbose_name=_("social image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown when the page is shared. If empty, the listing image is used."),
    )

    class Meta:
        """No table of its own."""

        abstract = True

    def seo_description(self) -> str:
        """Give the editors' description, or the beginning of the page's own text, as plain text."""
        if self.search_description or not self.described_by:
            return self.search_description
        # Words of neighbouring paragraphs must not run together.
        text = getattr(self, self.described_by).replace("<", " <")
        return Truncator(" ".join(unescape(strip_tags(text)).split())).chars(DESCRIPTION_LENGTH)


class ListingMixin(models.Model):
    """What lists of pages show beside the title."""

    listing_image = models.ForeignKey(
        "media.Image",
        verbose_name=_("listing image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown in lists of pages and, if there is no social image, when shared."),
    )

    class Meta:
        """No table of its own."""

        abstract = True
