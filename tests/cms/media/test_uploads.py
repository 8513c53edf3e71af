"""Uploads are judged by what they contain."""

import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture

from cms.media.models import Document, Image
from cms.media.uploads import check_document, check_picture
from tests.factories.media import PDF, picture_bytes


def archive(names, mimetype=None):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        if mimetype:
            file.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        for name in names:
            file.writestr(zipfile.ZipInfo(name), "<xml/>")
    return stream.getvalue()


def bomb(width, height):
    """A PNG file that says it is huge and holds next to nothing."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\x00" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


DOCX = archive(["word/document.xml", "[Content_Types].xml"])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("leaflet.pdf", PDF),
        ("leaflet.PDF", PDF),
        ("letter.docx", DOCX),
        ("table.xlsx", archive(["xl/workbook.xml"])),
        ("talk.pptx", archive(["ppt/presentation.xml"])),
        ("letter.odt", archive([], "application/vnd.oasis.opendocument.text")),
        ("table.csv", "ville;مدينة\n".encode()),
        ("برنامج.txt", "مرحبا".encode()),
    ],
)
def test_document_of_its_type_is_accepted(name, content):
    check_document(ContentFile(content, name=name))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("page.html", b"<html></html>", "type"),
        ("drawing.svg", b"<svg/>", "type"),
        ("program.exe", b"MZ", "type"),
        ("leaflet.pdf.exe", PDF, "type"),
        ("leaflet", PDF, "type"),
        ("leaflet.pdf", b"<html><script>alert(1)</script>", "content"),
        ("leaflet.pdf", b"", "content"),
        ("letter.docx", archive(["xl/workbook.xml"]), "content"),
        ("letter.docx", archive(["word/document.xml", "word/vbaProject.bin"]), "content"),
        ("letter.docx", DOCX[:40], "content"),
        ("letter.odt", archive([], "application/x-msdownload"), "content"),
        ("letter.odt", DOCX, "content"),
        ("notes.txt", b"\xef\xbb\xbf  <!DOCTYPE html>", "content"),
        ("notes.txt", b"<ScRiPt>alert(1)</script>", "content"),
        ("notes.csv", b"a\x00b", "content"),
    ],
)
def test_document_that_is_not_what_it_says_is_refused(name, content, code):
    with pytest.raises(ValidationError) as error:
        check_document(ContentFile(content, name=name))

    assert error.value.code == code


def test_large_document_is_refused(settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = len(PDF) - 1

    with pytest.raises(ValidationError) as error:
        check_document(ContentFile(PDF, name="leaflet.pdf"))

    assert error.value.code == "size"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "AVIF"])
def test_sound_picture_is_accepted(kind):
    check_picture(ContentFile(picture_bytes(kind=kind), name="picture"))


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", PDF, picture_bytes()[:60]],
)
def test_unsound_picture_is_refused(content):
    with pytest.raises(ValidationError) as error:
        check_picture(ContentFile(content, name="picture.png"))

    assert error.value.code == "invalid_image"


@pytest.mark.parametrize("size", [(8001, 8000), (12_000, 12_000), (60_000, 60_000)])
def test_decompression_bomb_is_refused_before_it_is_unpacked(size):
    with pytest.raises(ValidationError) as error:
        check_picture(ContentFile(bomb(*size), name="bomb.png"))

    assert error.value.code == "too_many_pixels"


@pytest.mark.django_db
def test_bomb_does_not_even_become_an_object():
    with pytest.raises(Picture.DecompressionBombError):
        Image(title="Bomb", file=ContentFile(bomb(9000, 9000), name="bomb.png"))


@pytest.mark.django_db
def test_upload_form_refuses_bombs_with_a_message(admin_client):
    upload = SimpleUploadedFile("bomb.png", bomb(9000, 9000), content_type="image/png")

    answer = admin_client.post(
        "/admin/images/multiple/add/", {"title": "Bomb", "files[]": upload, "collection": 1}
    ).json()

    assert answer["success"] is False
    assert "too many pixels" in answer["error_message"]


@pytest.mark.django_db
def test_upload_form_checks_documents_by_content(admin_client):
    upload = SimpleUploadedFile("page.pdf", b"<html>", content_type="application/pdf")

    answer = admin_client.post(
        "/admin/documents/multiple/add/", {"title": "Page", "files[]": upload, "collection": 1}
    ).json()

    assert answer["success"] is False
    assert "does not fit its name" in answer["error_message"]
    assert Document.objects.count() == 0
