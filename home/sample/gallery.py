"""Puts the drawn pictures into the media library, each once."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from wagtail.models import Locale

from cms.media.models import Image, ImageAltText
from home.sample import shelves
from home.sample.pictures import draw_recipe
from home.sample.source import SOURCE_LANGUAGE, read, words

# A storage appends a few letters to a name that is taken.
FILE_NAME = re.compile(r"(?:.*/)?sample-(?P<name>[a-z0-9-]+?)(?:_[A-Za-z0-9]+)?\.jpg\Z")


class Gallery:
    """The sample pictures, by name."""

    def __init__(self, locales: dict[str, Locale], *, reset: bool = False) -> None:
        self.locales = locales
        self.reset = reset
        self.made = 0
        self._written: list[str] = []

    def load(self) -> dict[str, int]:
        """Draw and store the pictures that are missing; give the primary keys of all."""
        known = stored_pictures()
        for recipe in read("pictures")["pictures"]:
            image = known.get(recipe["id"])
            if image is None:
                image = known[recipe["id"]] = self._make(recipe)
            elif self.reset:
                self._describe(image, recipe)
        return {name: image.pk for name, image in known.items()}

    def forget(self) -> None:
        """Delete the files of a run whose rows were rolled back."""
        for name in self._written:
            default_storage.delete(name)

    def _make(self, recipe: dict[str, Any]) -> Image:
        image = Image(
            is_sample=True,
            collection=shelves.collection(shelves.PICTURES),
            file=ImageFile(BytesIO(draw_recipe(recipe)), name=f"sample-{recipe['id']}.jpg"),
        )
        self._describe(image, recipe)
        self._written.append(image.file.name)
        self.made += 1
        return image

    def _describe(self, image: Image, recipe: dict[str, Any]) -> None:
        image.title = recipe["id"].replace("-", " ").capitalize()
        image.alt_text = words(recipe["alt"], SOURCE_LANGUAGE)
        image.is_decorative = False
        image.credit = read("pictures")["credit"]
        _focus(image, recipe)
        image.save()
        for language, text in recipe["alt"].items():
            if language != SOURCE_LANGUAGE:
                ImageAltText.objects.update_or_create(
                    image=image, locale=self.locales[language], defaults={"text": text}
                )
        # Earlier versions had one; an editor could not change it.
        ImageAltText.objects.filter(image=image, locale=self.locales[SOURCE_LANGUAGE]).delete()


def stored_pictures() -> dict[str, Image]:
    """Find the sample pictures of the library by the names of their files."""
    images = Image.objects.filter(is_sample=True).order_by("-pk")
    found = ((FILE_NAME.match(image.file.name), image) for image in images)
    return {match["name"]: image for match, image in found if match}


def _focus(image: Image, recipe: dict[str, Any]) -> None:
    width, height = recipe["size"]
    x, y, wide, tall = recipe["focus"]
    image.focal_point_x = width * x // 100
    image.focal_point_y = height * y // 100
    image.focal_point_width = width * wide // 100
    image.focal_point_height = height * tall // 100
