"""Alternative texts, presets and renditions."""

from base64 import b64decode
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from PIL import Image as Picture

from cms.media.models import Rendition
from cms.media.operations import AVIF_SPEED
from cms.media.presets import ALL_SPECS, PRESETS, ImagePreset, preset_specs, renditions_for
from cms.media.reports import without_alt
from cms.media.tasks import make_renditions
from tests.factories import ImageAltTextFactory, ImageFactory, LocaleFactory
from tests.factories.media import picture_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


class TestAlternativeText:
    """One text per language, none for decoration."""

    def test_each_language_has_its_text(self):
        english, french, arabic = (LocaleFactory(language_code=c) for c in ("en", "fr", "ar"))
        image = ImageFactory(alt_text="A bridge")
        ImageAltTextFactory(image=image, locale=arabic, text="جسر")

        assert [image.alt_for(locale.pk) for locale in (english, french, arabic)] == [
            "A bridge",
            "",
            "جسر",
        ]

    def test_decorative_image_has_none_and_needs_none(self):
        image = ImageFactory(alt_text="A bridge", is_decorative=True)

        assert image.alt_for(LocaleFactory().pk) == ""
        assert image.has_alt(LocaleFactory().pk)

    def test_blank_text_is_none(self):
        assert not ImageFactory(alt_text="  ").has_alt(LocaleFactory().pk)

    def test_mark_survives_loading(self):
        image = ImageFactory(is_decorative=True)

        assert type(image).objects.get(pk=image.pk).is_decorative

    def test_report_lists_images_by_language(self):
        english, french = LocaleFactory(), LocaleFactory(language_code="fr")
        only_english, none, both = (
            ImageFactory(),
            ImageFactory(alt_text=""),
            ImageFactory(),
        )
        ImageFactory(alt_text="", is_decorative=True)
        ImageAltTextFactory(image=both, locale=french)
        images = type(none).objects.order_by("pk")

        assert list(without_alt(images, english)) == [none]
        assert list(without_alt(images, french)) == [only_english, none]


class TestRenditions:
    """Renditions are made in the background, for named presets, and found in one statement."""

    def test_upload_makes_all_presets_once_it_is_stored(self, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            image = ImageFactory()

        assert set(image.renditions.values_list("filter_spec", flat=True)) == set(ALL_SPECS)

    def test_placeholder_is_a_tiny_picture_of_the_whole(self):
        image = ImageFactory(file=ContentFile(picture_bytes(400, 200), name="wide.png"))
        assert image.placeholder == ""

        make_renditions.func(image.pk)

        image.refresh_from_db()
        head, _, data = image.placeholder.partition(",")
        assert head == "data:image/webp;base64"
        with Picture.open(BytesIO(b64decode(data))) as small:
            assert (small.format, small.size) == ("WEBP", (24, 12))
        assert len(image.placeholder) < 500

    def test_new_file_has_a_new_placeholder(self):
        image = ImageFactory()
        make_renditions.func(image.pk)
        image.refresh_from_db()

        image.title = "Another title"
        image.save()
        assert image.placeholder

        image.file = ContentFile(picture_bytes(300, 300), name="new.png")
        image.save()
        assert image.placeholder == ""

    def test_change_of_a_title_makes_none(self, django_capture_on_commit_callbacks):
        image = ImageFactory()

        with django_capture_on_commit_callbacks(execute=True):
            image.title = "Another title"
            image.save()

        assert image.renditions.count() == 0

    def test_new_focal_point_replaces_what_it_changes(self, django_capture_on_commit_callbacks):
        image = ImageFactory()
        make_renditions.func(image.pk)

        with django_capture_on_commit_callbacks(execute=True):
            image.focal_point_x, image.focal_point_y = 10, 10
            image.focal_point_width = image.focal_point_height = 8
            image.save()

        keys = image.renditions.values_list("filter_spec", "focal_point_key")
        assert sorted(keys) == sorted((spec, image.focal_point_key(spec)) for spec in ALL_SPECS)
        assert all(key for _spec, key in keys)

    def test_second_run_makes_none(self):
        image = ImageFactory()

        assert [make_renditions.func(image.pk) for _ in range(2)] == [len(ALL_SPECS), 0]

    def test_deleted_image_is_no_error(self):
        assert make_renditions.func(12345) == 0

    @pytest.mark.parametrize("number", [1, 5])
    def test_listing_costs_one_statement(self, number, count_queries):
        images = [ImageFactory() for _ in range(number)]
        for image in images:
            for spec in preset_specs(ImagePreset.CARD):
                image.get_rendition(spec)

        with count_queries() as queries:
            found = renditions_for(images, ImagePreset.CARD)

        assert len(queries) == 1
        assert [[r.filter_spec for r in found[image.pk]] for image in images] == [
            list(preset_specs(ImagePreset.CARD))
        ] * number

    def test_reading_makes_no_rendition(self):
        image = ImageFactory()

        assert renditions_for([image], ImagePreset.HERO) == {}
        assert Rendition.objects.count() == 0

    def test_rendition_of_an_earlier_focal_point_is_not_given(self):
        image = ImageFactory()
        image.get_rendition(preset_specs(ImagePreset.SQUARE)[0])
        image.focal_point_x = image.focal_point_y = 5
        image.focal_point_width = image.focal_point_height = 5
        image.save()

        assert renditions_for([image], ImagePreset.SQUARE) == {}

    def test_every_preset_has_sizes_with_names_of_their_own(self):
        assert set(PRESETS) == set(ImagePreset)
        assert len(set(ALL_SPECS)) == len(ALL_SPECS)


class TestCommand:
    """`make_renditions` fills gaps."""

    def test_makes_what_is_missing(self, capsys):
        ImageFactory.create_batch(2)

        call_command("make_renditions")
        call_command("make_renditions")

        assert capsys.readouterr().out.splitlines() == [
            f"{2 * len(ALL_SPECS)} renditions made for 2 images, 0 failed.",
            "0 renditions made for 2 images, 0 failed.",
        ]

    def test_lost_file_does_not_stop_it_and_is_told(self, capsys):
        lost, good = ImageFactory(), ImageFactory()
        lost.file.storage.delete(lost.file.name)

        with pytest.raises(SystemExit):
            call_command("make_renditions")

        output = capsys.readouterr()
        assert output.out == f"{len(ALL_SPECS)} renditions made for 2 images, 1 failed.\n"
        assert f"Image {lost.pk} cannot be read" in output.err
        assert good.renditions.count() == len(ALL_SPECS)


class TestAdmin:
    """The form has a text for each language; the report can be exported."""

    def test_editor_writes_texts_in_all_languages(self, admin_client):
        arabic = LocaleFactory(language_code="ar")
        image = ImageFactory()
        url = f"/admin/images/{image.pk}/"

        form = admin_client.get(url).content.decode()
        admin_client.post(
            url,
            {
                "title": image.title,
                "alt_text": "A bridge",
                "alt_text_ar": "جسر",
                "credit": "",
                "tags": "",
                "collection": image.collection_id,
            },
        )

        assert 'name="alt_text_ar"' in form
        assert 'dir="rtl"' in form
        image = type(image).objects.get(pk=image.pk)
        assert (image.alt_text, image.alt_for(arabic.pk)) == ("A bridge", "جسر")

    def test_report_and_its_export(self, admin_client):
        ImageFactory(title="=cmd()", alt_text="")
        ImageFactory(title="Fine")

        page = admin_client.get("/admin/reports/missing-alt/")
        export = admin_client.get("/admin/reports/missing-alt/?export=csv")

        assert [image.title for image in page.context["object_list"]] == ["=cmd()"]
        rows = b"".join(export).decode().splitlines()
        assert len(rows) == 2
        assert rows[1].startswith("'=cmd(),")

    def test_upload_needs_no_text_yet(self, admin_client):
        response = admin_client.post(
            "/admin/images/multiple/add/",
            {
                "title": "New",
                "files[]": SimpleUploadedFile("new.png", picture_bytes(), "image/png"),
                "collection": 1,
            },
        )

        assert response.json()["success"] is True


def test_avif_is_written_at_our_speed():
    picture = Picture.effect_mandelbrot((256, 128), (-2, -1, 1, 1), 60).convert("RGB")
    upload, ours, slow = BytesIO(), BytesIO(), BytesIO()
    picture.save(upload, "PNG")
    picture.save(ours, "AVIF", quality=60, speed=AVIF_SPEED)
    picture.save(slow, "AVIF", quality=60)
    image = ImageFactory(file=ContentFile(upload.getvalue(), name="set.png"))

    made = image.get_rendition("fill-256x128|format-avif|avifquality-60")

    with made.file.open() as file:
        assert file.read() == ours.getvalue() != slow.getvalue()
