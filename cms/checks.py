"""Start-up checks: the order of the applications, which decides what the API contains."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

OUR_APPS = ("cms", "home", "events", "organizations", "cms.search", "cms.media", "cms.users")
NEEDED_APPS = ("wagtail_localize", "wagtail.snippets", "wagtail", "cms.graphql", "grapple")


@register(Tags.compatibility)
def check_app_order(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Compare the order of INSTALLED_APPS with the rules that the API depends on."""
    return order_errors(list(settings.INSTALLED_APPS))


def order_errors(installed: list[str]) -> list[CheckMessage]:
    """Name each rule that an order of applications breaks."""
    needed = [*OUR_APPS, *NEEDED_APPS]
    missing = [name for name in needed if name not in installed]
    if missing:
        return [Error(f"INSTALLED_APPS lacks {', '.join(missing)}.", id="cms.E001")]
    place = installed.index
    others = set(installed) - {*OUR_APPS, "cms.graphql"}
    rules = {
        "grapple must be the last: it builds the API's types from everything before it.": (
            "cms.E002",
            installed[-1] == "grapple",
        ),
        "cms.graphql must stand right before grapple: it registers the types to build.": (
            "cms.E003",
            place("cms.graphql") == place("grapple") - 1,
        ),
        "Our applications must stand first: their templates replace Wagtail's.": (
            "cms.E004",
            max(map(place, OUR_APPS)) < min(map(place, others)),
        ),
        "wagtail_localize must stand before Wagtail's applications.": (
            "cms.E005",
            place("wagtail_localize") < min(place("wagtail.snippets"), place("wagtail")),
        ),
    }
    return [Error(message, id=code) for message, (code, kept) in rules.items() if not kept]
