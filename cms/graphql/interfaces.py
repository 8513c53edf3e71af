"""What every page and every snippet answers; the answers are in `pages.py` and `snippets.py`."""

from __future__ import annotations

import graphene

from .connections import connection_arguments, connection_type
from .fields import list_of, model_type
from .locales import Locale


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
            TranslationStatus.ORIGINAL: "The version that the others were made from.",
            TranslationStatus.CURRENT: "Published after the original's last change.",
            TranslationStatus.OUTDATED: "The original was published again since.",
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
    last_source_change = graphene.DateTime(
        description="When the original was last published; null if the original is not public."
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


class PageInterface(graphene.Interface):
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
        description="The other public language versions; at most one a language.",
    )
    seo = graphene.Field(graphene.NonNull(Seo), description="For search engines and sharing.")
    listing_image = graphene.Field(
        model_type("media.Image"), description="The picture for lists of pages."
    )
    first_published_at = graphene.DateTime(description="When it was first published.")
    last_published_at = graphene.DateTime(description="When it was last published.")
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


class SnippetInterface(graphene.Interface):
    """A piece of content without an address of its own."""

    id = graphene.ID(required=True, description="The object in this language.")
    key = graphene.UUID(required=True, description="The object in every language.")
    locale = graphene.Field(graphene.NonNull(Locale), description="The language of its texts.")
    is_fallback = graphene.Boolean(
        required=True,
        description="Whether the texts are in another language than the first one asked for.",
    )
