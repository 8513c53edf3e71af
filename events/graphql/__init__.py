"""The API's answers about training sessions and their programmes."""

from . import programme, types

__all__ = ["programme", "types"]
