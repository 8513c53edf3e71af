"""What grapple's users write: fields of models and blocks, and a query for sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grapple.helpers import (
    register_paginated_query_field,
    register_streamfield_block,
    streamfield_types,
)
from grapple.models import (
    GraphQLCollection,
    GraphQLField,
    GraphQLForeignKey,
    GraphQLImage,
    GraphQLInt,
    GraphQLPage,
    GraphQLRichText,
    GraphQLStreamfield,
    GraphQLString,
)
from grapple.registry import registry

from cms.blocks.media import ImageBlock
from cms.blocks.network import PeopleListBlock
from cms.blocks.text import HeadingBlock, QuoteBlock, RichTextBlock
from events.blocks import DayBlock, SlotBlock, SpeakerBlock
from events.models import TrainingSessionPage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model
    from wagtail.blocks import Block

SESSION = "events.TrainingSessionPage"

MODELS: dict[str, list[Any]] = {
    SESSION: [
        GraphQLString("theme"),
        GraphQLString("summary"),
        GraphQLString("start_date"),
        GraphQLString("end_date"),
        GraphQLString("time_zone"),
        GraphQLString("mode"),
        GraphQLString("status"),
        GraphQLImage("listing_image"),
        GraphQLForeignKey("venue", "events.Venue"),
        GraphQLCollection(GraphQLForeignKey, "organizers", "events.SessionOrganizer"),
        GraphQLCollection(GraphQLForeignKey, "themes", "events.Theme"),
        # Called with one argument by grapple, the method gives the page itself too.
        GraphQLField(
            "get_translations", lambda: registry.models[TrainingSessionPage], is_list=True
        ),
        GraphQLInt("locale_id"),
        GraphQLStreamfield("body"),
        GraphQLStreamfield("programme"),
    ],
    "events.SessionOrganizer": [
        GraphQLString("role"),
        GraphQLPage("organization"),
    ],
    "events.Theme": [GraphQLString("name")],
    "events.Venue": [GraphQLString("name"), GraphQLString("city"), GraphQLString("country")],
}

BLOCKS: dict[type[Block], list[Any]] = {
    HeadingBlock: [GraphQLString("text"), GraphQLString("level")],
    RichTextBlock: [GraphQLRichText("value")],
    QuoteBlock: [GraphQLString("text"), GraphQLString("attribution")],
    ImageBlock: [GraphQLImage("image"), GraphQLString("alt"), GraphQLString("caption")],
    PeopleListBlock: [GraphQLCollection(GraphQLPage, "people")],
    DayBlock: [GraphQLString("date"), GraphQLString("title")],
    SlotBlock: [
        GraphQLString("kind"),
        GraphQLString("start"),
        GraphQLString("end"),
        GraphQLString("title"),
        GraphQLString("summary"),
        GraphQLString("room"),
        GraphQLStreamfield("speakers"),
    ],
    SpeakerBlock: [GraphQLString("role"), GraphQLPage("person")],
}


FIELDS = "graphql_fields"


def declare(models: Iterable[type[Model]]) -> None:
    """Put these declarations in the places of the product's."""
    for model in models:
        setattr(model, FIELDS, MODELS.get(model._meta.label, []))
    streamfield_types.clear()
    for block, fields in BLOCKS.items():
        setattr(block, FIELDS, fields)
        register_streamfield_block(block)
    register_paginated_query_field("session", "sessions")(TrainingSessionPage)
