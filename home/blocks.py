"""Blocks of navigation menus: items, and items under items; no deeper."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.links import BaseLinkBlock, LinkValue


class MenuChildBlock(BaseLinkBlock):
    """An item under an item of a menu."""

    label = blocks.CharBlock(max_length=80, label=_("Label"))

    class Meta:
        """How editors see it."""

        icon = "link"
        label = _("Item below")
        label_format = "{label}"
        form_layout = ["label", "page", "url", "document"]


class MenuItemBlock(BaseLinkBlock):
    """An item of a menu, with the items under it."""

    label = blocks.CharBlock(max_length=80, label=_("Label"))
    children = blocks.ListBlock(
        MenuChildBlock(), default=[], max_num=20, required=False, label=_("Items below")
    )

    class Meta:
        """How editors see it."""

        icon = "link"
        label = _("Item")
        label_format = "{label}"
        form_layout = ["label", "page", "url", "document", "children"]

    def is_heading(self, value: LinkValue) -> bool:
        """Say whether it stands above the items below it and leads nowhere itself."""
        return bool(value.get("children"))


class MenuStreamBlock(blocks.StreamBlock):
    """The items of a menu."""

    item = MenuItemBlock()

    class Meta:
        """How editors see it."""

        collapsed = True
