"""The API's answers about organizations and people."""

from . import json_ld, types

__all__ = ["json_ld", "types"]
