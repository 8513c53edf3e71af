"""A tiny generated site, with the renditions that the measured queries ask for."""

import pytest
from django.db import transaction
from django.test import override_settings

from bench.dialects import NO_FOCAL_POINT, RENDITIONS
from cms.media.models import Image, Rendition
from home.sample.generated.generate import generate
from home.sample.generated.plan import Plan


def quiet(*state):
    """Show no progress."""


@pytest.fixture(scope="package")
def generated(django_db_setup, django_db_blocker, tmp_path_factory):
    """Generate four sessions in two languages, once; rows stand for the renditions' files."""
    media = override_settings(MEDIA_ROOT=str(tmp_path_factory.mktemp("bench-media")))
    with django_db_blocker.unblock(), media, transaction.atomic():
        generate(Plan(1, 4, ("en", "fr")), progress=quiet)
        Rendition.objects.bulk_create(
            Rendition(
                image=image,
                filter_spec=spec,
                focal_point_key=NO_FOCAL_POINT,
                file=f"images/{image.pk}.{name}.webp",
                width=800,
                height=450,
            )
            for image in Image.objects.all()
            for name, spec in RENDITIONS.items()
        )
        yield
        transaction.set_rollback(True)


@pytest.fixture
def site(generated, db):
    """Give the generated site; what a test changes is rolled back."""
