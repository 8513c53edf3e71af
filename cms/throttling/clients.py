"""Who asks, as far as it can be known without believing what anybody can write."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest

Address = IPv4Address | IPv6Address

# What one subscriber gets: who has one address of it has them all.
IPV6_PREFIX = 64
MAX_REMEMBERED = 1_000


def address_of(request: HttpRequest) -> Address | None:
    """The address of the client; of the last untrusted hop, if proxies are in front.

    Each proxy appends the address it was called from to X-Forwarded-For. So with `n` proxies of our
    own the n-th entry from the right is true, and whatever stands before it is hearsay.
    """
    hops: list[str] = [request.META.get("REMOTE_ADDR", "")]
    proxies = settings.TRUSTED_PROXIES
    if proxies:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        hops = [*forwarded[-proxies:], *hops]
    return next((address for hop in hops if (address := _parsed(hop))), None)


def bucket_of(request: HttpRequest) -> str | None:
    """The name of the bucket that a request draws from; None if it is not limited.

    The API knows no tokens yet. When it does, one that was *verified* names the bucket here; others
    must never, or every invented token would open a bucket of its own.
    """
    address = address_of(request)
    if address is None:
        return "unknown"
    if any(address in network for network in settings.RATE_LIMIT_EXEMPT):
        return None
    if isinstance(address, IPv6Address):
        return str(ip_network((address, IPV6_PREFIX), strict=False))
    return str(address)


@lru_cache(maxsize=MAX_REMEMBERED)
def _parsed(text: str) -> Address | None:
    """An address as proxies write it, perhaps with a port; None if it is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address: Address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped: IPv4Address | None = getattr(address, "ipv4_mapped", None)
    return mapped or address
