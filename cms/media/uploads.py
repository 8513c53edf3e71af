"""Checks of uploaded files by what they contain, whatever their name says."""

from __future__ import annotations

import warnings
import zipfile
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image as Picture
from PIL import UnidentifiedImageError

if TYPE_CHECKING:
    from typing import IO

    from django.core.files import File

# The part inside the archive that tells what an office file is.
OFFICE_PARTS = {
    "docx": "word/",
    "xlsx": "xl/",
    "pptx": "ppt/",
}
OPEN_DOCUMENT_TYPES = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odp": b"application/vnd.oasis.opendocument.presentation",
}
TEXT_TYPES = {"csv", "txt"}
SNIFFED_AS_HTML = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"<body", b"<iframe")


def extension_of(name: str) -> str:
    """Give the extension of a file name, without the dot, in small letters."""
    return PurePath(name).suffix.lower().removeprefix(".")


def refuse_bombs() -> None:
    """Have Pillow refuse what has more pixels than allowed, before any of it is unpacked.

    Pillow refuses at twice its limit; from the limit on it would only warn.
    """
    Picture.MAX_IMAGE_PIXELS = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 2
    warnings.simplefilter("ignore", Picture.DecompressionBombWarning)


def check_picture(file: File) -> None:
    """Refuse a file that is no sound picture, or has more pixels than allowed."""
    try:
        file.seek(0)
        with Picture.open(file) as picture:
            pixels = picture.width * picture.height * getattr(picture, "n_frames", 1)
            picture.verify()
    except Picture.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError(_("This is not a sound image file."), code="invalid_image") from error
    finally:
        file.seek(0)
    if pixels > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _("This image has too many pixels. At most %(limit)s are allowed."),
        code="too_many_pixels",
        params={"limit": settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS},
    )


def check_document(file: File) -> None:
    """Refuse a file that is too large, of a type not allowed, or not what its name says."""
    extension = extension_of(file.name or "")
    if extension not in settings.WAGTAILDOCS_EXTENSIONS:
        raise ValidationError(
            _("Files of type “%(extension)s” are not allowed."),
            code="type",
            params={"extension": extension or "?"},
        )
    if file.size > settings.WAGTAILDOCS_MAX_UPLOAD_SIZE:
        raise ValidationError(
            _("This file is too large (%(size)s). At most %(limit)s are allowed."),
            code="size",
            params={
                "size": filesizeformat(file.size),
                "limit": filesizeformat(settings.WAGTAILDOCS_MAX_UPLOAD_SIZE),
            },
        )
    file.seek(0)
    is_as_named = _is_as_named(file, extension)
    file.seek(0)
    if not is_as_named:
        raise ValidationError(
            _("The content of this file does not fit its name: it is no “%(extension)s” file."),
            code="content",
            params={"extension": extension},
        )


def _is_as_named(file: IO[bytes], extension: str) -> bool:
    if extension in TEXT_TYPES:
        return _is_plain_text(file)
    if extension == "pdf":
        return file.read(5) == b"%PDF-"
    if extension in OFFICE_PARTS or extension in OPEN_DOCUMENT_TYPES:
        return _is_office_file(file, extension)
    return False


def _is_plain_text(file: IO[bytes]) -> bool:
    """Say whether a browser that guesses types would take the file for text."""
    start = file.read(8192)
    return b"\x00" not in start and not start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(
        SNIFFED_AS_HTML
    )


def _is_office_file(file: IO[bytes], extension: str) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if extension in OFFICE_PARTS:
                part = OFFICE_PARTS[extension]
                has_macros = any(name.lower().endswith("vbaproject.bin") for name in names)
                return any(name.startswith(part) for name in names) and not has_macros
            # The type is a short stored text; reading a bounded part keeps archive bombs out.
            with archive.open("mimetype") as mimetype:
                return mimetype.read(128).strip() == OPEN_DOCUMENT_TYPES[extension]
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError):
        return False
