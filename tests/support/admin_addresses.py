"""All addresses that the site answers, as patterns: what a generated test walks."""

import re
from dataclasses import dataclass

from django.urls import URLResolver, get_resolver

ARGUMENT = re.compile(r"<(?:[a-z]+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")


@dataclass(frozen=True)
class Pattern:
    """An address with names in the place of what varies."""

    name: str
    route: str

    @property
    def arguments(self):
        return tuple(first or second for first, second in ARGUMENT.findall(self.route))

    def fill(self, values):
        """Give the address with values in the place of the names."""
        return "/" + ARGUMENT.sub(lambda m: str(values[m[1] or m[2]]), self.route)


def patterns():
    """Give each address once, in the order in which they are tried."""
    found = {}
    for name, route in _walk(get_resolver()):
        found.setdefault(route, Pattern(name, route))
    return list(found.values())


def _walk(resolver, prefix="", namespace=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, prefix + _route(pattern), inner)
        else:
            name = pattern.name or getattr(pattern.callback, "__name__", "")
            yield namespace + name, prefix + _route(pattern)


def _route(pattern):
    return str(pattern.pattern).lstrip("^").removesuffix("$").replace(r"\.", ".")
