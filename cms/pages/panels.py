"""Panels that pages share."""

from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel

from .previewing import HOME_DEPTH, front_end_of

# What is said of what the front end's page finds about search engines, by its code.
FINDINGS = {
    "title-missing": _("The page has no title for the browser and for search engines."),
    "title-long": _("The title has more than 60 characters; search engines cut it."),
    "description-missing": _("There is no description for search engines."),
    "description-long": _("The description has more than 160 characters; search engines cut it."),
    "heading-missing": _("There is no main heading (h1)."),
    "heading-twice": _("There are several main headings (h1)."),
    "language": _("The page names another language than its content has, or none."),
}


class FrontEndPanel(Panel):
    """The draft in the front end, with what its page finds about accessibility and search."""

    class BoundPanel(Panel.BoundPanel):
        """The panel on one page."""

        template_name = "pages/panels/front_end.html"

        class Media:
            """What opens the preview and lists what is found."""

            js = ("cms/front-end-panel.js",)
            css: ClassVar[dict[str, list[str]]] = {"all": ["cms/front-end-panel.css"]}

        def is_shown(self) -> bool:
            """Say whether there is a front end, and something to show: home pages are not."""
            page = self.instance
            is_there = bool(page.pk) and page.depth > HOME_DEPTH
            return bool(super().is_shown() and is_there and front_end_of(page))

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            """Give where the preview comes from, whom to believe, and what to say."""
            context = super().get_context_data(parent_context)
            address = urlsplit(front_end_of(self.instance))
            context["origin"] = f"{address.scheme}://{address.netloc}"
            context["url"] = reverse("front_end_preview", args=[self.instance.pk])
            context["words"] = {
                "accessibility": str(_("Accessibility")),
                "search": str(_("Search engines")),
                "show": str(_("Show")),
                "checking": str(_("Checking …")),
                "none": str(_("Nothing was found.")),
                "silent": str(_("The page of the front end does not tell what it finds.")),
                "some": str(_("Found:")),
                "findings": {code: str(text) for code, text in FINDINGS.items()},
            }
            return context


def promote_panels() -> list[Panel]:
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
        FrontEndPanel(heading=_("Preview and checks in the front end")),
    ]
