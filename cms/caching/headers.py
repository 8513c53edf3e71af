"""What caches in front are told: for how long an answer is good, and what it depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.cache import cc_delim_re
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .answers import Answer

# Proxies and CDNs refuse longer headers.
MAX_TAG_HEADER = 8_000
TAG_LENGTH = 12
ALL = "all"


def public_name(tag: str) -> str:
    """A tag as others may see it: it tells nothing of what it stands for, which may be hidden."""
    return salted_hmac("cms.caching", tag, algorithm="sha256").hexdigest()[:TAG_LENGTH]


def tag_header(tags: Iterable[str]) -> str:
    """The value of `Cache-Tag`; `all` if there are too many tags for a header."""
    header = ",".join(map(public_name, tags))
    return header if len(header) <= MAX_TAG_HEADER else ALL


def cache_control(answer: Answer) -> str:
    """How long a cache in front may keep an answer without asking: never beyond its own time."""
    seconds = max(0, min(settings.GRAPHQL_SHARED_MAX_AGE, int(answer.seconds_left)))
    parts = ["public", "max-age=0", f"s-maxage={seconds}"]
    stale = settings.GRAPHQL_STALE_WHILE_REVALIDATE
    if stale and seconds + stale <= answer.seconds_left:
        parts.append(f"stale-while-revalidate={stale}")
    return ", ".join(parts)


def matches(if_none_match: str, etag: str) -> bool:
    """Whether a client has this very answer; a proxy that compressed it made its ETag weak."""
    given = [item.removeprefix("W/") for item in cc_delim_re.split(if_none_match.strip())]
    return etag in given or given == ["*"]
