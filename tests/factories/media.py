"""Images, collections and documents."""

from io import BytesIO

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory
from PIL import Image as Picture
from wagtail.models import Collection, CollectionViewRestriction

from cms.media.models import Document, Image, ImageAltText

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def picture_bytes(width=64, height=48, kind="PNG", color="teal"):
    """A picture of one colour."""
    stream = BytesIO()
    Picture.new("RGB", (width, height), color).save(stream, kind)
    return stream.getvalue()


class CollectionFactory(DjangoModelFactory):
    """A collection under the root, or under `parent`."""

    class Meta:
        model = Collection

    name = factory.Sequence(lambda n: f"Collection {n}")

    @classmethod
    def _create(cls, model_class, *args, parent=None, **kwargs):
        return (parent or Collection.get_first_root_node()).add_child(
            instance=model_class(**kwargs)
        )


class CollectionViewRestrictionFactory(DjangoModelFactory):
    """A collection for signed-in people only."""

    class Meta:
        model = CollectionViewRestriction

    restriction_type = CollectionViewRestriction.LOGIN


class ImageFactory(DjangoModelFactory):
    """A small image with an English alternative text."""

    class Meta:
        model = Image

    title = factory.Sequence(lambda n: f"Image {n}")
    alt_text = "A bridge over a river"
    file = factory.Sequence(lambda n: ContentFile(picture_bytes(), name=f"image-{n}.png"))


class ImageAltTextFactory(DjangoModelFactory):
    """The text of an image in one language."""

    class Meta:
        model = ImageAltText

    image = factory.SubFactory(ImageFactory)
    text = "Un pont sur un fleuve"


class DocumentFactory(DjangoModelFactory):
    """A small PDF file."""

    class Meta:
        model = Document

    title = factory.Sequence(lambda n: f"Document {n}")
    file = factory.Sequence(lambda n: ContentFile(PDF, name=f"document-{n}.pdf"))
