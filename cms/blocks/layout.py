"""Blocks that arrange text."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock as WagtailTableBlock

from cms.graphql.fields import (
    GraphQLJSON,
    GraphQLRichText,
    GraphQLString,
    GraphQLValues,
    register_streamfield_block,
)

from .text import RichTextBlock


@register_streamfield_block
class TableBlock(WagtailTableBlock):
    """A table of short texts."""

    graphql_fields = [
        GraphQLJSON(
            "table",
            description=(
                "`data`: rows of cells, texts or null; `table_caption`; `table_header_choice`: "
                "row, column, both or neither; null if nothing was entered."
            ),
        ),
    ]

    class Meta:
        """How editors see it."""

        icon = "table"
        label = _("Table")
        description = _("A table of short texts, with caption and headers.")


@register_streamfield_block
class AccordionItemBlock(blocks.StructBlock):
    """A heading that opens a text."""

    heading = blocks.CharBlock(max_length=255, label=_("Heading"))
    text = RichTextBlock(label=_("Text"))

    graphql_fields = [
        GraphQLString("heading", required=True, description="What is always shown."),
        GraphQLRichText("text", required=True, description="What opens."),
    ]

    class Meta:
        """How editors see it."""

        icon = "list-ul"
        label = _("Item")
        label_format = "{heading}"


@register_streamfield_block
class AccordionBlock(blocks.StructBlock):
    """Questions and answers, or other texts that open one by one."""

    items = blocks.ListBlock(AccordionItemBlock(), min_num=1, max_num=50, label=_("Items"))

    graphql_fields = [
        GraphQLValues("items", AccordionItemBlock, description="The items, in order; at most 50."),
    ]

    class Meta:
        """How editors see it."""

        icon = "list-ul"
        label = _("Accordion")
        description = _("Texts that open one by one, such as questions and answers.")
        preview_value = {"items": [{"heading": "Who may take part?", "text": "<p>Members.</p>"}]}
