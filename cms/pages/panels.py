"""Panels that pages share."""

from django.forms import Media
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel


class ChooserInlinePanel(InlinePanel):
    """An inline panel whose rows may hold a `MultipleChooserPanel`.

    Wagtail 8.0.1 collects no media of an inline panel's children: that panel's script is missing.
    """

    class BoundPanel(InlinePanel.BoundPanel):
        """The panel on one form."""

        @property
        def media(self) -> Media:
            """Give the scripts of the panel and of its rows."""
            return super().media + self.empty_child.media


def promote_panels() -> list[MultiFieldPanel]:
    """Give the panels of the tab "Promote"."""
    return [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
                FieldPanel("social_image"),
            ],
            _("For search engines and social networks"),
        ),
        MultiFieldPanel(
            [FieldPanel("listing_image"), FieldPanel("show_in_menus")],
            _("For lists and menus"),
        ),
    ]
