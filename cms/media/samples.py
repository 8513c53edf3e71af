"""The mark that tells invented sample content from the network's own."""

from django.contrib import admin
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class SampleMixin(models.Model):
    """An object that says whether it is sample content; code sets it, no form does."""

    is_sample = models.BooleanField(_("sample content"), default=False, editable=False)

    class Meta:
        """No table of its own."""

        abstract = True

    def marked(self, title: str) -> str:
        """Give the title that editors see, with a mark if this is sample content."""
        return f"{title} [{gettext('sample')}]" if self.is_sample else title

    @admin.display(description=_("Sample"), boolean=True, ordering="is_sample")
    def sample_badge(self) -> bool:
        """Say, as a column of a listing, whether this is sample content."""
        return self.is_sample
