"""The API's answers about organizations and people."""

from . import types

__all__ = ["types"]
