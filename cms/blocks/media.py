"""Blocks of images and files."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from cms.graphql.fields import (
    GraphQLBoolean,
    GraphQLDocument,
    GraphQLImage,
    GraphQLString,
    GraphQLValues,
    register_streamfield_block,
)


@register_streamfield_block
class ImageBlock(blocks.StructBlock):
    """An image in the text, with what it shows here said in words."""

    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        required=False,
        max_length=255,
        label=_("Alternative text"),
        help_text=_("What the image shows here, for those who do not see it."),
    )
    decorative = blocks.BooleanBlock(
        required=False,
        label=_("Decorative"),
        help_text=_("The image says nothing that the text does not say."),
    )
    caption = blocks.CharBlock(required=False, max_length=255, label=_("Caption"))

    graphql_requires = ("image",)

    graphql_fields = [
        GraphQLImage("image", required=True, description="The image."),
        GraphQLString(
            "alt", required=True, description="What the image shows here; empty if decorative."
        ),
        GraphQLBoolean(
            "decorative", required=True, description="Whether readers may skip the image."
        ),
        GraphQLString("caption", required=True, description="The text under the image, or empty."),
    ]

    class Meta:
        """How editors see it."""

        icon = "image"
        label = _("Image")
        label_format = _("Image: {alt}")
        description = _("One image with alternative text and caption.")

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Ask for an alternative text or the mark, unless a draft is saved."""
        result = super().clean(value)
        is_missing = not (result.get("alt") or "").strip() and not result.get("decorative")
        if is_missing and not self.is_deferred_validation:
            message = gettext("Say what the image shows, or mark it as decorative.")
            raise StructBlockValidationError({"alt": ValidationError(message, code="alt_text")})
        return result


@register_streamfield_block
class ImageGalleryBlock(blocks.StructBlock):
    """Several images together."""

    images = blocks.ListBlock(ImageBlock(), min_num=1, max_num=40, label=_("Images"))

    graphql_fields = [
        GraphQLValues("images", ImageBlock, description="The images, in order; at most 40."),
    ]

    class Meta:
        """How editors see it."""

        icon = "image"
        label = _("Gallery")
        description = _("Several images together.")


@register_streamfield_block
class DocumentItemBlock(blocks.StructBlock):
    """A file in a list, with the name it has there."""

    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(
        required=False,
        max_length=255,
        label=_("Title"),
        help_text=_("If empty, the document's own title is shown."),
    )

    graphql_requires = ("document",)

    graphql_fields = [
        GraphQLDocument("document", required=True, description="The file."),
        GraphQLString(
            "title",
            required=True,
            description="Its name in this list; empty if it is the file's own title.",
        ),
    ]

    class Meta:
        """How editors see it."""

        icon = "doc-full"
        label = _("Document")
        label_format = "{title}"


@register_streamfield_block
class DocumentListBlock(blocks.StructBlock):
    """Files to download."""

    heading = blocks.CharBlock(required=False, max_length=255, label=_("Heading"))
    documents = blocks.ListBlock(DocumentItemBlock(), min_num=1, max_num=50, label=_("Documents"))

    graphql_fields = [
        GraphQLString("heading", required=True, description="The heading of the list, or empty."),
        GraphQLValues(
            "documents", DocumentItemBlock, description="The files, in order; at most 50."
        ),
    ]

    class Meta:
        """How editors see it."""

        icon = "doc-full"
        label = _("Documents")
        label_format = _("Documents: {heading}")
        description = _("A list of files to download.")
