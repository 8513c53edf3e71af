"""The zones that an editor may choose: one name each, no names of former times."""

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from django.utils.translation import gettext as _

REGIONS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)
# Of countries with several zones, that of the capital and of our centres there.
MAIN_ZONES = {"MX": "America/Mexico_City"}


@lru_cache(maxsize=1)
def zones_by_country() -> dict[str, list[str]]:
    """Give the zones of each country, as `zone.tab` of the time zone database lists them."""
    found: dict[str, list[str]] = {}
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line and not line.startswith("#"):
            country, _position, zone = line.split("\t")[:3]
            found.setdefault(country, []).append(zone)
    return found


def zone_of_country(country: str) -> str:
    """Give the zone of a country where it is plain, else nothing."""
    zones = zones_by_country().get(country, [])
    return MAIN_ZONES.get(country, zones[0] if len(zones) == 1 else "")


def zone_choices(first: Iterable[str] = (), kept: str = "") -> list[tuple[str, object]]:
    """Give the zones to choose from by region; some come first, and one that is stored is kept."""
    names = sorted(zone for zones in zones_by_country().values() for zone in zones)
    groups: dict[str, list[tuple[str, str]]] = {region: [] for region in REGIONS}
    for name in names:
        groups[name.partition("/")[0]].append((name, place_of(name)))
    preferred = [(name, place_of(name)) for name in first]
    known = {"", "UTC", *names}
    return [
        ("", "---------"),
        *([(_("Of the centres"), preferred)] if preferred else []),
        *([(kept, kept)] if kept not in known else []),
        ("UTC", "UTC"),
        *groups.items(),
    ]


def place_of(name: str) -> str:
    """Write the place of a zone: `America/Mexico_City` is “Mexico City”."""
    return name.partition("/")[2].replace("_", " ").replace("/", ", ")
