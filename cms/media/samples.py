"""The mark that tells invented sample content from the network's own."""

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
        """Give the title that editors see, with a mark if it does not say it is sample content."""
        word = gettext("sample")
        return f"{title} [{word}]" if self.is_sample and f"({word}" not in title else title
