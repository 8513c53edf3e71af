"""What the API does, counted: for each operation and client, and for the request under way."""

from .labels import HASH, REGISTERED, TEXT
from .observation import Observation, current, observed, with_timing

__all__ = [
    "HASH",
    "REGISTERED",
    "TEXT",
    "Observation",
    "current",
    "observed",
    "with_timing",
]
