"""The named sizes of images: the only ones ever made, and the only ones readers may ask for.

AVIF saves up to a quarter of the bytes of large pictures and next to nothing of small ones, so it
is made for the banner only. Pillow's own speed, 6, needs three times the CPU of WebP; 8 needs a
third of that for half a decibel less or one (measured with Pillow 13 on a photo and three drawings
at 1280 by 640: 0.9, 0.5, 1.1 and 0.5 s for 71, 27, 46 and 10 kB against 0.3, 0.2, 0.3 and 0.1 s for
78, 29, 47 and 13 kB; WebP has 98, 35, 70 and 14 kB).
Social networks read JPEG.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import AutoField, TextChoices
from django.utils.translation import gettext_lazy as _

from cms.statements import Statements, any_of, fetch, instances

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from .models import Image, Rendition

QUALITY = {"webp": "webpquality-80", "avif": "avifquality-60", "jpeg": "jpegquality-82"}


class ImagePreset(TextChoices):
    """A named size of images."""

    THUMBNAIL = "THUMBNAIL", _("Thumbnail, 4:3")
    CARD = "CARD", _("Card in a list, 16:9")
    HERO = "HERO", _("Banner of a page, 2:1")
    PORTRAIT = "PORTRAIT", _("Portrait of a person, 3:4")
    SQUARE = "SQUARE", _("Square, for logos and avatars")
    SOCIAL = "SOCIAL", _("Preview in social networks, 1200 by 630")


@dataclass(frozen=True)
class PresetSize:
    """One width of a preset, in one format."""

    width: int
    height: int
    format: str

    @property
    def filter_spec(self) -> str:
        """Give Wagtail's name of this size."""
        return f"fill-{self.width}x{self.height}|format-{self.format}|{QUALITY[self.format]}"


def _sizes(*sizes: tuple[int, int], formats: tuple[str, ...]) -> tuple[PresetSize, ...]:
    return tuple(PresetSize(*size, name) for name in formats for size in sizes)


PRESETS: dict[ImagePreset, tuple[PresetSize, ...]] = {
    ImagePreset.THUMBNAIL: _sizes((160, 120), (320, 240), formats=("webp",)),
    ImagePreset.CARD: _sizes((400, 225), (800, 450), formats=("webp",)),
    ImagePreset.HERO: _sizes((768, 384), (1280, 640), (1920, 960), formats=("avif", "webp")),
    ImagePreset.PORTRAIT: _sizes((240, 320), (480, 640), formats=("webp",)),
    ImagePreset.SQUARE: _sizes((128, 128), (256, 256), (512, 512), formats=("webp",)),
    ImagePreset.SOCIAL: _sizes((1200, 630), formats=("jpeg",)),
}

COLUMNS = ("id", "image_id", "filter_spec", "focal_point_key", "file", "width", "height")

ALL_SPECS: tuple[str, ...] = tuple(size.filter_spec for sizes in PRESETS.values() for size in sizes)


_statements = Statements()


def preset_specs(preset: ImagePreset) -> tuple[str, ...]:
    """Give Wagtail's names of the sizes of a preset, best format first, then by width."""
    return tuple(size.filter_spec for size in PRESETS[preset])


def renditions_for(images: Iterable[Image], preset: ImagePreset) -> dict[int, list[Rendition]]:
    """Give the renditions of many images in one statement, by image, in the preset's order.

    Renditions for an earlier focal point are left out; none is made here.
    """
    from .models import Rendition  # app ready: models import the presets

    def build() -> QuerySet[Any, Any]:
        found = Rendition.objects.filter(any_of("image_id", [], AutoField()), filter_spec__in=specs)
        return found.values_list(*COLUMNS)

    specs = preset_specs(preset)
    by_key = {image.pk: image for image in images}
    order = {spec: position for position, spec in enumerate(specs)}
    found: dict[int, list[Rendition]] = defaultdict(list)
    rows = fetch(_statements.get(preset, build), values=list(by_key))
    for rendition in instances(Rendition, COLUMNS, rows):
        if rendition.focal_point_key == by_key[rendition.image_id].focal_point_key(
            rendition.filter_spec
        ):
            found[rendition.image_id].append(rendition)
    for renditions in found.values():
        renditions.sort(key=lambda rendition: order[rendition.filter_spec])
    return dict(found)
