"""Stock grapple's settings: its own schema and view over the product's models."""

from cms.settings.production import *  # noqa: F403 - layered by star import, as all settings are
from cms.settings.production import INSTALLED_APPS

ROOT_URLCONF = "bench.stock.urls"
INSTALLED_APPS = ["bench.stock" if name == "cms.graphql" else name for name in INSTALLED_APPS]
GRAPPLE = {"APPS": ["media", "home", "organizations", "events"]}
GRAPHENE = {"SCHEMA": "grapple.schema.schema"}
