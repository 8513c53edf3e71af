"""The drawn pictures: the same bytes each time, in the size asked for."""

from io import BytesIO

import pytest
from PIL import Image

from home.sample.pictures import draw, draw_recipe
from home.sample.scenes import SCENES
from home.sample.source import read

RECIPES = {recipe["id"]: recipe for recipe in read("pictures")["pictures"]}


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_a_scene_is_drawn_in_its_size_and_not_blank(scene):
    image = Image.open(BytesIO(draw(name="x", scene=scene, palette="dusk", size=(320, 200))))

    assert image.size == (320, 200)
    assert len(image.getcolors(320 * 200)) > 20


def test_the_same_recipe_gives_the_same_bytes():
    assert draw_recipe(RECIPES["skyline-tall"]) == draw_recipe(RECIPES["skyline-tall"])


def test_another_name_gives_another_picture():
    first, second = (
        draw(name=name, scene="avatar", palette="sand", size=(300, 400)) for name in "ab"
    )

    assert first != second
