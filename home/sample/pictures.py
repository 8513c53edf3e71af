"""Pictures that the project draws itself: the same recipe gives the same bytes."""

from __future__ import annotations

import io
from typing import Any

from home.sample.canvas import Canvas
from home.sample.scenes import SCENES

JPEG_QUALITY = 85


def draw(*, name: str, scene: str, palette: str, size: tuple[int, int]) -> bytes:
    """Draw one picture and return it as JPEG; chance is seeded with its name."""
    canvas = Canvas.new(seed=name, palette=palette, size=size)
    SCENES[scene](canvas)
    out = io.BytesIO()
    canvas.image.save(out, "JPEG", quality=JPEG_QUALITY)
    return out.getvalue()


def draw_recipe(recipe: dict[str, Any]) -> bytes:
    """Draw a picture as data/pictures.yaml describes it."""
    width, height = recipe["size"]
    return draw(
        name=recipe["id"], scene=recipe["scene"], palette=recipe["palette"], size=(width, height)
    )
