"""Start-up checks: the order of the applications, and what the database must be able to do."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from cms.databases.collations import collation_names

OUR_APPS = (
    "cms", "home", "events", "organizations", "releases", "translations",
    "cms.caching", "cms.search", "cms.references", "cms.translation_state", "cms.media",
    "cms.users",
)  # fmt: skip
NEEDED_APPS = ("wagtail_localize", "wagtail.snippets", "wagtail", "cms.graphql", "grapple")


@register(Tags.compatibility)
def check_app_order(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Compare the order of INSTALLED_APPS with the rules that the API depends on."""
    return order_errors(list(settings.INSTALLED_APPS))


@register(Tags.database)
def check_collations(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Look whether PostgreSQL has the collations that lists are sorted by; so does `migrate`."""
    errors: list[CheckMessage] = []
    for alias in databases or ():
        if missing := missing_collations(alias):
            hint = "Use a PostgreSQL that was built with ICU, as all usual packages are."
            message = f"The database {alias} has no collation {', '.join(sorted(missing))}."
            errors.append(Error(message, hint=hint, id="cms.E006"))
    return errors


def missing_collations(alias: str) -> set[str]:
    """Which collations of the site's languages a database lacks; SQLite is given them."""
    if connections[alias].vendor != "postgresql":
        return set()
    wanted = set(collation_names())
    with connections[alias].cursor() as cursor:
        names = list(wanted)
        cursor.execute("SELECT collname FROM pg_collation WHERE collname = ANY(%s)", [names])
        return wanted - {name for (name,) in cursor.fetchall()}


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
