"""What every drawn scene starts from: a palette, a sky, and few shapes."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from PIL import Image, ImageDraw

Color = tuple[int, int, int]

# Sky from top to bottom, then the colours of things from far to near, then one accent.
PALETTES = {
    "morning": ("#bfd8ee", "#fbe7dd", ("#a9bfd8", "#8aa3c4", "#6c85ab", "#465f88"), "#f2a48c"),
    "dusk": ("#43346f", "#f29a6b", ("#8d5a84", "#6d4178", "#4f2f65", "#331f4a"), "#ffd27a"),
    "night": ("#0d1733", "#2b3f72", ("#30466f", "#223459", "#182746", "#0f1a33"), "#ffdf80"),
    "sand": ("#cfe3e6", "#f8ead0", ("#e4cba0", "#cfa878", "#a97d53", "#6f5138"), "#e2725b"),
    "turquoise": ("#dff3ef", "#f7f3e3", ("#8fd0c8", "#4bb0ab", "#1f8388", "#12535f"), "#e0aa3e"),
    "valley": ("#d9e4f2", "#f7e3d0", ("#9db6b8", "#76999a", "#4f7a6b", "#2f5446"), "#a561a5"),
    "paper": ("#f4efe6", "#efe8da", ("#dcd3c0", "#c3b79f", "#9b8f78", "#5d5546"), "#7fa8c9"),
}


def color(text: str) -> Color:
    """Read `#rrggbb`."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def mix(first: Color, second: Color, share: float) -> Color:
    """Blend two colours; a share of 0 is the first, of 1 the second."""
    return tuple(round(a + (b - a) * share) for a, b in zip(first, second, strict=True))  # type: ignore[return-value]


@dataclass
class Canvas:
    """An image being drawn, with its palette and its own source of chance."""

    image: Image.Image
    pen: ImageDraw.ImageDraw
    chance: random.Random
    sky: tuple[Color, Color]
    tones: tuple[Color, ...]
    accent: Color

    @classmethod
    def new(cls, *, seed: str, palette: str, size: tuple[int, int]) -> Canvas:
        """Start a picture with a sky that fades from top to bottom."""
        top, bottom, tones, accent = PALETTES[palette]
        sky = (color(top), color(bottom))
        column = Image.new("RGB", (1, 64))
        for row in range(64):
            column.putpixel((0, row), mix(*sky, row / 63))
        image = column.resize(size, Image.Resampling.BILINEAR)
        pen = ImageDraw.Draw(image)
        tones_read = tuple(color(tone) for tone in tones)
        return cls(image, pen, random.Random(seed), sky, tones_read, color(accent))  # noqa: S311 - drawing, not secrets

    @property
    def width(self) -> int:
        return self.image.width

    @property
    def height(self) -> int:
        return self.image.height

    def disc(self, x: float, y: float, radius: float, fill: Color) -> None:
        """Draw a filled circle around a point."""
        self.pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)

    def hills(self, base: float, swing: float, fill: Color, waves: int = 3) -> None:
        """Fill everything below a wavy line."""
        parts = [
            (self.chance.uniform(0.6, 2.2), self.chance.uniform(0, math.tau), self.chance.random())
            for _ in range(waves)
        ]
        step = max(8, self.width // 160)
        line = [
            (x, base + swing * self._height_at(x, parts)) for x in range(0, self.width + step, step)
        ]
        self.pen.polygon([*line, (self.width, self.height), (0, self.height)], fill=fill)

    def _height_at(self, x: float, parts: list[tuple[float, float, float]]) -> float:
        return sum(
            size * math.sin(math.tau * often * x / self.width + shift)
            for often, shift, size in parts
        ) / len(parts)
