"""Who asks: an address that no header can forge."""

from ipaddress import ip_address, ip_network

import pytest
from django.test import RequestFactory

from cms.throttling import address_of, bucket_of

PROXY = "10.0.0.1"


def request(remote=PROXY, forwarded=None):
    extra = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return RequestFactory().get("/graphql/", REMOTE_ADDR=remote, **extra)


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "expected"),
    [
        (0, "203.0.113.7", None, "203.0.113.7"),
        (0, "203.0.113.7", "198.51.100.1", "203.0.113.7"),
        (1, PROXY, "203.0.113.7", "203.0.113.7"),
        (1, PROXY, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (1, PROXY, "198.51.100.1,203.0.113.7:4711", "203.0.113.7"),
        (2, PROXY, "198.51.100.1, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        (2, PROXY, "203.0.113.7", "203.0.113.7"),
        (1, PROXY, None, PROXY),
        (1, PROXY, "", PROXY),
        (1, PROXY, "198.51.100.1, nonsense", PROXY),
        (1, PROXY, "[2001:db8::7]:443", "2001:db8::7"),
        (1, PROXY, "2001:db8::7", "2001:db8::7"),
        (1, PROXY, "::ffff:203.0.113.7", "203.0.113.7"),
        (1, "", "203.0.113.7", "203.0.113.7"),
    ],
)
def test_address_is_what_our_own_proxies_say(settings, proxies, remote, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies

    assert address_of(request(remote, forwarded)) == ip_address(expected)


def test_nobody_has_an_address_without_one():
    assert address_of(request(remote="")) is None
    assert bucket_of(request(remote="")) == "unknown"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("10.9.8.7", None),
        ("192.0.2.9", None),
    ],
)
def test_bucket_is_the_address_or_the_network_of_a_subscriber(settings, address, expected):
    settings.RATE_LIMIT_EXEMPT = [ip_network("10.0.0.0/8"), ip_network("192.0.2.0/24")]

    assert bucket_of(request(address)) == expected


@pytest.mark.parametrize("header", ["Bearer invented", "Bearer another"])
def test_an_invented_token_opens_no_bucket(header):
    asked = RequestFactory().get("/", REMOTE_ADDR="203.0.113.7", HTTP_AUTHORIZATION=header)

    assert bucket_of(asked) == "203.0.113.7"
