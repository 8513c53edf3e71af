"""Where the project is and at which address, and the one reader of the environment."""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / "var"

env = environ.Env()

SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")
