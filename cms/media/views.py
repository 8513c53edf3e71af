"""Image files for readers."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING

from django.http import FileResponse, HttpResponseNotFound, HttpResponseNotModified
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from django.views.static import was_modified_since

from cms.restrictions import is_at_or_below, read_restricted_paths

from .models import Image, Rendition

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

YEAR = 365 * 24 * 3600
HOUR = 3600
# A rendition's name changes with its content; an original's may not.
CACHE_CONTROL = {
    Rendition: f"public, max-age={YEAR}, immutable",
    Image: f"public, max-age={HOUR}",
}


@require_safe
def serve_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve an original image or a rendition, if it is public; nothing else has a media path.

    Only names that the database knows are opened, so no path leads elsewhere. What is not public
    is answered like what does not exist.
    """
    found = _public_file(path)
    if found is None:
        return HttpResponseNotFound("Not found", content_type="text/plain")
    try:
        modified = int(found.file.storage.get_modified_time(found.file.name).timestamp())
        if not was_modified_since(request.headers.get("If-Modified-Since"), modified):
            response: HttpResponseBase = HttpResponseNotModified()
        else:
            response = FileResponse(found.file.open("rb"), content_type=_content_type(path))
    except OSError:
        return HttpResponseNotFound("Not found", content_type="text/plain")
    response["Last-Modified"] = http_date(modified)
    response["Cache-Control"] = CACHE_CONTROL[type(found)]
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


def _public_file(path: str) -> Image | Rendition | None:
    if "\x00" in path:
        return None
    private = read_restricted_paths().collections
    renditions = Rendition.objects.exclude(is_at_or_below("image__collection__path", private))
    images = Image.objects.exclude(is_at_or_below("collection__path", private))
    return renditions.filter(file=path).first() or images.filter(file=path).first()


def _content_type(path: str) -> str:
    guessed, encoding = mimetypes.guess_type(path)
    if guessed and guessed.startswith("image/") and encoding is None:
        return guessed
    return "application/octet-stream"
