"""How pictures are written."""

from __future__ import annotations

from typing import Any

from wagtail.images.image_operations import FormatOperation

# Pillow's default of 6 takes three times as long (see presets.py).
AVIF_SPEED = 8


class QuickFormatOperation(FormatOperation):
    """The format of a rendition, with AVIF encoded at our speed."""

    def run(self, willow: Any, image: Any, env: dict[str, Any]) -> None:
        """Note the format; Pillow reads the speed off the picture when it is saved."""
        super().run(willow, image, env)
        if self.format == "avif":
            willow.image.encoderinfo = {"speed": AVIF_SPEED}
