"""Background work on images."""

from base64 import b64encode
from io import BytesIO

from django_tasks import task
from PIL import Image as Picture
from PIL import ImageOps

from .models import Image
from .presets import ALL_SPECS

# The longer side of a placeholder, in pixels.
PLACEHOLDER_SIZE = 24


@task()
def make_renditions(image_pk: int) -> int:
    """Make the missing renditions of an image, and remove those of an earlier focal point.

    A placeholder is made too, if there is none.

    Give the number made; an image deleted in the meantime is no error.
    """
    image = Image.objects.filter(pk=image_pk).first()
    if image is None:
        return 0
    if not image.placeholder:
        Image.objects.filter(pk=image_pk).update(placeholder=placeholder_of(image))
    current = {(spec, image.focal_point_key(spec)) for spec in ALL_SPECS}
    made = 0
    existing = set()
    for rendition in image.renditions.filter(filter_spec__in=ALL_SPECS):
        key = (rendition.filter_spec, rendition.focal_point_key)
        if key in current:
            existing.add(key)
        else:
            rendition.delete()
    for spec in ALL_SPECS:
        if (spec, image.focal_point_key(spec)) not in existing:
            image.get_rendition(spec)
            made += 1
    return made


def placeholder_of(image: Image) -> str:
    """Give the whole picture, a few pixels large, as a `data:` URI (RFC 2397) of WebP."""
    with image.open_file() as file, Picture.open(file) as picture:
        small = ImageOps.exif_transpose(picture)
        small.thumbnail((PLACEHOLDER_SIZE, PLACEHOLDER_SIZE))
        content = BytesIO()
        small.convert("RGBA" if small.has_transparency_data else "RGB").save(
            content, "WEBP", quality=40
        )
    return f"data:image/webp;base64,{b64encode(content.getvalue()).decode()}"
