"""Compressed answers, by what the client accepts.

A browser sends no credential to the API by itself, so no page elsewhere can have it fetch what only
its reader may see, and guess it from the compressed length (BREACH).
"""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import zstandard

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

# Below this many bytes an answer fits into one packet in any case.
SMALLEST = 1_000
# Levels by measurement: 45 kB take 0.18 ms with zstd and 0.27 ms with gzip, and become a quarter.
ZSTD_LEVEL = 3
GZIP_LEVEL = 1


def _zstd(body: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=ZSTD_LEVEL).compress(body)


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, GZIP_LEVEL, mtime=0)


# By preference, where a client likes several as well as each other.
CODINGS: dict[str, Callable[[bytes], bytes]] = {"zstd": _zstd, "gzip": _gzip}


def coding_for(accept_encoding: str) -> str | None:
    """Choose a coding by an Accept-Encoding header; None to send the answer as it is."""
    qualities = dict(map(_quality, accept_encoding.lower().split(",")))
    wanted = {coding: qualities.get(coding, qualities.get("*", 0.0)) for coding in CODINGS}
    best = max(wanted, key=lambda coding: wanted[coding])
    return best if wanted[best] > 0 and wanted[best] >= qualities.get("identity", 0.0) else None


def compress(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Compress an answer that is worth it."""
    if len(response.content) < SMALLEST or response.has_header("Content-Encoding"):
        return response
    coding = coding_for(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    if coding is not None:
        response.content = CODINGS[coding](response.content)
        response["Content-Encoding"] = coding
        response.headers.pop("Content-Length", None)
        _weaken(response)
    return response


def _weaken(response: HttpResponse) -> None:
    """Say in the ETag that the bytes are not those it was made of (RFC 9110, 8.8.1)."""
    etag = response.headers.get("ETag", "")
    if etag and not etag.startswith("W/"):
        response["ETag"] = f"W/{etag}"


def _quality(part: str) -> tuple[str, float]:
    coding, _, parameter = part.partition(";")
    name, _, value = parameter.partition("=")
    if name.strip() != "q":
        return coding.strip(), 1.0
    try:
        return coding.strip(), float(value)
    except ValueError:
        return coding.strip(), 0.0
