"""Images and documents in the API: named presets only, nothing of private collections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import graphene

from cms.media.models import Document, Image, ImageAltText
from cms.media.presets import ImagePreset, renditions_for
from cms.statements import NUMBER, any_of

from .declarations import add_fields
from .fields import (
    GraphQLComputed,
    GraphQLInt,
    GraphQLString,
    enum_type,
    list_of,
)
from .locales import Locale
from .resolvers import resolver
from .sites import absolute_url

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from cms.media.models import Rendition

    from .info import Info


class FocalPoint(graphene.ObjectType):
    """The place of an image that cropping keeps, in parts of its width and height from 0 to 1."""

    x = graphene.Float(required=True, description="From the left edge.")
    y = graphene.Float(required=True, description="From the upper edge.")


class ImageRendition(graphene.ObjectType):
    """An image at one size in one format."""

    url = graphene.String(required=True, description="The absolute URL of the file.")
    width = graphene.Int(required=True, description="Width in pixels.")
    height = graphene.Int(required=True, description="Height in pixels.")
    mime_type = graphene.String(required=True, description="`image/webp`, `image/avif`, …")


PRESET_ARGUMENT = graphene.Argument(
    enum_type(ImagePreset), required=True, description="The named size."
)

add_fields(
    Image,
    [
        GraphQLComputed("id", graphene.ID, required=True, description="The image."),
        GraphQLString("title", required=True, description="The title that editors gave it."),
        GraphQLComputed(
            "alt",
            graphene.String,
            required=True,
            description="The alternative text, in the best language; empty if it is decorative.",
        ),
        GraphQLComputed(
            "is_decorative",
            graphene.Boolean,
            required=True,
            description="Whether assistive technology should pass over it.",
        ),
        GraphQLString("credit", required=True, description="Who made it; empty if unknown."),
        GraphQLInt("width", required=True, description="Width of the original in pixels."),
        GraphQLInt("height", required=True, description="Height of the original in pixels."),
        GraphQLComputed(
            "placeholder",
            graphene.String,
            description=(
                "The whole picture, a few pixels large, as a `data:` URI: to be shown while a file "
                "is loading. Null while it is being made after an upload."
            ),
        ),
        GraphQLComputed(
            "focal_point", FocalPoint, description="What cropping keeps; null for the middle."
        ),
        GraphQLComputed(
            "rendition",
            ImageRendition,
            description=(
                "The largest file of a preset in the format that every browser reads; null while "
                "it is being made after an upload."
            ),
            preset=PRESET_ARGUMENT,
        ),
        GraphQLComputed(
            "src_set",
            list_of(ImageRendition),
            required=True,
            description="All files of a preset, best format first, then by width; at most 6.",
            preset=PRESET_ARGUMENT,
        ),
    ],
)

add_fields(
    Document,
    [
        GraphQLComputed("id", graphene.ID, required=True, description="The document."),
        GraphQLString("title", required=True, description="The title."),
        GraphQLComputed(
            "url", graphene.String, required=True, description="The absolute URL of the file."
        ),
        GraphQLComputed(
            "file_name", graphene.String, required=True, description="The name of the file."
        ),
        GraphQLComputed(
            "file_size", graphene.Int, description="Size in bytes; null if it is not known."
        ),
        GraphQLComputed(
            "locale",
            Locale,
            description="The language that the file is meant for; null for all.",
        ),
    ],
)


@resolver("Image.id", "Document.id", columns=(), is_plain=True)
def resolve_id(objects: list[Any], info: Info) -> list[int]:
    """Give the primary keys."""
    return [item.pk for item in objects]


@resolver("Image.alt", columns=("alt_text",))
def resolve_alt(images: list[Image], info: Info) -> list[str]:
    """Give the alternative texts in the first language of the chain that has one."""
    texts = alt_texts(images, info)
    return [texts[image.pk] for image in images]


def alt_texts(images: list[Image], info: Info) -> dict[int, str]:
    """The alternative texts of images by primary key, in one statement."""
    ids = {image.pk for image in images}

    def build() -> QuerySet[Any, Any]:
        texts = ImageAltText.objects.filter(any_of("image_id", ids, NUMBER))
        return texts.values_list("image_id", "locale_id", "text")

    rows = info.scope.rows("alternative texts", build, values=ids)
    by_key = {(image_id, locale_id): text for image_id, locale_id, text in rows}
    default = info.scope.roots.default_home.locale_id
    chain = info.scope.reference_chain
    texts = {}
    for image in images:
        by_locale = {pk: by_key[image.pk, pk] for pk in chain if (image.pk, pk) in by_key}
        if image.alt_text:
            # What editors see and change, should there be a row of that language too.
            by_locale[default] = image.alt_text
        found = next((by_locale[pk] for pk in chain if by_locale.get(pk)), image.alt_text)
        texts[image.pk] = "" if image.is_decorative else found
    return texts


@resolver("Image.isDecorative", columns=(), is_plain=True)
def resolve_is_decorative(images: list[Image], info: Info) -> list[bool]:
    """Tell whether the image carries the mark."""
    return [image.is_decorative for image in images]


@resolver("Image.placeholder", columns=("placeholder",), is_plain=True)
def resolve_placeholder(images: list[Image], info: Info) -> list[str | None]:
    """Give the stored placeholders."""
    return [image.placeholder or None for image in images]


@resolver("Image.focalPoint", columns=(), is_plain=True)
def resolve_focal_point(images: list[Image], info: Info) -> list[dict[str, float] | None]:
    """Give the focal point as parts of width and height."""
    return [
        {"x": image.focal_point_x / image.width, "y": image.focal_point_y / image.height}
        if image.has_focal_point()
        else None
        for image in images
    ]


@resolver("Image.srcSet", columns=())
def resolve_src_set(
    images: list[Image], info: Info, preset: ImagePreset
) -> list[list[dict[str, Any]]]:
    """Give the renditions of a preset; none is ever made here."""
    found = renditions_for(images, preset)
    return [[rendition_of(item) for item in found.get(image.pk, [])] for image in images]


@resolver("Image.rendition", columns=())
def resolve_rendition(
    images: list[Image], info: Info, preset: ImagePreset
) -> list[dict[str, Any] | None]:
    """Give the largest rendition in the preset's last, most widely read format."""
    found = renditions_for(images, preset)
    return [rendition_of(found[image.pk][-1]) if image.pk in found else None for image in images]


def rendition_of(rendition: Rendition) -> dict[str, Any]:
    """A rendition as an answer."""
    file_format = rendition.filter_spec.partition("format-")[2].partition("|")[0]
    return {
        "url": absolute_url(rendition.url),
        "width": rendition.width,
        "height": rendition.height,
        "mime_type": f"image/{file_format}",
    }


@resolver("Document.url", columns=(), is_plain=True)
def resolve_document_url(documents: list[Document], info: Info) -> list[str]:
    """Give the URL of Wagtail's document view, which checks the collection again."""
    return [absolute_url(document.url) for document in documents]


@resolver("Document.fileName", columns=(), is_plain=True)
def resolve_file_name(documents: list[Document], info: Info) -> list[str]:
    """Give the name under which the file is offered."""
    return [document.filename for document in documents]


@resolver("Document.fileSize", columns=(), is_plain=True)
def resolve_file_size(documents: list[Document], info: Info) -> list[int | None]:
    """Give the stored size: the file itself is not looked at."""
    return [document.file_size for document in documents]


@resolver("Document.locale", columns=(), is_plain=True)
def resolve_document_locale(documents: list[Document], info: Info) -> list[Any]:
    """Give the language of the file."""
    scope = info.scope
    # The language may be one that the site has no more.
    return [scope.locales_by_id.get(item.locale_id) for item in documents]
