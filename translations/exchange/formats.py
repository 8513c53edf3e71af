"""The formats: how files are named, and recognised by what is in them."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.text import slugify

from . import po, xliff, xliff_reader
from .problems import Code, refused

if TYPE_CHECKING:
    from wagtail_localize.models import Translation

    from .document import ReadDocument

WRITERS: dict[str, Any] = {"po": po, "xliff": xliff}
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
TITLE_LENGTH = 80


def file_name(translation: Translation, kind: str) -> str:
    """Name a file by the title, as far as that has Latin letters, and the language."""
    title = slugify(translation.source.object_repr)[:TITLE_LENGTH] or "translation"
    return f"{title}-{translation.target_locale.language_code}{WRITERS[kind].SUFFIX}"


def check_size(size: int | None) -> None:
    """Refuse a file that is too large to be looked at."""
    limit = settings.TRANSLATION_FILE_MAX_BYTES
    if size is None or size > limit:
        raise refused(Code.TOO_LARGE, limit=filesizeformat(limit))


def read_file(data: bytes) -> ReadDocument:
    """Read a file in the format that its content shows; raises RefusedFileError."""
    check_size(len(data))
    if not data.strip():
        raise refused(Code.EMPTY_FILE)
    head = data[:400]
    if data.startswith(UTF_16):
        if not head.decode("utf-16", errors="ignore").lstrip().startswith("<"):
            raise refused(Code.ENCODING, 1)
        return xliff_reader.read(data)
    if head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<"):
        return xliff_reader.read(data)
    if b"msgid" not in data:
        raise refused(Code.UNKNOWN_FORMAT, 1)
    return po.read(data)
