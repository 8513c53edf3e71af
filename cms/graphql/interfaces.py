"""What every page and every snippet answers; the answers are in `pages.py` and `snippets.py`."""

from __future__ import annotations

import graphene

from .connections import connection_arguments, connection_type
from .fields import list_of, model_type
from .locales import Locale
from .scalars import JSONString

LAST_SOURCE_CHANGE = (
    "When the original, or the oldest version that is public, was last published; null if an "
    "import put it online."
)


class Breadcrumb(graphene.ObjectType):
    """A page above this one, for a trail of links."""

    title = graphene.String(required=True, description="The page's title.")
    path = graphene.String(required=True, description="Its public path.")
    url = graphene.String(required=True, description="Its public URL.")


class TranslationStatus(graphene.Enum):
    """How a language version stands to the original."""

    ORIGINAL = "ORIGINAL"
    CURRENT = "CURRENT"
    OUTDATED = "OUTDATED"

    @property
    def description(self) -> str:
        """What the value says."""
        return {
            TranslationStatus.ORIGINAL: "The oldest version that is public.",
            TranslationStatus.CURRENT: "It says what the original says.",
            TranslationStatus.OUTDATED: (
                "The original's words have changed since. Of what was not made by translating "
                "text by text: the original was published again since."
            ),
        }[self]


class Translation(graphene.ObjectType):
    """A page in another language."""

    locale = graphene.Field(graphene.NonNull(Locale), description="The language.")
    title = graphene.String(required=True, description="The title in that language.")
    path = graphene.String(required=True, description="The public path.")
    url = graphene.String(required=True, description="The public URL.")
    status = graphene.Field(
        TranslationStatus, required=True, description="How it stands to the original."
    )
    last_source_change = graphene.DateTime(description=LAST_SOURCE_CHANGE)


class SnippetTranslation(graphene.ObjectType):
    """A snippet in another language."""

    locale = graphene.Field(graphene.NonNull(Locale), description="The language.")
    status = graphene.Field(
        TranslationStatus, required=True, description="How it stands to the original."
    )
    last_source_change = graphene.DateTime(description=LAST_SOURCE_CHANGE)


class TextPlace(graphene.ObjectType):
    """Where in a page or snippet a text stands."""

    field = graphene.String(required=True, description="The field of the page or snippet.")
    part = graphene.ID(
        description="The `id` of the block, `uid` of the slot, or key of the item in the field; "
        "null if the field is one text."
    )


class TranslationFields:
    """What pages and snippets tell of a translation, text by text."""

    is_outdated = graphene.Boolean(
        required=True,
        description="Whether it is a translation of an original whose words have changed since.",
    )
    outdated_texts = graphene.Field(
        graphene.NonNull(list_of(TextPlace)),
        description="The texts whose original has changed since they were published; at most 500.",
    )
    untranslated_texts = graphene.Field(
        graphene.NonNull(list_of(TextPlace)),
        description="The texts of a translation that are in the original's language; at most 500.",
    )


class Seo(graphene.ObjectType):
    """What search engines and social networks are told, with all fallbacks applied."""

    title = graphene.String(required=True, description="For `<title>`; the page's title if unset.")
    description = graphene.String(
        required=True, description="For `<meta name=description>`; empty if the page says nothing."
    )
    canonical_url = graphene.String(
        required=True,
        description="The URL to index: for a page shown in place of a translation, the original's.",
    )
    image = graphene.Field(
        model_type("media.Image"),
        description="The picture for shared links: the social image, else the listing image.",
    )
    site_name = graphene.String(required=True, description="The name of the site.")


class PageInterface(TranslationFields, graphene.Interface):
    """A page of the site. Only published, public pages of the asked site are ever answered."""

    id = graphene.ID(required=True, description="The page in this language. Use `key` for links.")
    key = graphene.UUID(
        required=True, description="The page in every language: stable over renames and moves."
    )
    title = graphene.String(required=True, description="The title.")
    slug = graphene.String(required=True, description="The last part of the path.")
    path = graphene.String(
        required=True, description="The public path, with the prefix of a non-default language."
    )
    url = graphene.String(required=True, description="The public URL.")
    locale = graphene.Field(
        graphene.NonNull(Locale), description="The language of this version's address."
    )
    content_locale = graphene.Field(
        graphene.NonNull(Locale), description="The language that the texts are really in."
    )
    is_fallback = graphene.Boolean(
        required=True,
        description="Whether the texts are in another language than the first one asked for.",
    )
    translations = graphene.Field(
        graphene.NonNull(list_of(Translation)),
        description="The other public language versions, one a language.",
    )
    seo = graphene.Field(graphene.NonNull(Seo), description="For search engines and sharing.")
    listing_image = graphene.Field(
        model_type("media.Image"), description="The picture for lists of pages."
    )
    first_published_at = graphene.DateTime(
        description="When it was first published; null if an import put it online."
    )
    last_published_at = graphene.DateTime(
        description="When it was last published; null if an import put it online."
    )
    json_ld = graphene.Field(
        graphene.NonNull(JSONString),
        description=(
            "The page in the vocabulary of schema.org, for a `<script type=application/ld+json>`."
        ),
    )
    breadcrumbs = graphene.Field(
        graphene.NonNull(list_of(Breadcrumb)),
        description="The public pages above this one, from the home page down; at most 50.",
    )
    parent = graphene.Field(
        lambda: PageInterface, description="The page above; null if it is not public."
    )
    children = graphene.Field(
        lambda: graphene.NonNull(PageConnection),
        args=connection_arguments(),
        description="The public pages directly below, in the editors' order.",
    )


PageConnection = connection_type("Page", PageInterface)


class SnippetInterface(TranslationFields, graphene.Interface):
    """A piece of content without an address of its own."""

    id = graphene.ID(required=True, description="The object in this language.")
    key = graphene.UUID(required=True, description="The object in every language.")
    locale = graphene.Field(graphene.NonNull(Locale), description="The language of its texts.")
    is_fallback = graphene.Boolean(
        required=True,
        description="Whether the texts are in another language than the first one asked for.",
    )
    translations = graphene.Field(
        graphene.NonNull(list_of(SnippetTranslation)),
        description="The other public language versions, one a language.",
    )
