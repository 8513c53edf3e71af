"""Blocks of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.graphql.fields import (
    GraphQLInt,
    GraphQLRichText,
    GraphQLString,
    register_streamfield_block,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What editors may use in running text; pictures, embeds, large headings have their own blocks.
RICH_TEXT_FEATURES = [
    "h3",
    "h4",
    "bold",
    "italic",
    "ol",
    "ul",
    "blockquote",
    "superscript",
    "subscript",
    "link",
    "document-link",
]
# For short texts: one paragraph or two.
SHORT_TEXT_FEATURES = ["bold", "italic", "link", "document-link"]

HEADING_LEVELS = [("2", _("Heading 2")), ("3", _("Heading 3")), ("4", _("Heading 4"))]


def language_choices() -> list[tuple[str, StrOrPromise]]:
    """Give the languages of the site."""
    return list(settings.WAGTAIL_CONTENT_LANGUAGES)


@register_streamfield_block
class RichTextBlock(blocks.RichTextBlock):
    """Running text with simple formatting."""

    graphql_fields = [
        GraphQLRichText("value", required=True, description="The text, as HTML and as nodes."),
    ]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", RICH_TEXT_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        """How editors see it."""

        icon = "pilcrow"
        label = _("Text")
        description = _("Running text with headings, lists and links.")
        preview_value = "<p>Cities learn from each other.</p>"


@register_streamfield_block
class HeadingBlock(blocks.StructBlock):
    """A heading that divides a page."""

    text = blocks.CharBlock(max_length=255, label=_("Text"))
    level = blocks.ChoiceBlock(
        choices=HEADING_LEVELS,
        default="2",
        label=_("Level"),
        help_text=_("Heading 2 for the parts of the page; do not skip a level."),
    )

    graphql_fields = [
        GraphQLString("text", required=True, description="The text of the heading."),
        GraphQLInt("level", required=True, description="2, 3 or 4; 1 is the title of the page."),
    ]

    class Meta:
        """How editors see it."""

        icon = "title"
        label = _("Heading")
        label_format = _("Heading: {text}")
        description = _("A heading that divides the page.")
        preview_value = {"text": "What participants learn", "level": "2"}


@register_streamfield_block
class QuoteBlock(blocks.StructBlock):
    """Somebody's own words."""

    text = blocks.TextBlock(rows=3, label=_("Text"))
    attribution = blocks.CharBlock(
        required=False, max_length=255, label=_("Who said it"), help_text=_("Name and office.")
    )
    language = blocks.ChoiceBlock(
        required=False,
        choices=language_choices,
        label=_("Language of the quotation"),
        help_text=_("Only if it is not the language of the page."),
    )

    graphql_fields = [
        GraphQLString("text", required=True, description="The quoted words."),
        GraphQLString("attribution", required=True, description="Who said it; empty if unknown."),
        GraphQLString(
            "language",
            required=True,
            description="The language tag of the quotation; empty if it is the page's language.",
        ),
    ]

    class Meta:
        """How editors see it."""

        icon = "openquote"
        label = _("Quotation")
        label_format = _("Quotation: {text}")
        description = _("Somebody's own words, set apart from the text.")
        preview_value = {"text": "Learning together shortens the way.", "attribution": "A mayor"}
