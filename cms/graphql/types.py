"""GraphQL types with no model behind them, used by every app."""

from __future__ import annotations

import graphene

from .scalars import JSON


class RichText(graphene.ObjectType):
    """Formatted text, with links to what the reader may see and to nothing else."""

    html = graphene.String(
        required=True, description="Sanitised HTML. Links lead to public URLs in the asked locale."
    )
    nodes = graphene.Field(
        JSON,
        required=True,
        description=(
            "The same text as a list of nodes `{type, children, …}`: paragraph, heading, list, "
            "item, link, image, embed, text with marks. For renderers that take no HTML."
        ),
    )
    text = graphene.String(required=True, description="The same text without any formatting.")
