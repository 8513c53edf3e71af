"""Settings for a developer's own machine: comfortable defaults, and a `.env` file is read."""

import os
from pathlib import Path

import environ

ENV_FILE = Path(__file__).resolve().parents[2] / ".env"

if ENV_FILE.exists():
    environ.Env.read_env(str(ENV_FILE))
PORT = os.environ.get("PORT", "8000")
for name, value in {
    "SECRET_KEY": "insecure-development-key",
    "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
    "CORS_ALLOWED_ORIGINS": "http://localhost:3000,http://localhost:4321,http://localhost:5173",
    "SITE_URL": f"http://localhost:{PORT}",
    "GRAPHIQL": "on",
    "GRAPHQL_INTROSPECTION": "on",
    "SERVER_TIMING": "on",
}.items():
    os.environ.setdefault(name, value)

from .base import *

DEBUG = True
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
