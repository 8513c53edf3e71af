"""The answers of rich text fields: HTML, nodes and plain text of many texts together."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language_info

from cms.media.presets import ImagePreset, renditions_for
from cms.statements import side_by_side

from .resolvers import resolver
from .rich_text import NodeRenderer, References, RichTextValue, parse, plain_text, to_html
from .sites import absolute_url

if TYPE_CHECKING:
    from .info import Info

# Wagtail's picture formats in rich text, by the preset that serves them.
PRESET_OF_FORMAT = {"fullwidth": ImagePreset.HERO}


@resolver("RichText.nodes")
def resolve_nodes(values: list[RichTextValue], info: Info) -> list[list[dict[str, Any]]]:
    """Give the trees."""
    return render(values)


@resolver("RichText.html")
def resolve_html(values: list[RichTextValue], info: Info) -> list[str]:
    """Give HTML, written from the same nodes."""
    language = info.scope.locale(info.scope.locales[0]).language_code
    base = "rtl" if get_language_info(language)["bidi"] else "ltr"
    return [to_html(nodes, base) for nodes in render(values)]


@resolver("RichText.text")
def resolve_text(values: list[RichTextValue], info: Info) -> list[str]:
    """Give the text alone."""
    return [plain_text(parse(value.source)).strip() for value in values]


def render(values: list[RichTextValue]) -> list[list[dict[str, Any]]]:
    """The nodes of many texts; their references and pictures are looked up together."""
    references = References.of(values)
    presets = (ImagePreset.HERO, ImagePreset.CARD)
    images = list(references.images.values())
    reads = [partial(renditions_for, images, preset) for preset in presets]
    pictures = dict(zip(presets, side_by_side(*reads) if images else [{}, {}], strict=True))

    def picture(image: Any, name: str) -> dict[str, Any] | None:
        preset = PRESET_OF_FORMAT.get(name, ImagePreset.CARD)
        found = pictures[preset].get(image.pk)
        if not found:
            return None
        return {
            "url": absolute_url(found[-1].url),
            "width": found[-1].width,
            "height": found[-1].height,
        }

    renderer = NodeRenderer(references, picture)
    return [renderer.render(parse(value.source)) for value in values]
