"""Settings for a server on the internet; names what is unsafe or missing, and refuses to start."""

import os
import re

from django.core.exceptions import ImproperlyConfigured

from .base import *

# --- What must be given ---------------------------------------------------------------------------

MINIMUM_SECRET_LENGTH = 50
MINIMUM_SECRET_CHARACTERS = 5
MINIMUM_TOKEN_LENGTH = 32

REFUSALS = {
    "SECRET_KEY: give at least 50 random characters of your own.": (
        len(SECRET_KEY) < MINIMUM_SECRET_LENGTH
        or len(set(SECRET_KEY)) < MINIMUM_SECRET_CHARACTERS
        or "insecure" in SECRET_KEY
        or SECRET_KEY.startswith("change-me")
    ),
    "ALLOWED_HOSTS: list the host names of this server; no '*'.": (
        not ALLOWED_HOSTS or any("*" in host for host in ALLOWED_HOSTS)
    ),
    "DATABASE_URL: name a PostgreSQL database, or a file of SQLite.": (
        not os.environ.get("DATABASE_URL")
        or not DATABASES["default"].get("NAME")
        or ":memory:" in str(DATABASES["default"]["NAME"])
    ),
    "SITE_URL: give the https:// address of this server.": not SITE_URL.startswith("https://"),
    "CORS_ALLOWED_ORIGINS: list the front ends' https:// origins; no '*', no 'null'.": (
        any("*" in origin or not origin.startswith("https://") for origin in CORS_ALLOWED_ORIGINS)
    ),
    "CSRF_TRUSTED_ORIGINS: list whole origins; no '*'.": (
        any("*" in origin for origin in CSRF_TRUSTED_ORIGINS)
    ),
    "METRICS_TOKEN: give at least 32 random characters of your own, or none.": (
        0 < len(METRICS_TOKEN) < MINIMUM_TOKEN_LENGTH
    ),
    "FRONT_END_PREVIEWS: give https:// addresses.": any(
        not address.startswith("https://") for address in FRONT_END_PREVIEWS.values()
    ),
    "OTEL_EXPORTER_OTLP_ENDPOINT: give an address with http:// or https://.": (
        any(not re.match("https?://", address) for address in OTEL_ENDPOINTS if address)
    ),
    "GRAPHIQL: leave it off; it is for a developer's machine.": GRAPHIQL,
}

if any(REFUSALS.values()):
    raise ImproperlyConfigured(
        "These environment variables are missing or unsafe:\n"
        + "\n".join(f"- {message}" for message, refused in REFUSALS.items() if refused)
    )

# --- HTTPS ----------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
# Probes ask from inside, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz/$", r"^readyz/$", r"^metrics$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# Only behind a proxy that sets or removes this header itself, else anybody could claim HTTPS.
if env.bool("TRUST_X_FORWARDED_PROTO", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Static files: hashed names, compressed, kept by browsers for good ----------------------------

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Logs: one JSON object a line -----------------------------------------------------------------

CONSOLE["formatter"] = "json"
