"""Background work on images."""

from django_tasks import task

from .models import Image
from .presets import ALL_SPECS


@task()
def make_renditions(image_pk: int) -> int:
    """Make the missing renditions of an image and remove those of an earlier focal point.

    Give the number made; an image deleted in the meantime is no error.
    """
    image = Image.objects.filter(pk=image_pk).first()
    if image is None:
        return 0
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
