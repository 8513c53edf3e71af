"""A name for what answers are made by: code, libraries and settings. Other code, other answers."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("cms", "home", "events", "organizations", "releases", "translations")
PINNED = "requirements.txt"
# Prefixes of the settings that may change an answer.
PREFIXES = ("GRAPHQL_", "GRAPPLE", "LANGUAGE", "TIME_ZONE", "WAGTAIL", "MEDIA_URL", "STORAGES")


@cache
def release_name() -> str:
    """A digest of our code, of the pinned libraries and of the settings; made once a process."""
    digest = hashlib.sha256()
    files = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    for path in sorted([*files, ROOT / PINNED]):
        if path.is_file():
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    digest.update(_settings())
    return digest.hexdigest()


def _settings() -> bytes:
    values: dict[str, Any] = {
        name: getattr(settings, name)
        for name in dir(settings)
        if name.startswith(PREFIXES) and name.isupper()
    }
    return repr(sorted(values.items(), key=lambda item: item[0])).encode()
