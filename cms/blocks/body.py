"""The menu of blocks for the body of a page, in editors' order."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .embeds import EmbedBlock
from .layout import AccordionBlock, TableBlock
from .links import ButtonBlock
from .media import DocumentListBlock, ImageBlock, ImageGalleryBlock
from .network import ContactCardBlock, OrganizationCardBlock, PeopleListBlock, SessionListBlock
from .text import HeadingBlock, QuoteBlock, RichTextBlock

TEXT = _("1 · Text")
MEDIA = _("2 · Images, files, videos")
NETWORK = _("3 · From the network")


class BodyStreamBlock(blocks.StreamBlock):
    """Everything a page's body may hold."""

    rich_text = RichTextBlock(group=TEXT)
    heading = HeadingBlock(group=TEXT)
    quote = QuoteBlock(group=TEXT)
    button = ButtonBlock(group=TEXT)
    table = TableBlock(group=TEXT)
    accordion = AccordionBlock(group=TEXT)
    image = ImageBlock(group=MEDIA)
    gallery = ImageGalleryBlock(group=MEDIA)
    documents = DocumentListBlock(group=MEDIA)
    embed = EmbedBlock(group=MEDIA)
    sessions = SessionListBlock(group=NETWORK)
    people = PeopleListBlock(group=NETWORK)
    organization = OrganizationCardBlock(group=NETWORK)
    contact = ContactCardBlock(group=NETWORK)

    class Meta:
        """How editors see it."""

        collapsed = True

    def grouped_child_blocks(self) -> list[tuple[str, list[blocks.Block]]]:
        """Name the groups without the number, which only puts them in order."""
        return [
            (str(name).partition(" · ")[2], children)
            for name, children in super().grouped_child_blocks()
        ]
